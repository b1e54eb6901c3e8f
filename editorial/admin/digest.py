"""The switch for one's own daily e-mail."""

from django.contrib import messages
from django.forms import modelform_factory
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from editorial.models import Digest


def digest_view(request, context):
    """Turn the daily e-mail on or off; each person for themselves."""
    mine, _ = Digest.objects.get_or_create(user=request.user)
    form = modelform_factory(Digest, fields=["wanted"])(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "On." if mine.wanted else "Off. You get no more daily e-mails.")
        return HttpResponseRedirect(request.path)
    context |= {"title": "Daily e-mail", "form": form, "address": request.user.email}
    return TemplateResponse(request, "admin/digest.html", context)
