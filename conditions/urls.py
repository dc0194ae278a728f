"""Addresses of conditions, below /conditions/."""

from django.urls import path

from conditions import views

app_name = "conditions"
urlpatterns = [
    path("", views.condition_index, name="condition_index"),
    path("<slug:slug>/", views.condition_detail, name="condition_detail"),
]
