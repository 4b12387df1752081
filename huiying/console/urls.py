"""Addresses of the console, all under ``/desk/`` and in the namespace ``console``.

A folder of pages has its own ``urls.py`` without an ``app_name``; it registers its desk there.
"""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from huiying.console.home import home

app_name = "console"

_FOLDERS = ("operator", "case", "desks", "importing", "rulebook")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    *(
        path("", include(f"huiying.console.{folder}.urls"))
        for folder in _FOLDERS
        if find_spec(f"huiying.console.{folder}") and find_spec(f"huiying.console.{folder}.urls")
    ),
]
