"""Who is calling: the address that sign-in limits count by."""

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest, proxies: int | None = None) -> str:
    """The caller's IP address, as seen by the outermost of our own ``proxies``.

    With no proxy the header X-Forwarded-For is the caller's own claim and is ignored.
    """
    count: int = settings.TRUSTED_PROXIES if proxies is None else proxies
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if count and len(hops) >= count and hops[-count]:
        return str(hops[-count])
    return str(request.META.get("REMOTE_ADDR", ""))
