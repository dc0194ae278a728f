"""Addresses of the glossary, below /glossary/."""

from django.urls import path

from glossary import views

app_name = "glossary"
urlpatterns = [
    path("", views.term_index, name="term_index"),
    path("glossary.<str:form>", views.glossary_data, name="glossary_data"),
    path("<slug:slug>.json", views.term_json, name="term_json"),
    path("<slug:slug>/", views.term_detail, name="term_detail"),
    path("<slug:slug>/embed/", views.term_embed, name="term_embed"),
]
