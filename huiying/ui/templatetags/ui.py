"""Parts of pages as template tags. Each takes small values and knows nothing of the city."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Form,
    RadioSelect,
    SelectMultiple,
)
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

DUE_ICONS = {"calm": "clock", "soon": "clock", "overdue": "warning", "paused": "pause"}
STATE_TONES = {
    "received": "waiting", "filed": "waiting", "returned": "bad", "dispatched": "waiting",
    "handling": "going", "reported": "going", "verified": "going", "called_back": "going",
    "closed": "ended", "declined": "ended", "merged": "ended", "void": "ended",
}  # fmt: skip


class Clock(Protocol):
    """What `due` shows: ``tone`` (calm, soon, overdue, paused), the words, the exact moment."""

    tone: str
    text: str
    due: Any

    @property
    def deadline(self) -> str: ...


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture from the sprite; with a label it is read aloud, else it is decoration."""
    address = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
def keycap(key: str) -> SafeString:
    """The letter that does the same as the button it stands in."""
    if not key:
        return SafeString("")
    return format_html('<kbd class="keycap" aria-hidden="true">{}</kbd>', key)


@register.simple_tag
def due(clock: Clock | None) -> SafeString:
    """The clock, everywhere the same: time left with icon and word, the deadline on hover."""
    if clock is None:
        return SafeString("")
    return format_html(
        '<hy-clock due="{}" expired="{}"><span class="due {}" title="{}">{}{}</span></hy-clock>',
        clock.due.isoformat(),
        _("已超期"),
        clock.tone,
        clock.deadline,
        icon(DUE_ICONS[clock.tone]),
        clock.text,
    )


@register.simple_tag
def state_badge(state: str, label: str) -> SafeString:
    return format_html('<span class="badge {}">{}</span>', STATE_TONES.get(state, ""), label)


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, combobox: bool = False, photos: bool = False) -> dict[str, Any]:
    """A form field with label, hint and errors tied to it for screen readers."""
    widget = bound.field.widget
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    attributes: dict[str, str | bool] = {}
    if described and not group:  # a group's fieldset is described, not each of its buttons
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors and not group:
        attributes["aria-invalid"] = "true"
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attributes),
        "box": isinstance(widget, CheckboxInput),
        "group": group,
        "described": " ".join(described) if group else "",
        "many": isinstance(widget, SelectMultiple) and not group,
        "combobox": combobox and not group,
        "photos": photos,
    }


def _target(bound: BoundField) -> str:
    """Where one can mend it: the field, or the first button of a group of them."""
    group = isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple)
    return f"#{bound.auto_id}_0" if group else f"#{bound.auto_id}"


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: Form | None) -> dict[str, Any]:
    """All errors of a form on top, each naming its field and leading to it."""
    if form is None or not form.is_bound:
        return {"errors": []}
    return {
        "errors": [
            _error(form, name, str(message))
            for name, messages in form.errors.items()
            for message in messages
        ]
    }


def _error(form: Form, name: str, message: str) -> tuple[str, str]:
    if name not in form.fields:
        return "", message
    label = form[name].label
    return _target(form[name]), _("%(label)s：%(message)s") % {"label": label, "message": message}


@register.inclusion_tag("ui/empty.html")
def empty_state(message: str, hint: str = "", url: str = "", action: str = "") -> dict[str, str]:
    """A list with nothing in it says why, and what to do next."""
    return {"message": message, "hint": hint, "url": url, "action": action}


@register.simple_tag(takes_context=True)
def link_with(context: dict[str, Any], **changes: Any) -> str:
    """This page's address with some of its query changed; "" or None takes a part away."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """Before and after, for a page with ``previous``, ``next``, ``total`` and ``more``."""
    return {
        "previous": link_with(context, place=page.previous) if page.previous else "",
        "next": link_with(context, place=page.next) if page.next else "",
        "total": page.total,
        "more": page.more,
    }


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Tabs: each item has ``label``, ``url``, ``current`` and perhaps ``count``."""
    return {"items": list(items), "label": label}


@register.simple_tag
def stat(value: Any, label: str, url: str = "", tone: str = "") -> SafeString:
    """A number that opens the records behind it."""
    inner = format_html('<span class="value">{}</span>{}', value, label)
    if url:
        return format_html('<a class="stat {}" href="{}">{}</a>', tone, url, inner)
    return format_html('<div class="stat {}">{}</div>', tone, inner)


@register.simple_tag
def interval(low: float, point: float, high: float) -> SafeString:
    """A rate with its confidence interval as a small bar; the words stand beside it."""
    return format_html(
        '<svg class="interval" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="range" x="{}" y="2" width="{}" height="6"/>'
        '<rect class="point" x="{}" y="0" width="3" height="10"/></svg>',
        round(low * 100, 2),
        round((high - low) * 100, 2),
        round(min(97.0, point * 100), 2),
    )


@register.simple_tag
def metres(amount: int) -> str:
    """A distance in words: 350 m, 2.4 km."""
    if amount < 1000:
        return _("%(n)s 米") % {"n": round(amount, -1) if amount >= 100 else amount}
    return _("%(n)s 公里") % {"n": f"{amount / 1000:.1f}".removesuffix(".0")}


@register.inclusion_tag("ui/chart.html")
def chart(ident: str, options: dict[str, Any], label: str) -> dict[str, Any]:
    """An ECharts picture from plain options; the page shows the same numbers in a table."""
    return {"ident": ident, "options": options, "label": label}


@register.filter
def share(value: float | None, digits: int = 1) -> str:
    """0.9731 as 97.3 %; nothing counted as a dash."""
    return "—" if value is None else f"{value * 100:.{digits}f}%"
