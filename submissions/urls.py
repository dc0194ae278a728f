"""Addresses of the public forms, below /contribute/."""

from django.urls import path

from submissions import views

app_name = "submissions"
urlpatterns = [
    path("", views.contribute, name="contribute"),
    path("status/<str:secret>/", views.status, name="status"),
    path("<slug:kind>/", views.form, name="form"),
]
