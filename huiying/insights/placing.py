"""Each case finds its problem: it joins one, founds one, or shows that two are one.

Only cases that share words are compared (the search index, the newest first), so that placing
one costs the same among a thousand cases and among a million. The rules are those of
``rules.pairs`` and ``rules.grouping``: the mean likelihood over a few members decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from huiying.cases.models import Case
from huiying.cases.rules.similar import best_words
from huiying.cases.rules.workflow import State
from huiying.insights import counting, turns, vocabulary
from huiying.insights.models import Member, Problem
from huiying.insights.rules import views
from huiying.insights.rules.grouping import JOIN, SAMPLE
from huiying.insights.rules.pairs import Measures, likelihood, measure
from huiying.search import index

HEAD = 260  # characters of a body that are read: what is compared, and the greeting before it
MOST_MEMBERS = 4_000  # of all problems in question together, the newest: bounds the work
LEFT_OUT = (State.VOID, State.MERGED)  # a merged case speaks through the one it was merged into


@dataclass(slots=True)
class _Round:
    """What one round of placing knows: texts by case, and who is with whom."""

    rows: dict[int, int]
    of: Measures
    problem_of: dict[int, int]
    members: dict[int, list[int]]
    by_hand: set[int] = field(default_factory=set)

    def speakers(self, problem: int) -> list[int]:
        """A few members evenly out of all whose words are known."""
        known = [case for case in self.members[problem] if case in self.rows]
        if len(known) <= SAMPLE:
            return known
        return [known[at * (len(known) - 1) // (SAMPLE - 1)] for at in range(SAMPLE)]

    def means(self, ours: Sequence[int], problems: Iterable[int]) -> dict[int, float]:
        """The mean likelihood of some cases with a few of each problem; one comparison for all."""
        first: list[int] = []
        second: list[int] = []
        sizes: dict[int, int] = {}
        for problem in problems:
            theirs = [self.rows[case] for case in self.speakers(problem)]
            first += [self.rows[case] for case in ours for _ in theirs]
            second += theirs * len(ours)
            sizes[problem] = len(theirs) * len(ours)
        if not first:
            return {}
        likely = likelihood(self.of, np.array(first), np.array(second))
        edges = np.cumsum([0, *sizes.values()])
        return {
            problem: float(likely[start:end].mean())
            for problem, start, end in zip(sizes, edges[:-1], edges[1:], strict=True)
            if end > start
        }


def renew(case_ids: Iterable[int], at: datetime) -> int:
    """Place cases that have no problem yet, take out those that may be in none, count anew.

    Working out anew makes telling it twice harmless. Returns the problems that were counted.
    """
    idents = sorted(set(case_ids))
    if not idents:
        return 0
    touched = turns.settle(lambda: _placed(idents))
    return turns.settle(lambda: counting.prepare(touched, at))


def _placed(idents: Sequence[int]) -> Callable[[], set[int]]:
    """Works out where cases belong; what it returns writes it down and names the problems."""
    placed = dict(Member.objects.filter(case_id__in=idents).values_list("case_id", "problem"))
    fit = _texts(idents)
    gone = [case for case in placed if case not in fit]
    fresh = [case for case in idents if case in fit and case not in placed]
    plan = _plan(fresh, fit)

    def write() -> set[int]:
        Member.objects.filter(case_id__in=gone).delete()
        return set(placed.values()) | plan.write()

    return write


def _texts(idents: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Title and head of each case that may be in a problem; confidential ones never are."""
    found = Case.objects.filter(pk__in=list(idents), confidential=False).exclude(state__in=LEFT_OUT)
    rows = found.values_list("id", "title", "body")
    return {ident: (title, body[:HEAD]) for ident, title, body in rows}


