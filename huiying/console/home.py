"""`/desk/`: everybody lands on the first desk of their roles."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from huiying.console import rail
from huiying.console.shell import Console, console


@console
def home(desk: Console) -> HttpResponse:
    """Redirect to the person's first desk; somebody without a post is told whom to ask."""
    if first := rail.home_of(desk.actor):
        return redirect(first.url_name)
    return desk.page("console/no_desk.html")
