from django.urls import path

from . import views

app_name = "safety"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<slug:slug>/", views.warning, name="warning"),
]
