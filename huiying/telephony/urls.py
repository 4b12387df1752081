"""Addresses for a telephone exchange."""

from django.urls import path

from huiying.telephony import door

app_name = "telephony"

urlpatterns = [path("v1/events", door.events, name="events")]