@dataclass(slots=True)
class _Plan:
    """Where fresh cases go. Problems still to be founded have numbers below zero, by their title;
    ``joined`` are pairs (kept, gone) in order."""

    made: dict[int, Member] = field(default_factory=dict)
    founded: dict[int, str] = field(default_factory=dict)
    joined: list[tuple[int, int]] = field(default_factory=list)

    def found(self, title: str) -> int:
        number = -1 - len(self.founded)
        self.founded[number] = title
        return number

    def write(self) -> set[int]:
        """Returns the problems whose cases are others now."""
        for kept, gone in self.joined:
            counting.join(kept, gone)
        used = {one.problem_id for one in self.made.values()}
        new = {number: title for number, title in self.founded.items() if number in used}
        made = Problem.objects.bulk_create([Problem(title=title) for title in new.values()])
        numbers = {number: one.pk for number, one in zip(new, made, strict=True)}
        for one in self.made.values():
            one.problem_id = numbers.get(one.problem_id, one.problem_id)
        Member.objects.bulk_create(self.made.values(), batch_size=500)
        return {one.problem_id for one in self.made.values()} | {
            one for pair in self.joined for one in pair
        }


def _plan(fresh: Sequence[int], texts: dict[int, tuple[str, str]]) -> _Plan:
    plan = _Plan()
    if not fresh:
        return plan
    alike = {case: _alike(case, *texts[case]) for case in fresh}
    around = _round(alike, texts)
    for case in fresh:
        near = {around.problem_of[one] for one in alike[case] if one in around.problem_of}
        means = around.means([case], sorted(near, key=_age))
        likeliest = sorted(means, key=lambda one: (-means[one], _age(one)))
        good = [one for one in likeliest if means[one] >= JOIN]
        problem = good[0] if good else plan.found(texts[case][0][:200])
        likely = means.get(problem, 1.0)
        around.problem_of[case] = problem
        around.members[problem].append(case)
        plan.made[case] = Member(case_id=case, problem_id=problem, likely=likely)
        _bridge(around, problem, good[1:], plan)
    return plan


def _age(problem: int) -> tuple[bool, int]:
    """Sorts problems by age, those still to be founded last."""
    return problem < 0, abs(problem)


def _alike(case: int, title: str, body: str) -> list[int]:
    """Cases that share its telling words, the most shared first; no more than a search gives."""
    words = best_words(f"{title} {body}")
    if not words:
        return []
    found = Case.objects.filter(pk__in=index.hits_any(words), confidential=False)
    return [one for one in found.values_list("pk", flat=True) if one != case]


def _round(alike: dict[int, list[int]], texts: dict[int, tuple[str, str]]) -> _Round:
    near = {one for found in alike.values() for one in found}
    problem_of = dict(Member.objects.filter(case_id__in=near).values_list("case_id", "problem"))
    members: dict[int, list[int]] = defaultdict(list)
    by_hand: set[int] = set()
    rows = Member.objects.filter(problem__in=set(problem_of.values())).order_by("-case_id")
    for case, problem, hand in rows.values_list("case_id", "problem", "by_hand")[:MOST_MEMBERS]:
        members[problem].append(case)
        if hand:
            by_hand.add(problem)
    wanted = {case for found in members.values() for case in _evenly(found)}
    known = {**_texts(wanted - texts.keys()), **texts}
    order = sorted(known)
    seen = views.view([known[one][0] for one in order], [known[one][1] for one in order])
    of = measure(seen, vocabulary.weights())
    return _Round({case: at for at, case in enumerate(order)}, of, problem_of, members, by_hand)


def _evenly(cases: Sequence[int]) -> Sequence[int]:
    step = -(-len(cases) // SAMPLE)
    return cases[::step]


def _bridge(around: _Round, kept: int, others: Sequence[int], plan: _Plan) -> None:
    """Problems that the new case shows to be the same become one; never what a hand has parted."""
    for other in others:
        if around.by_hand & {kept, other}:
            continue
        if around.means(around.speakers(kept), [other]).get(other, 0.0) < JOIN:
            continue
        older, newer = sorted((kept, other), key=_age)
        if newer > 0:
            plan.joined.append((older, newer))
        for case in around.members.pop(newer):
            around.members[older].append(case)
            around.problem_of[case] = older
            if case in plan.made:
                plan.made[case].problem_id = older
        kept = older
