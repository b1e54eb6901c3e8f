"""Editors' Markdown as pieces of a printed page: what the renderer of web pages makes HTML of."""

from editorial.wording import tokens_of

from . import pieces

DEEPEST = 3
MARKS = {"strong": "b", "em": "i"}


def prose(text: str, origin: str, top: int = 2) -> list[dict]:
    """Its blocks, one after the other; lists in lists become deeper lines of one list."""
    found, lists, quoted = [], [], False
    heading, row = 0, None
    for token in tokens_of(text or "", top):
        match token.type:
            case "heading_open":
                heading = int(token.tag[1])
            case "bullet_list_open" | "ordered_list_open":
                lists.append(_list(token))
                if len(lists) == 1:
                    found.append(lists[0])
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                lists[-1]["fresh"] = True
            case "blockquote_open" | "blockquote_close":
                quoted = token.type == "blockquote_open"
            case "table_open":
                found.append(pieces.table([], []))
            case "tr_open":
                row = []
            case "tr_close":
                _put_row(found[-1], row)
                row = None
            case "fence" | "code_block" | "html_block":
                found.append(pieces.para(pieces.run(token.content, m=True)))
            case "inline":
                line = _line(token, origin)
                if row is not None:
                    row.append(line | {"small": []})
                elif lists:
                    _put_line(lists, line)
                elif line["runs"]:
                    found.append(_block(line, heading, quoted))
                heading = 0
    return [_without_marks(piece) for piece in found]


def prose_line(text: str, origin: str) -> list[dict]:
    """The runs of a text for inside a line; its blocks follow each other with a space between."""
    runs = []
    for token in tokens_of(text or ""):
        if token.type == "inline":
            runs += [pieces.run(" ")] if runs else []
            runs += _line(token, origin)["runs"]
    return runs


def _list(token) -> dict:
    start = int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else 0
    return pieces.listed([], min(start, 9999))


def _put_line(lists, line):
    """All lists of a nest are one list with deeper lines; a second paragraph of an item has no bullet."""
    within = lists[-1]
    bullet = within.pop("fresh", False)
    deep = min(len(lists) - 1, DEEPEST)
    lists[0]["lines"].append(line | {"deep": deep, "more": not bullet})


def _put_row(table, row):
    if table["heads"]:
        table["rows"].append(row)
    else:
        table["heads"] = row


def _block(line, heading, quoted) -> dict:
    if heading:
        return {"kind": "heading", "level": heading, "line": line}
    return {"kind": "para", "note": quoted, **line}


def _without_marks(piece):
    piece.pop("fresh", None)
    return piece


def _line(token, origin) -> dict:
    runs, marks, address = [], {}, ""
    for child in token.children or ():
        kind, _, end = child.type.rpartition("_")
        if kind in MARKS:
            marks = marks | {MARKS[kind]: end == "open"}
        elif child.type == "link_open":
            address = _absolute(str(child.attrs["href"]), origin)
        elif child.type == "link_close":
            address = ""
        elif child.type in ("softbreak", "hardbreak"):
            runs.append(pieces.run(" "))
        elif child.content:
            code = {"m": True} if child.type == "code_inline" else {}
            runs.append(pieces.run(child.content, address, **marks, **code))
    return {"runs": runs, "refs": []}


def _absolute(address: str, origin: str) -> str:
    """A link within the site is of no use on paper without its host."""
    inside = address.startswith("/") and not address.startswith("//")
    return f"{origin}{address}" if inside else address
