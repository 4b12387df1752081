"""Addresses of one case. Fixed words stand before the verbs, which they must not shadow."""

from django.urls import path

from huiying.console.case import acting, drafting, nearby, views
from huiying.console.relay import passing

urlpatterns = [
    path("map/tiles/<int:zoom>/<int:x>/<int:y>.mvt", nearby.tile, name="tile"),
    path("case/<str:number>/", views.case_page, name="case"),
    path("case/<str:number>/recording/<int:call_id>/", views.recording, name="case_recording"),
    path("case/<str:number>/print/", views.print_page, name="case_print"),
    path("case/<str:number>/reveal/", views.reveal, name="reveal"),
    path("case/<str:number>/withdraw/<int:request_id>/", views.withdraw, name="withdraw"),
    path("case/<str:number>/file/<int:attachment_id>/", views.file, name="case_file"),
    path("case/<str:number>/draft/remarks/", drafting.remarks, name="case_remarks"),
    path("case/<str:number>/draft/earlier/", drafting.earlier, name="case_earlier"),
    path("case/<str:number>/pass-on/", passing.page, name="pass_on"),
    path("case/<str:number>/<str:name>/", acting.act, name="act"),
]
