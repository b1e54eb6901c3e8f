"""Driving the newsroom in tests: what a form holds, and sending it back with changes."""

from html.parser import HTMLParser

from editorial import actions
from editorial.models import SignOff
from tests.factories import ColleagueFactory


class _Fields(HTMLParser):
    """The successful controls of a page's main form, as a browser would send them."""

    def __init__(self):
        super().__init__()
        self.sent, self._select, self._textarea = {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "select":
            self._select, self._first = name, True
        elif tag == "option" and self._select and ("selected" in attrs):
            self.sent.setdefault(self._select, []).append(attrs.get("value", ""))
        elif tag == "textarea" and name:
            self._textarea = name
            self.sent[name] = [""]
        elif tag == "input" and name:
            self._input(name, attrs)

    def _input(self, name, attrs):
        kind = attrs.get("type", "text")
        if kind in ("checkbox", "radio") and "checked" not in attrs:
            return
        if kind not in ("submit", "search"):
            self.sent.setdefault(name, []).append(attrs.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data):
        if self._textarea:
            self.sent[self._textarea][-1] += data


def fields(response) -> dict[str, list[str]]:
    parser = _Fields()
    parser.feed(response.text)
    return {
        name: [value.removeprefix("\n") for value in values]
        for name, values in parser.sent.items()
        if "__prefix__" not in name and name not in ("csrfmiddlewaretoken", "q")
    }


def save(client, url, **changes):
    """Open a form, change these fields, send it; names may use `__` only as the form does."""
    data = fields(client.get(url)) | {"_continue": ["1"]}
    data |= {name: v if isinstance(v, list) else [str(v)] for name, v in changes.items()}
    return client.post(url, data)


def add_row(client, url, prefix, **values):
    """Add one row to the table `prefix` of an entry's form."""
    data = fields(client.get(url)) | {"_continue": ["1"]}
    number = int(data[f"{prefix}-TOTAL_FORMS"][0])
    data[f"{prefix}-TOTAL_FORMS"] = [str(number + 1)]
    for name, value in values.items():
        data[f"{prefix}-{number}-{name}"] = value if isinstance(value, list) else [str(value)]
    return client.post(url, data)


def errors(response) -> str:
    """Every message of a refused form, in one text."""
    found = [response.context["adminform"].form.errors.as_text()]
    for inline in response.context["inline_admin_formsets"]:
        found += [form.errors.as_text() for form in inline.formset.forms]
        found.append(str(inline.formset.non_form_errors()))
    return "\n".join(filter(None, found))


def change_url(row) -> str:
    meta = row._meta
    return f"/admin/{meta.app_label}/{meta.model_name}/{row.pk}/change/"


def delete_url(row) -> str:
    return change_url(row).removesuffix("change/") + "delete/"


def list_url(model) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def history_url(entry):
    return f"/admin/{entry._meta.app_label}/{entry._meta.model_name}/{entry.pk}/history/"


def restore_url(entry, number):
    return f"{history_url(entry)}{number}/restore/"


def sign(proposal):
    """Sign in both roles, as Mia and Noor."""
    for role, name in zip(SignOff.Role.values, ("mia", "noor"), strict=True):
        person = ColleagueFactory(username=name, first_name=name.capitalize(), last_name="Example")
        actions.sign(proposal, by=person, role=role)
    return proposal


def change(entry, by=None, **values):
    """Change the working copy as the form does, as Ada unless somebody else is named."""
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save()
    return actions.touch(entry, by=by or ColleagueFactory(username="ada", first_name="Ada"))


def publish_signed(entry, note="A signed change.", **asked):
    """Propose it as Ada, sign it as Mia and Noor, publish it as Pia; the edition."""
    author = ColleagueFactory(username="ada", first_name="Ada")
    proposal = actions.propose([entry], by=author, note=note, **asked)
    return actions.publish(sign(proposal), by=ColleagueFactory(username="pia", first_name="Pia"))[0]
