"""Addresses of organisations, below /organisations/."""

from django.urls import path

from organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.organisation_index, name="organisation_index"),
    path("<slug:slug>/", views.organisation_detail, name="organisation_detail"),
]
