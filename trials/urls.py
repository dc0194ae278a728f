"""Addresses of trials, below /trials/."""

from django.urls import path

from trials import views

app_name = "trials"
urlpatterns = [
    path("", views.trial_index, name="trial_index"),
    path("<slug:slug>/", views.trial_detail, name="trial_detail"),
]
