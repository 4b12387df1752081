"""Sentences of residents and units: voices, clusters of voices, repeats, and how units answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from huiying.demo.content.matters import BY_AREA, Matter, in_month, matters
from huiying.demo.content.places import District, Place
from huiying.demo.content.tables import lines, load

REMARKS = {"satisfied": "remarks_good", "basic": "remarks_fair", "dissatisfied": "remarks_bad"}
CLUSTER_SHARE = 0.02  # chance that the next voice opens a cluster of 4 to 12
REPEAT_SHARE = 0.06  # chance that it is an earlier person calling again


@dataclass(frozen=True)
class Voice:
    """What one person says. ``unit`` is a hint only; ``repeats`` is an index into the list."""

    matter: str
    title: str
    body: str
    address: str
    place: Place
    spot: str
    category: str
    event: tuple[str, str] | None
    kind: str
    unit: str
    urgent: bool
    confidential: bool
    cluster: str = ""
    repeats: int | None = None


@dataclass(frozen=True)
class Handling:
    """What a unit could write about one voice; every field is a plausible sentence."""

    report: str
    unsolved: str
    return_reason: str
    return_basis: str
    return_to: str
    cause: str
    question: str
    party: str


def phrase(rng: Random, name: str) -> str:
    """One of the shared phrases; some lists hold blanks, which say nothing."""
    return rng.choice(lines(load("phrases")[name]))


def unit_for(unit: str, place: Place) -> str:
    """The unit code; the mark for 属地管理 becomes the street of the place."""
    return place.street_code if unit == BY_AREA else unit


def voice(
    rng: Random,
    district: District,
    *,
    matter: str = "",
    place: Place | None = None,
    month: int | None = None,
) -> Voice:
    """One voice; matter and place are drawn where not given (by season where a month is)."""
    one = matters()[matter] if matter else _draw(rng, month)
    where = place or rng.choice(district.places_of(one.at))
    spot = _spot(rng, where)
    slots = _slots(rng, where, spot)
    return Voice(
        matter=one.key,
        title=rng.choice(one.titles).format(**slots),
        body=_body(rng, one, slots),
        address=district.address(where, spot),
        place=where,
        spot=spot,
        category=one.category,
        event=one.event,
        kind=one.kinds[0] if rng.random() < 0.6 else rng.choice(one.kinds),
        unit=unit_for(one.unit, where),
        urgent=one.urgent,
        confidential="tipoff" in one.kinds and rng.random() < 0.4,
    )


def cluster(
    rng: Random,
    district: District,
    *,
    size: int,
    matter: str = "",
    place: Place | None = None,
    month: int | None = None,
) -> list[Voice]:
    """Many voices on one concrete matter at one place; they share ``cluster``."""
    common = [one.key for one in in_month(month) if one.clustered]
    key = matter or rng.choice(common)
    where = place or rng.choice(district.places_of(matters()[key].at))
    name = f"{key}:{where.area_code}:{where.name}"
    return [
        replace(voice(rng, district, matter=key, place=where), cluster=name) for _ in range(size)
    ]


def repeat(rng: Random, first: Voice, index: int) -> Voice:
    """The same person again on the same spot; ``index`` is where the first voice stands."""
    one = matters()[first.matter]
    slots = _slots(rng, first.place, first.spot)
    body = phrase(rng, "again") + _body(rng, one, slots, opening=False)
    return replace(first, body=body, repeats=index)


def voices(rng: Random, district: District, count: int, *, month: int | None = None) -> list[Voice]:
    """A list of ``count`` voices with clusters and repeats mixed in."""
    found: list[Voice] = []
    while len(found) < count:
        luck = rng.random()
        if luck < CLUSTER_SHARE:
            found += cluster(rng, district, size=rng.randint(4, 12), month=month)
        elif luck < CLUSTER_SHARE + REPEAT_SHARE and found:
            index = rng.randrange(len(found))
            found.append(repeat(rng, found[index], index))
        else:
            found.append(voice(rng, district, month=month))
    return found[:count]


def handling(rng: Random, said: Voice) -> Handling:
    """Result, grounds for a return, cause, question and outside party for one voice."""
    one = matters()[said.matter]
    slots = _slots(rng, said.place, said.spot)
    ground = rng.choice(one.returns)
    return Handling(
        report=rng.choice(one.results).format(**slots),
        unsolved=phrase(rng, "unsolved"),
        return_reason=ground.reason,
        return_basis=ground.basis,
        return_to=unit_for(ground.proposed, said.place),
        cause=one.cause,
        question=rng.choice(one.questions),
        party=one.party,
    )


def remark(rng: Random, satisfaction: str) -> str:
    """A call-back remark for satisfied, basic or dissatisfied."""
    return phrase(rng, REMARKS[satisfaction])


def _draw(rng: Random, month: int | None) -> Matter:
    choices = in_month(month)
    return rng.choices(choices, [3 if one.clustered else 1 for one in choices])[0]


def _spot(rng: Random, place: Place) -> str:
    name = {"estate": "spots_estate", "road": "spots_road"}.get(place.kind, "spots_other")
    return phrase(rng, name)


def _slots(rng: Random, place: Place, spot: str) -> dict[str, str]:
    return {
        "p": place.name,
        "s": spot,
        "t": phrase(rng, "times"),
        "d": phrase(rng, "durations"),
        "h": phrase(rng, "hours"),
        "n": rng.choice("两三四五六七八"),
        "m": rng.choice("二三四五六七八"),  # before 十, where 两 is wrong
    }


def _body(rng: Random, one: Matter, slots: dict[str, str], *, opening: bool = True) -> str:
    """Two to six sentences: greeting, fact, details, feeling, wish, thanks."""
    details = rng.sample(one.details, min(len(one.details), rng.choice((0, 1, 1, 2))))
    parts = [phrase(rng, "openings") if opening else "", rng.choice(one.facts), *details]
    parts.append(phrase(rng, "feelings") if rng.random() < 0.6 else "")
    parts.append(rng.choice(one.wishes))
    if len(details) < 2:
        parts.append(phrase(rng, "thanks"))
    return "".join(parts).format(**slots)
