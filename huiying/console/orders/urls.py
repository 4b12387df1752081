"""Addresses of supervision orders, and their place on the rail."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.orders import views
from huiying.supervision import order_access as access
from huiying.supervision import order_queries as orders

rail.register(
    "orders", _("督办单"), "console:orders", access.DESK, count=orders.waiting, letter="o"
)

urlpatterns = [
    path("orders/", views.page, name="orders"),
    re_path(r"^orders/export\.(?P<kind>xlsx|csv)$", views.export, name="orders_export"),
    path("orders/new/", views.new, name="order_new"),
    path("orders/<int:ident>/", views.one, name="order"),
    path("orders/<int:ident>/letter/", views.letter, name="order_letter"),
    path("orders/<int:ident>/do/<str:name>/", views.act, name="order_act"),
]
