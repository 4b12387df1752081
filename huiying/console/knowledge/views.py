"""One article at the desk: read, compared, written, and its verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.console.desks.desk import seat
from huiying.console.knowledge.forms import ActForm, ArticleForm, initial_new, initial_of
from huiying.console.knowledge.listing import NAME, today
from huiying.console.knowledge.pages import article_page, card, compared
from huiying.console.shell import Console, console
from huiying.knowledge import access, queries
from huiying.knowledge import actions as knowledge
from huiying.knowledge.rules.workflow import BY_NAME, UNIT
from huiying.knowledge.types import Article
from huiying.lib.errors import Refused
from huiying.lib.numbers import whole

CALLS: dict[str, Callable[..., Article]] = {
    "publish": knowledge.publish,
    "review": knowledge.review,
    "retire": knowledge.retire,
    "restore": knowledge.restore,
}


@require_GET
@console
def page(desk: Console, ident: int) -> HttpResponseBase:
    """All there is of an article; ``?v=`` reads one version."""
    seat(desk, _(NAME), access.READERS)
    row = queries.article_for(desk.actor, ident)
    found = article_page(desk.actor, row, today(desk), whole(desk.request.GET.get("v", "")))
    return desk.page("console/knowledge/one.html", {"page": found}, current="knowledge")


@require_GET
@console
def differences(desk: Console, ident: int) -> HttpResponseBase:
    """What changed from ``?from=`` to ``?to=``; the newest against the one before, unasked."""
    seat(desk, _(NAME), access.READERS)
    row = queries.article_for(desk.actor, ident)
    versions = {one.number: one for one in queries.versions_of(desk.actor, row)}
    newest = max(versions)
    after = versions.get(whole(desk.request.GET.get("to", "")) or newest, versions[newest])
    before = versions.get(whole(desk.request.GET.get("from", "")) or after.number - 1, after)
    context = {
        "row": row,
        "versions": list(versions.values()),
        "found": compared(before, after),
    }
    return desk.page("console/knowledge/compare.html", context, current="knowledge")


@require_http_methods(["GET", "POST"])
@console
def new(desk: Console) -> HttpResponseBase:
    """A new article, a draft."""
    access.check_writer(desk.actor)
    if desk.request.method != "POST":
        units = desk.actor.units(*UNIT)
        form = ArticleForm(initial=initial_new(today(desk), units), actor=desk.actor)
        return _editor(desk, form, None)
    form = ArticleForm(desk.request.POST, actor=desk.actor)
    return _save(desk, form, None, lambda facts, _version: knowledge.write(
        facts=facts, actor=desk.actor, at=desk.at
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@console
def edit(desk: Console, ident: int) -> HttpResponseBase:
    """An article written anew."""
    row = queries.article_for(desk.actor, ident)
    access.check(desk.actor, BY_NAME["edit"], row)
    if desk.request.method != "POST":
        words = next(one for one in row.versions.all() if one.number == row.newest)
        form = ArticleForm(initial=initial_of(row, words), actor=desk.actor, row=row)
        return _editor(desk, form, row)
    form = ArticleForm(desk.request.POST, actor=desk.actor, row=row)
    return _save(desk, form, row, lambda facts, version: knowledge.edit(
        article_id=ident, facts=facts, actor=desk.actor, at=desk.at, version=version
    ))  # fmt: skip


def _save(
    desk: Console, form: ArticleForm, row: Article | None, call: Callable[..., Article]
) -> HttpResponse:
    if not form.is_valid():
        return _editor(desk, form, row, status=422)
    try:
        saved = call(form.facts(), form.cleaned_data["version"])
    except Refused as refused:
        problem = desk.problem(refused)
        return _editor(desk, form, row, problem=problem, status=problem.status)
    messages.success(desk.request, _("已保存"))
    return redirect("console:knowledge_one", ident=saved.pk)


def _editor(
    desk: Console, form: ArticleForm, row: Article | None, *, problem: Any = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "row": row, "problem": problem}
    return desk.page("console/knowledge/edit.html", context, current="knowledge", status=status)


@require_http_methods(["GET", "POST"])
@console
def act(desk: Console, ident: int, name: str) -> HttpResponseBase:
    """A verb: what it needs is asked for, then it is done."""
    if name not in CALLS:
        raise Http404
    verb, row = BY_NAME[name], queries.article_for(desk.actor, ident)
    access.check(desk.actor, verb, row)
    posted = desk.request.method == "POST"
    form = ActForm(desk.request.POST if posted else None, name=name, row=row, on=today(desk))
    problem, status = None, 422 if posted else 200
    if posted and form.is_valid():
        try:
            CALLS[name](article_id=ident, actor=desk.actor, at=desk.at, **form.cleaned_data)
        except Refused as refused:
            problem = desk.problem(refused)
            status = problem.status
        else:
            messages.success(desk.request, _("已完成：%(verb)s") % {"verb": _(verb.label)})
            return redirect("console:knowledge_one", ident=ident)
    context = {
        "card": card(row, today(desk), 0), "verb": verb, "label": _(verb.label), "form": form,
        "problem": problem,
    }  # fmt: skip
    return desk.page("console/knowledge/act.html", context, current="knowledge", status=status)
