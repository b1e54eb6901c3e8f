"""The OpenAPI description turned into what a plain page can print."""

from editorial.language import gettext as _

METHOD = "get"


def pages_of(description: dict) -> dict:
    """Resources with their addresses, then the shape of every answer, then the refusals."""
    resources: dict[str, list] = {}
    for path, operations in description["paths"].items():
        operation = operations[METHOD]
        resources.setdefault(operation["tags"][0], []).append(_address(path, operation))
    schemas = description["components"]["schemas"]
    return {
        "info": description["info"],
        "resources": resources,
        "shapes": [_shape(name, schemas[name]) for name in sorted(schemas)],
    }


def _address(path, operation):
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return {
        "path": path,
        "summary": operation["summary"],
        "about": _plain(operation["description"]),
        "parameters": [_parameter(found) for found in operation["parameters"]],
        "shapes": sorted(set(_references(answer))),
        "listed": "count" in answer.get("properties", {}),
    }


def _parameter(found):
    schema = found["schema"]
    return {
        "name": found["name"],
        "about": _plain(found["description"]),
        "needed": found.get("required", False),
        "type": schema["type"],
        "values": schema.get("enum", []),
        "least": schema.get("minimum"),
        "most": schema.get("maximum"),
    }


def _shape(name, schema):
    needed = set(schema.get("required", ()))
    return {
        "name": name,
        "about": _plain(schema.get("description", "")),
        "fields": [
            {"name": field, "needed": field in needed, **_field(described)}
            for field, described in schema.get("properties", {}).items()
        ],
    }


def _field(schema):
    about = schema.get("description", "").partition("\n")[0]
    return {
        "type": _type(schema),
        "shapes": sorted(set(_references(schema))),
        "values": [value for value in _enum(schema) if value is not None],
        "about": "" if about.startswith("* ") else _plain(about),
    }


def _type(schema) -> str:
    found = schema.get("type")
    if found == "array":
        if _has_reference(schema["items"]):
            return _("list of")
        return _("list of %(type)s") % {"type": _type(schema["items"])}
    if isinstance(found, list):
        return _(" or ").join(found)
    if found:
        return found
    return _("null or") if {"type": "null"} in schema.get("oneOf", ()) else ""


def _has_reference(schema) -> bool:
    return any(True for name in _references(schema))


def _enum(schema) -> list:
    if "enum" in schema:
        return schema["enum"]
    branches = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    return [
        value for branch in [schema.get("items", {}), *branches] for value in branch.get("enum", ())
    ]


def _references(node):
    """Names of the shapes that a schema refers to."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rpartition("/")[2]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _plain(text: str) -> str:
    """Descriptions mark names the way Markdown does; the page does without."""
    return text.replace("`", "")
