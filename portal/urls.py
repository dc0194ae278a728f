"""The only file that mounts addresses."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.home import views as home_views

handler404 = "portal.home.views.not_found"
handler500 = "portal.home.views.server_error"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("staff/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("healthz", home_views.is_alive, name="healthz"),
    path("readyz", home_views.is_ready, name="readyz"),
    path("sitemap.xml", home_views.sitemap, name="sitemap"),
    path("robots.txt", home_views.robots, name="robots"),
    path("favicon.ico", home_views.favicon, name="favicon"),
]

if settings.DEVELOPMENT:
    urlpatterns += [
        path("styleguide/", home_views.styleguide, name="styleguide"),
        path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    ]

urlpatterns += i18n_patterns(
    path("glossary/", include("glossary.urls")),
    path("conditions/", include("conditions.urls")),
    path("therapies/", include("therapies.urls")),
    path("trials/", include("trials.urls")),
    path("organisations/", include("organisations.urls")),
    path("search/", home_views.search, name="search"),
    path("search/suggestions/", home_views.search_suggestions, name="search_suggestions"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
