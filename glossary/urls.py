"""Addresses of the glossary, below /glossary/."""

from django.urls import path

from glossary import views

app_name = "glossary"
urlpatterns = [
    path("", views.term_index, name="term_index"),
    path("<slug:slug>/", views.term_detail, name="term_detail"),
]
