"""Addresses of the portal, at the root."""

from django.urls import path, re_path

from huiying.portal import (
    column,
    following,
    mapping,
    opendata,
    opening,
    reporting,
    results,
    tiles,
    views,
)

app_name = "portal"

urlpatterns = [
    path("", views.start, name="start"),
    path("robots.txt", views.robots, name="robots"),
    path("q/<str:token>/", views.question, name="question"),
    path("report/", reporting.form, name="report"),
    path("report/offline/", reporting.offline, name="offline"),
    path("report/ready/", reporting.ready, name="ready"),
    path("report/worker.js", reporting.worker, name="worker"),
    path("report/done/<str:code>/", reporting.receipt, name="receipt"),
    path("track/", views.track, name="track"),
    path("track/<str:code>/", views.case_page, name="case"),
    path("track/<str:code>/rate/", following.rate, name="rate"),
    path("track/<str:code>/again/", following.again, name="again"),
    path("track/<str:code>/photos/", following.photos, name="photos"),
    path("track/<str:code>/file/<int:attachment_id>/", views.file, name="file"),
    path("follow/<str:code>/", following.follow, name="follow"),
    path("follow/<str:code>/feed.atom", following.follow_feed, name="follow_feed"),
    path("public/", opening.cases, name="public"),
    path("public/<str:number>/", opening.case, name="public_case"),
    path("data/", opendata.index, name="data"),
    path("data/catalog.jsonld", opendata.catalogue, name="data_catalogue"),
    path("data/<slug:name>.schema.json", opendata.columns, name="data_columns"),
    path("data/<slug:name>.<slug:ending>", opendata.file, name="data_file"),
    path("map/", mapping.overview, name="map"),
    path("map/at/<int:x>/<int:y>/", mapping.at, name="at"),
    path("tiles/areas.json", mapping.areas, name="areas"),
    path("tiles/base.pmtiles", mapping.base, name="base"),
    path("tiles/cases/<int:zoom>/<int:x>/<int:y>.mvt", tiles.cases, name="tile"),
    path("area/<str:code>/", opening.area, name="area"),
    path("area/<str:code>/feed.atom", opening.feed, name="area_feed"),
    path("column/", column.index, name="column"),
    path("column/feed.atom", column.feed, name="column_feed"),
    path("column/<int:ident>/", column.one, name="exposure"),
    path("column/<int:ident>/comment/", column.comment, name="exposure_comment"),
    path("column/<int:ident>/photo/<int:picture_id>/", column.photo, name="exposure_photo"),
    path("results/", results.latest, name="results_latest"),
    path("results/<str:month>/", results.month, name="results"),
    re_path(
        r"^results/(?P<month>[0-9-]{7})/table\.(?P<kind>xlsx|csv)$",
        results.download,
        name="results_table",
    ),
]
