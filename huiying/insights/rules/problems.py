"""Common problems of a body of messages: one matter at one place or subject, one act to end it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from huiying.insights.rules import grouping, heat, titles, views
from huiying.insights.rules.heat import Heat, Voice
from huiying.insights.rules.normal import compared
from huiying.insights.rules.pairs import Measures, measure
from huiying.insights.rules.trend import Trend, trend
from huiying.lib.engines import HERE, Engine

QUOTES = 3
NO_DAY = date.min


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote. ``person``: any name that is the same for the same person, "" unknown;
    ``likes``: those for it less those against it."""

    ident: str
    title: str
    body: str = ""
    person: str = ""
    day: date | None = None
    likes: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Messages about one problem. ``rows`` are their places, the earliest first.

    ``ident`` is the number of the earliest message, so it stays when later ones join.
    """

    ident: str
    title: str
    matter: str
    rows: tuple[int, ...]
    heat: Heat
    trend: Trend
    first: date | None
    last: date | None
    quotes: tuple[int, ...]

    @property
    def voices(self) -> int:
        return self.heat.terms[0].amount

    @property
    def support(self) -> int:
        return self.heat.terms[1].amount


def find(
    messages: Sequence[Message], today: date | None = None, engine: Engine = HERE
) -> list[Problem]:
    """The problems of the messages, the hottest first; a message of its own is a problem of one.

    ``today``: where heat and trend are seen from; the last day in the messages when not given.
    ``engine``: where reading and comparing run; grouping itself is a small part and stays here.
    """
    if not messages:
        return []
    seen = views.view([m.title for m in messages], [m.body for m in messages], engine)
    of = measure(seen, views.weigh(seen))
    groups = grouping.group(of, engine)
    members: dict[int, list[int]] = defaultdict(list)
    for row, number in enumerate(groups.of.tolist()):
        members[number].append(row)
    now = today or max((m.day for m in messages if m.day), default=date(1970, 1, 1))
    found = [_problem(messages, of, rows, now) for rows in members.values()]
    return sorted(found, key=lambda one: (-one.heat.points, one.ident))


def _problem(
    messages: Sequence[Message], of: Measures, rows: Sequence[int], today: date
) -> Problem:
    ordered = sorted(rows, key=lambda row: (messages[row].day or date.max, row))
    mine = [messages[row] for row in ordered]
    voices = voices_of(mine)
    days = [message.day for message in mine if message.day]
    middle = titles.central([message.title for message in mine])
    return Problem(
        ident=mine[0].ident,
        title=titles.tidy(mine[middle].title),
        matter=_matter(of, ordered),
        rows=tuple(ordered),
        heat=heat.heat(voices, today),
        trend=trend([min(voice.days) for voice in voices if voice.days], today),
        first=min(days, default=None),
        last=max(days, default=None),
        quotes=_quotes(ordered, mine, middle),
    )


def voices_of(messages: Sequence[Message]) -> list[Voice]:
    """The persons who speak in these messages; the same words of nobody known are one voice."""
    said: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        key = message.person or "\n" + compared(message.title + message.body)
        said[key].append(message)
    return [
        Voice(
            tuple(sorted(one.day for one in theirs if one.day)),
            max(one.likes for one in theirs),
        )
        for theirs in said.values()
    ]


def _matter(of: Measures, rows: Sequence[int]) -> str:
    """The kind of matter that most of the titles (or else the texts) speak of, "" for none."""
    for matrix in (of.views.title_kinds, of.views.kinds):
        use = np.bincount(matrix[list(rows)].indices, minlength=len(views.KINDS))
        if use.any():
            return views.KINDS[int((use * of.weights.kind).argmax())]
    return ""


def _quotes(rows: Sequence[int], mine: Sequence[Message], middle: int) -> tuple[int, ...]:
    """A few messages that speak for all: the central one, the most liked, the latest."""
    liked = max(range(len(mine)), key=lambda at: (mine[at].likes, -at))
    chosen = dict.fromkeys((middle, liked, len(mine) - 1))
    return tuple(rows[at] for at in list(chosen)[:QUOTES])
