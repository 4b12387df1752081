"""Numbers that repeat in a file are found; a fact that changed is told from one that did not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiying.exchange.rules.marks import FACTS, changed, marks_of
from huiying.exchange.rules.seen import CLASH, FIRST, SAME, Seen

ROWS = st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("一二")), max_size=12)


@given(ROWS)
def test_the_first_row_of_a_number_counts_and_others_repeat_or_clash(
    rows: list[tuple[str, str]],
) -> None:
    seen = Seen()
    for number, content in rows:
        seen.add(number, content)
    clashes = seen.finish()
    verdicts = [seen.judge(number, content) for number, content in rows]
    first: dict[str, str] = {}
    for (number, content), verdict in zip(rows, verdicts, strict=True):
        if number not in first:
            first[number] = content
            assert verdict == FIRST
        else:
            assert verdict == (SAME if first[number] == content else CLASH)
    assert verdicts.count(CLASH) == clashes


VALUES = st.one_of(st.none(), st.text(max_size=8), st.integers(1, 9))
GIVEN = st.fixed_dictionaries(dict.fromkeys(FACTS, VALUES))


@given(GIVEN, GIVEN)
def test_exactly_the_facts_that_differ_are_named(
    before: dict[str, object], after: dict[str, object]
) -> None:
    differ = tuple(n for n in FACTS if (before[n] or None) != (after[n] or None))
    assert changed(marks_of(before), marks_of(after)) == differ
