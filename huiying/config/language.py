"""People keep their language: chosen anywhere, it is theirs at the next sign-in too."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from huiying.accounts import actions as accounts
from huiying.accounts.models import Person
from huiying.config import signin
from huiying.ui import language


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """The switch in the bar: for this browser, and for the person who is signed in."""
    code = request.POST.get("language", "")
    if request.user.is_authenticated and language.known(code):
        accounts.choose(person_id=request.user.pk, language=code, at=timezone.now())
    return set_language(request)


class AccountAdapter(signin.AccountAdapter):
    """Whoever signs in reads in the language they chose last, also at another desk."""

    def post_login(self, request: HttpRequest, user: Person, **given: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **given)
        if language.known(user.language):
            language.remember(response, user.language)
        return response
