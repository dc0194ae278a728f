"""Addresses of therapies, below /therapies/."""

from django.urls import path

from therapies import views

app_name = "therapies"
urlpatterns = [
    path("", views.therapy_index, name="therapy_index"),
    path("timeline/", views.therapy_timeline, name="therapy_timeline"),
    path("timeline.csv", views.therapy_timeline_csv, name="therapy_timeline_csv"),
    path("<slug:slug>/", views.therapy_detail, name="therapy_detail"),
]
