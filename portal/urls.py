"""The only file that mounts addresses."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.home import api, crawling, feeds, list_views, social_pictures
from portal.home import views as home_views
from submissions.confirming import still_right

handler404 = "portal.home.views.not_found"
handler500 = "portal.home.views.server_error"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("staff/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("healthz", home_views.is_alive, name="healthz"),
    path("readyz", home_views.is_ready, name="readyz"),
    path("sitemap-<slug:section>.xml", crawling.sitemap, name="sitemap_section"),
    path("sitemap.xml", crawling.sitemap, name="sitemap"),
    path("robots.txt", crawling.robots, name="robots"),
    path("api/v1/", api.api_root, name="api_root"),
    path("api/v1/openapi.json", api.api_description, name="api_description"),
    path("api/v1/<slug:kind>/", api.api_list, name="api_list"),
    path("api/v1/<slug:kind>/<slug:slug>/", api.api_detail, name="api_detail"),
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
    path("organisations/map/", home_views.support_map, name="support_map"),
    path("organisations/map/europe.svg", home_views.support_picture, name="support_picture"),
    path("organisations/", include("organisations.urls")),
    path("contribute/still-right/<str:token>/", still_right, name="still_right"),
    path("contribute/", include("submissions.urls")),
    path("search/", home_views.search, name="search"),
    path("changes/", feeds.change_index, name="change_index"),
    re_path(r"^changes/feed\.(?P<form>atom|json)$", feeds.all_changes, name="changes_feed"),
    re_path(
        r"^changes/(?P<kind>condition|therapy|trial)/(?P<slug>[-\w]+)/feed\.(?P<form>atom|json)$",
        feeds.changes_of_record,
        name="changes_of_record",
    ),
    path("pictures/<slug:kind>/<slug:key>.<slug:digest>.png", social_pictures.social_picture, name="social_picture"),
    path("my-list/", list_views.my_list, name="my_list"),
    path("my-list/compare/", list_views.compare, name="my_list_compare"),
    path("my-list/sheet/", list_views.sheet, name="my_list_sheet"),
    path("my-list/sheet.pdf", list_views.sheet_pdf, name="my_list_pdf"),
    path("search/suggestions/", home_views.search_suggestions, name="search_suggestions"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
