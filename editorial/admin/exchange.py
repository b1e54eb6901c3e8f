"""Import and export on the list of every kind of working row: CSV and XLSX, shown before it is stored."""

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from editorial.aggregate import entry_of
from editorial.exchange import ID, Columns, read_in
from editorial.roles import may
from editorial.sheets import TYPES, Unreadable, read_sheet, sheet

from .proposing import MOST, address

MOST_BYTES, MOST_LINES, MOST_EXPORTED = 1_000_000, 1_000, 20_000
MOST_SEALED = 2_000_000
"""Characters of the hidden field between preview and saving; Django takes 2.5 MB in a form."""
SALT = "editorial.exchange"


class FileForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="CSV in UTF-8, or XLSX; at most 1,000 lines and 1 MB. The first line names the columns.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class Exchange:
    """Part of the admin of every working model."""

    change_list_template = "admin/working_change_list.html"

    def get_urls(self):
        wrap, info = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("import/", wrap(self.import_view), name=f"{info}_import"),
            path("export/<str:wanted>/", wrap(self.export_view), name=f"{info}_export"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        info = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        told = {
            "import_url": self.has_change_permission(request) and reverse(f"{info}_import"),
            "export_urls": [
                (name.upper(), reverse(f"{info}_export", args=[name])) for name in TYPES
            ],
            "export_query": request.GET.urlencode(),
        }
        return super().changelist_view(request, told | (extra_context or {}))

    # Out ----------------------------------------------------------------------------------

    def export_view(self, request, wanted):
        """The rows of the list, with its search and filters, as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if wanted not in TYPES:
            raise Http404
        columns = Columns(self, request)
        try:
            listed = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            raise Http404("The list has no such filter.") from None
        rows = columns.rows.filter(pk__in=listed.values("pk")).order_by("pk")[:MOST_EXPORTED]
        name = str(self.opts.verbose_name_plural)
        made = sheet(name, columns.heads, columns.exported(rows), wanted)
        response = HttpResponse(made, content_type=TYPES[wanted])
        day = timezone.localdate().isoformat()
        file = f"{self.opts.model_name}-{day}.{wanted}"
        response["Content-Disposition"] = f'attachment; filename="{file}"'
        return response

    # In -----------------------------------------------------------------------------------

    def import_view(self, request):
        """A file is chosen, shown line by line, and stored when somebody says so."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        columns = Columns(self, request)
        form = FileForm(request.POST or None, request.FILES or None)
        context = {"columns": columns.heads, "form": form, "lines": [], "sealed": "", "why": ""}
        if request.method == "POST":
            try:
                heads, lines, save = self._sent(request, form, columns)
            except Unreadable as why:
                context["why"] = str(why)
            else:
                done = read_in(columns, heads, lines, by=request.user, save=save)
                if save and not any(line.errors for line in done):
                    return self._stored(request, done)
                context |= self._preview(request, heads, lines, done)
        return self._page(request, context)

    def _sent(self, request, form, columns):
        """Heading, lines, and whether they were looked at already and are to be stored."""
        sealed = request.POST.get("sealed", "")
        if sealed:
            try:
                label, person, heads, lines = signing.loads(sealed, salt=SALT)
            except signing.BadSignature:
                raise Unreadable(
                    "The preview was changed on its way. Choose the file again."
                ) from None
            if (label, person) != (self.opts.label_lower, request.user.pk):
                raise Unreadable("This preview belongs to somebody or something else.")
            return heads, lines, True
        if not form.is_valid():
            raise Unreadable("Choose a file that is not empty.")
        return *_readable(form.cleaned_data["file"], columns), False

    def _preview(self, request, heads, lines, done):
        refused = [line for line in done if line.errors]
        changing = [line for line in done if line.changes and not line.errors]
        sealed = ""
        if changing and not refused:
            held = [self.opts.label_lower, request.user.pk, heads, lines]
            sealed = signing.dumps(held, salt=SALT, compress=True)
            if len(sealed) > MOST_SEALED:
                return {
                    "why": "That is too much text for one file. Split it, and import the parts."
                }
        same = len(done) - len(changing) - len(refused)
        return {
            "refused": refused,
            "lines": changing,
            "same": same,
            "sealed": sealed,
            "read": True,
        }

    def _stored(self, request, done):
        added = sum(line.new for line in done if line.changes)
        changed = sum(not line.new for line in done if line.changes)
        entries = {(e.kind, e.pk): e for e in (entry_of(x.row) for x in done if x.row)}
        said = f"Stored in the working copy: {changed} changed, {added} added. Readers see none of it yet."
        if may(request.user, "propose") and 0 < len(entries) <= MOST:
            said = format_html(
                '{} <a href="{}">Propose it</a>.', said, address("propose", entries.values())
            )
        self.message_user(request, said, messages.SUCCESS)
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:{info}_changelist"))

    def _page(self, request, context):
        name = str(self.opts.verbose_name_plural)
        context |= {**self.admin_site.each_context(request), "title": f"Import {name}"}
        context |= {"opts": self.opts, "name": name}
        refused = context["why"] or context.get("refused")
        status = 422 if refused else 200
        return TemplateResponse(request, "admin/import.html", context, status=status)


def _readable(file, columns):
    """Heading and lines of a file that fits; raises Unreadable in an editor's words."""
    if file.size > MOST_BYTES:
        raise Unreadable("The file is larger than 1 MB. Split it, and import the parts.")
    heads, lines = read_sheet(file.name, file.read())
    if len(lines) > MOST_LINES:
        raise Unreadable("The file has more than 1,000 lines. Split it, and import the parts.")
    unknown = sorted(set(heads) - set(columns.heads))
    if unknown:
        known = ", ".join(columns.heads)
        raise Unreadable(
            f"Unknown column: {', '.join(unknown) or 'without a name'}. Known are {known}."
        )
    if len(set(heads)) < len(heads):
        raise Unreadable("A column stands in the file twice.")
    if heads == [ID]:
        raise Unreadable("The file names rows and says nothing about them.")
    return heads, lines
