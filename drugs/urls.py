from django.urls import path

from . import views

app_name = "drugs"
urlpatterns = [
    path("drugs/", views.drug_list, name="list"),
    path("drugs/<slug:slug>/", views.drug_detail, name="detail"),
    path("compare/", views.compare, name="compare"),
    path("approvals/", views.approvals, name="approvals"),
]
