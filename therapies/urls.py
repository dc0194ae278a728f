"""Addresses of therapies, below /therapies/."""

from django.urls import path

from therapies import views

app_name = "therapies"
urlpatterns = [
    path("", views.therapy_index, name="therapy_index"),
    path("<slug:slug>/", views.therapy_detail, name="therapy_detail"),
]
