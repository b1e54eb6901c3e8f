"""The OpenAPI description, generated from what the resources declare.

The same parameters that refuse a request and the same serializers that read the rows are described
here, so the description cannot promise something else. Every object in it is closed.
"""

import inspect
from copy import deepcopy
from functools import cache

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from editorial.past import AS_OF

PROBLEM = {
    "type": "object",
    "description": "A refusal (RFC 9457).",
    "properties": {
        "type": {"type": "string", "description": "Address of the explanation."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "The path that was asked for."},
        "errors": {
            "type": "array",
            "description": "With 400: each parameter that was refused.",
            "items": {
                "type": "object",
                "properties": {"parameter": {"type": "string"}, "detail": {"type": "string"}},
                "required": ["parameter", "detail"],
            },
        },
        "withdrawn_at": {"type": "string", "format": "date-time"},
        "reason": {"type": "string", "description": "With 410: why it was withdrawn."},
        "replaced_by": {"type": ["string", "null"]},
        "last_edition": {"type": "integer"},
    },
    "required": ["type", "title", "status", "detail", "instance"],
}
REFUSALS = {
    "301": "The entry has another address now.",
    "400": "A parameter is unknown, repeated or has a value that is not allowed.",
    "404": "There is nothing at this address.",
    "410": "The entry was withdrawn: when, why, and what replaces it.",
}
BUSY = {
    "503": "Somebody else reads a large part of the past; `Retry-After` says when to ask again."
}
OF_A_LIST = ("400",)
UNCHANGED = {"description": "Nothing has changed since the ETag named in If-None-Match."}
EXTRA = {
    "changes": {"head": {"type": "integer", "description": "`seq` of the newest publication."}},
    "search": {
        "did_you_mean": {
            "type": ["string", "null"],
            "description": "What was searched for instead, when nothing held what was asked.",
        }
    },
}
LINK = {"type": ["string", "null"], "format": "uri"}


class ResourceSchema(AutoSchema):
    """Describes one operation of a Resource."""

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        self.path, self.path_regex, self.path_prefix = path, path_regex, path_prefix
        self.method, self.registry = method, registry
        name = path.split("/")[3]
        listed = self.view.action == "list"
        return {
            "operationId": f"{'list' if listed else 'get'}_{name.replace('-', '_')}",
            "tags": [name],
            "summary": self._summary(listed),
            "description": inspect.getdoc(type(self.view)),
            "parameters": [*self._address(path), *self._query(listed)],
            "responses": self._list_answers(name) if listed else self._entry_answers(),
        }

    def _summary(self, listed):
        noun = self.view.row_noun
        return f"List of {noun}s" if listed else f"One {noun}, whole"

    def _address(self, path):
        if "{slug}" not in path:
            return []
        about = (
            "Key or slug." if self.view.row_noun == "source" else "The last part of its address."
        )
        schema = {"type": "string", "maxLength": 120}
        return [_parameter("slug", about, schema, place="path", required=True)]

    def _query(self, listed):
        view = self.view
        declared = view.list_parameters() if listed else view.detail_parameters
        return [
            _parameter(name, p.about, p.schema(), required=p.needed) for name, p in declared.items()
        ]

    def _list_answers(self, name):
        whole = self._component(self.view.serializer)
        item = self._component(self.view.list_serializer or self.view.serializer)
        if "fields" in self.view.list_parameters():
            item = {"anyOf": [item, _part(whole)]}
        answers = _refusals(OF_A_LIST + (tuple(BUSY) if AS_OF in self.view.parameters else ()))
        return {
            "200": _json("A page of the list.", _envelope(item, EXTRA.get(name, {}))),
            **answers,
        }

    def _entry_answers(self):
        whole = self._component(self.view.serializer)
        if "fields" in self.view.detail_parameters:
            whole = {"anyOf": [whole, _part(whole)]}
        return {"200": _json("The entry.", whole), **_refusals(REFUSALS)}

    def _component(self, serializer):
        return self.resolve_serializer(serializer(), "response").ref


def close(result, generator, request, public):
    """Finish the description: shared components, closed objects, partial documents."""
    schemas = result["components"]["schemas"]
    for name in sorted(PARTIAL & schemas.keys()):
        schemas[f"{name}Part"] = _partial(schemas[name])
    schemas["Problem"] = deepcopy(PROBLEM)
    for schema in _objects(result):
        schema.setdefault("additionalProperties", False)
    return result


@cache
def description() -> dict:
    """The whole description; made once, as it changes with the code only."""
    return SchemaGenerator().get_schema(request=None, public=True)


PARTIAL = {"Drug"}


def _part(ref):
    return {"$ref": f"{ref['$ref']}Part"}


def _partial(schema):
    part = {key: deepcopy(value) for key, value in schema.items() if key != "required"}
    return part | {"description": "Only what `fields` asked for.", "minProperties": 1}


def _objects(node):
    """Every schema below this node that describes an object; takes the framework's marks away."""
    if isinstance(node, dict):
        node.pop("x-spec-enum-id", None)
        if node.get("type") == "object" and "properties" in node:
            yield node
        for value in node.values():
            yield from _objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from _objects(value)


def _envelope(item, extra):
    properties = {
        **extra,
        "count": {"type": "integer", "description": "Rows on all pages together."},
        "next": LINK,
        "previous": LINK,
        "results": {"type": "array", "items": item},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _json(about, schema):
    return {
        "description": about,
        "headers": {
            "ETag": {"schema": {"type": "string"}, "description": "Strong; a hash of the answer."},
            "Link": {"schema": {"type": "string"}, "description": "Neighbouring pages."},
        },
        "content": {"application/json": {"schema": schema}},
    }


def _refusals(codes):
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers = {code: {"description": (REFUSALS | BUSY)[code], "content": problem} for code in codes}
    return {"304": UNCHANGED, **answers}


def _parameter(name, about, schema, *, place="query", required=False):
    found = {"name": name, "in": place, "description": about, "schema": schema}
    return found | {"required": True} if required else found
