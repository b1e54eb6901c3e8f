"""/api/: the resources of all floors under one roof."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from conditions.api import Conditions
from drugs.api import Drugs, Indications
from evidence.api import Sources
from guides.api import Guides
from jakinfo.api.changes import Changes
from jakinfo.api.http import served
from jakinfo.api.search import Search
from jakinfo.api.views import Description, Documentation, Index, Nothing
from safety.api import (
    DoseRules,
    MonitoringChecks,
    RegulatorActions,
    RiskGroups,
    Warnings,
    WarningSigns,
)

RESOURCES = {
    "drugs": Drugs,
    "conditions": Conditions,
    "indications": Indications,
    "warnings": Warnings,
    "warning-signs": WarningSigns,
    "risk-groups": RiskGroups,
    "monitoring": MonitoringChecks,
    "dose-rules": DoseRules,
    "regulator-actions": RegulatorActions,
    "sources": Sources,
    "guides": Guides,
    "search": Search,
    "changes": Changes,
}
NAMES = (*RESOURCES, "schema", "docs")


def _patterns():
    router = SimpleRouter()
    for name, resource in RESOURCES.items():
        router.register(f"v1/{name}", resource, basename=f"api-{name}")
    fixed = [
        path("v1/", Index.as_view(names=NAMES), name="api-index"),
        path("v1/schema/", Description.as_view(), name="api-schema"),
        path("v1/docs/", Documentation.as_view(), name="api-docs"),
        re_path(r"^(?:.|\n)*\Z", Nothing.as_view()),
    ]
    for pattern in (*router.urls, *fixed):
        pattern.callback = served(pattern.callback)
        yield pattern


urlpatterns = list(_patterns())
