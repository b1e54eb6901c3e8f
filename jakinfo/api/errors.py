"""Every refusal of the API as application/problem+json (RFC 9457)."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from editorial.api import Gone, Moved
from editorial.parameters import BadParameters, printable
from editorial.past import BUSY_FOR, Busy
from editorial.serializers import moment

MEDIA_TYPE = "application/problem+json"
TITLES = {
    301: ("moved", "This address has moved"),
    400: ("bad-request", "The request cannot be answered as it was asked"),
    404: ("not-found", "There is nothing at this address"),
    405: ("method-not-allowed", "This API can be read only"),
    406: ("not-acceptable", "This API answers in JSON"),
    410: ("withdrawn", "This entry was withdrawn"),
    503: ("busy", "Somebody else reads a large part of the past"),
}


def problem(request, status: int, detail: str, *, headers=None, **members) -> Response:
    name, title = TITLES[status]
    body = {
        "type": f"/api/v1/docs/#problem-{name}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": printable(request.path, 300),
        **members,
    }
    return Response(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def handle(fault: Exception, context: dict) -> Response | None:
    """The answer to an exception raised in a view; None leaves it to the server, as a fault of ours."""
    request = context["request"]
    if isinstance(fault, BadParameters):
        errors = [{"parameter": name, "detail": detail} for name, detail in fault.faults]
        names = ", ".join(f"“{name}”" for name, _ in fault.faults)
        return problem(request, 400, f"Wrong or unknown: {names}.", errors=errors)
    if isinstance(fault, Gone):
        return _gone(request, fault.tombstone)
    if isinstance(fault, Moved):
        detail = f"Now at {fault.to}"
        return problem(request, 301, detail, headers={"Location": _same_query(request, fault.to)})
    if isinstance(fault, Busy):
        headers = {"Retry-After": str(BUSY_FOR)}
        return problem(request, 503, "Try again in a few seconds.", headers=headers)
    return _ordinary(request, fault)


def _ordinary(request, fault):
    if isinstance(fault, Http404 | exceptions.NotFound):
        return problem(request, 404, str(fault) or "There is nothing at this address.")
    if isinstance(fault, exceptions.MethodNotAllowed):
        allow = {"Allow": "GET, HEAD, OPTIONS"}
        return problem(request, 405, "Use GET, HEAD or OPTIONS.", headers=allow)
    if isinstance(fault, exceptions.NotAcceptable):
        return problem(request, 406, "Ask for application/json.")
    if isinstance(fault, SuspiciousOperation | BadRequest | exceptions.ParseError):
        return problem(request, 400, "The request cannot be read.", errors=[])
    return None


def _gone(request, tombstone):
    return problem(
        request,
        410,
        tombstone.reason,
        withdrawn_at=moment(tombstone.withdrawn_at),
        reason=tombstone.reason,
        replaced_by=tombstone.replaced_by or None,
        last_edition=tombstone.last_edition,
    )


def _same_query(request, path):
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
