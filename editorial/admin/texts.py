"""The preview of a long text while it is written: the same cleaning and rendering as on the public page."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from editorial.prose import cleaned
from editorial.wording import prose

LONGEST = 100_000
"""Characters; no text of this site is nearly as long."""


@require_POST
def preview_view(request):
    """`text` as HTML: 200, or 422 with the reason why it would be refused on saving."""
    text = request.POST.get("text", "")[:LONGEST]
    try:
        return HttpResponse(prose(cleaned(text)) or "<p>There is nothing to show yet.</p>")
    except ValidationError as refusal:
        said = format_html('<p class="errornote">{}</p>', " ".join(refusal.messages))
        return HttpResponse(said, status=422)
