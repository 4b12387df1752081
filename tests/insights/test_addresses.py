"""The parts of addresses are learned from annotated ones, checked on others, kept with a card."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.config import cli
from huiying.insights.rules import place_cards
from huiying.insights.rules.addresses import NotAnnotated, annotated, worth
from huiying.insights.rules.chain import Chain
from huiying.insights.rules.coarse import coarse
from huiying.insights.rules.place_cards import LearnedPlaces, WorsePlaces
from huiying.insights.rules.place_learning import TooFewAddresses, learn_places
from huiying.insights.rules.reading import read
from huiying.insights.rules.shelf import BadModel
from tests.insights.addresses import invented, written

AT = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def learned() -> LearnedPlaces:
    return learn_places(annotated(written(invented()).split("\n")))


@pytest.fixture(scope="module")
def chain(learned: LearnedPlaces) -> Chain:
    return learned.chain


def parts(chain: Chain, text: str) -> list[tuple[str, str]]:
    return [(text[start:end], coarse(kind)) for start, end, kind in chain.parts([text])[0]]


def test_an_annotated_file_gives_addresses_with_their_parts() -> None:
    first, second = annotated(
        ["松 B-road", "林 I-road", "路 I-road", "12 B-roadno", "", "3 b-houseno"]
    )
    assert first.text == "松林路12"
    assert first.parts == ((0, 3, "road"), (3, 5, "roadno"))
    assert second.parts == ((0, 1, "houseno"),)


@pytest.mark.parametrize("line", ["松林路", "松 road", " B-road"])
def test_a_line_that_is_not_annotated_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(NotAnnotated) as refused:
        annotated(["松 B-road", line])
    assert refused.value.params["line"] == 2


def test_an_address_never_seen_is_parted(chain: Chain) -> None:
    assert parts(chain, "泉河街道梧桐路7号和顺花园12栋501室") == [
        ("泉河街道", "town"),
        ("梧桐路", "road"),
        ("7号", "number"),
        ("和顺花园", "place"),
        ("12栋", "building"),
        ("501室", "room"),
    ]


def test_it_is_worth_what_it_finds_on_addresses_kept_aside(learned: LearnedPlaces) -> None:
    assert learned.checks == 58
    assert learned.examples + learned.checks == len(invented())
    assert learned.coarse.f1 > 0.95


def test_worth_counts_parts_whose_edges_and_kind_agree() -> None:
    truth = [[(0, 3, "road"), (3, 5, "roadno")]]
    told = worth([[(0, 3, "subroad"), (3, 4, "roadno")]], truth)
    assert (told.precision, told.recall, told.f1) == (0.5, 0.5, 0.5)
    assert worth([[(0, 3, "subroad")]], truth, lambda kind: kind).f1 == 0


def test_too_few_addresses_are_refused() -> None:
    with pytest.raises(TooFewAddresses):
        learn_places(annotated(["松 B-road", "", "林 B-road"]))


@given(st.lists(st.text(alphabet="泉河街道松林路12号幸福里小区a-！ ", max_size=12), max_size=3))
@settings(max_examples=40, deadline=None)
def test_parts_cover_every_text_in_order_without_gaps(texts: list[str]) -> None:
    chain = _SMALL
    for text, found in zip(texts, chain.parts(texts), strict=True):
        assert "".join(text[start:end] for start, end, _kind in found) == text
        assert all(a[1] == b[0] for a, b in pairwise(found))


_SMALL = learn_places(annotated(written(invented()[:40]).split("\n"))).chain


def test_an_address_told_in_a_letter_is_parted_by_what_was_learned(chain: Chain) -> None:
    letter = "我住在泉河街道梧桐路7号，晚上有人在幸福里小区唱歌。"
    found = [(span.text, span.kind) for span in read(letter, (), chain.parts).places]
    assert ("梧桐路", "road") in found
    assert ("7号", "number") in found
    assert ("幸福里小区", "estate") in found  # it stands alone: the rules serve
    assert all(letter[s.start : s.end] == s.text for s in read(letter, (), chain.parts).places)


def test_names_that_are_known_win_over_what_was_learned(chain: Chain) -> None:
    found = read("泉河街道松林路7号", ["河街道松"], chain.parts).places
    assert ("河街道松", "known") in [(span.text, span.kind) for span in found]


def test_a_kept_model_reads_as_the_learned_one(tmp_path: Path, learned: LearnedPlaces) -> None:
    card = keep(tmp_path, learned)
    assert (card.source, card.version) == ("a.txt", 1)
    assert place_cards.current(tmp_path) == card
    again = place_cards.load(tmp_path, card)
    texts = ["泉河街道松林路12号", "云岭镇东风苑3幢2单元"]
    assert again.parts(texts) == learned.chain.parts(texts)


def test_a_worse_model_replaces_none_unless_forced(tmp_path: Path, learned: LearnedPlaces) -> None:
    keep(tmp_path, learned)
    bad = worth([[(0, 1, "road")]], [[(0, 2, "road")]])
    worse = LearnedPlaces(learned.chain, 20, 5, bad, bad)
    with pytest.raises(WorsePlaces) as refused:
        keep(tmp_path, worse)
    assert "--force" in refused.value.hint
    assert [card.version for card in place_cards.cards(tmp_path)] == [1]
    assert keep(tmp_path, worse, force=True).version == 2


def test_a_changed_model_is_refused(tmp_path: Path, learned: LearnedPlaces) -> None:
    card = keep(tmp_path, learned)
    file = next(place_cards.home(tmp_path).glob("*.npz"))
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(BadModel):
        place_cards.load(tmp_path, card)


def keep(folder: Path, learned: LearnedPlaces, *, force: bool = False) -> place_cards.PlaceCard:
    return place_cards.keep(folder, learned, source="a.txt", checked="b.txt", at=AT, force=force)


def test_the_command_learns_tells_and_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIYING_HOME", str(tmp_path / "home"))
    file = tmp_path / "addresses.txt"
    file.write_text(written(invented()[:60]), encoding="utf-8")
    assert cli.main(["learn-places", str(file)]) == 0
    assert "54" in capsys.readouterr().out
    assert len(place_cards.cards(tmp_path / "home" / "models")) == 1
    assert cli.main(["learn-places", str(tmp_path / "none.txt")]) == 1
    assert "none.txt" in capsys.readouterr().err
