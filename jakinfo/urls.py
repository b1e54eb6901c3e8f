"""Addresses of the whole site; each floor has its own urls."""

from django.urls import include, path

from editorial.site import site
from guides.views import feedback, glossary
from jakinfo.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("drugs.urls")),
    path("conditions/", include("conditions.urls")),
    path("safety/", include("safety.urls")),
    path("research/", include("evidence.urls")),
    path("guides/", include("guides.urls")),
    path("feedback/", feedback, name="feedback"),
    path("glossary/", glossary, name="glossary"),
    path("api/", include("jakinfo.api.urls")),
    path("admin/", site.urls),
    path("", include("jakinfo.pages.urls")),
]
