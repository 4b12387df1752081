"""Models learned from the cases: journalled, renewed at night, shown beside the work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huiying.accounts.refusals import NotAdministrator
from huiying.cases.models import Case
from huiying.insights import hints, nightly, teaching
from huiying.insights.rules import cards, shelf
from huiying.insights.rules.learning import TooFew
from huiying.insights.rules.letters import Letter
from huiying.journal.models import Entry
from tests.city import NOW, City, build
from tests.insights.lessons import lessons

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 3, 20, 19, 30, tzinfo=UTC)  # 3:30 in Shanghai


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.HOME = tmp_path
    hints.forget()
    yield
    hints.forget()


@pytest.fixture
def city() -> City:
    return build()


@pytest.fixture
def answered(city: City) -> City:
    """14 matters of the road answered by 城管委, 14 of noise by 住建委."""
    kinds = {"道路": ("lamp", "lamps"), "噪声": ("property", "housing")}
    letters, labels, _idents = lessons()
    for letter, label in list(zip(letters, labels, strict=True))[::2]:
        if label in kinds:
            category, unit = kinds[label]
            case = city.receive(
                title=letter.title, body=letter.body, category_id=city.categories[category].pk
            )
            Case.objects.filter(pk=case.pk).update(
                state="reported", lead_unit_id=city.unit(unit), reported_at=NOW
            )
    return city


def test_category_and_unit_are_learned_and_journalled(answered: City) -> None:
    taken = teaching.learn_from_cases(at=NOW)
    assert [(card.name, card.version, card.examples) for card in taken] == [
        ("category", 1, 28),
        ("unit", 1, 28),
    ]
    entries = Entry.objects.filter(event="ModelTaken").order_by("id")
    told = [json.loads(entry.data) for entry in entries]
    assert [data["model"] for data in told] == ["category", "unit"]
    assert all(data["sha256"] for data in told)


def test_the_operator_sees_three_categories_with_reasons_and_earlier_cases(answered: City) -> None:
    teaching.learn_from_cases(at=NOW)
    letter = Letter("红星市场路灯坏了", "路灯坏了三盏不亮，路面坑洼雨天积水")
    said = hints.hints(answered.actor("wang"), hints.CATEGORY, letter)
    assert said is not None
    assert said.rows[0].row.id == answered.categories["lamp"].pk
    assert said.rows[0].percent > 50
    assert said.rows[0].words
    assert said.earlier
    assert not said.abstains


def test_an_unsent_case_is_told_which_unit_answered_its_like(answered: City) -> None:
    teaching.learn_from_cases(at=NOW)
    case = answered.receive(title="望江楼路灯坏了", body="路灯坏了三盏不亮，井盖破损")
    found = hints.unit_hints([case.pk])
    assert found[case.pk].row.id == answered.unit("lamps")


def test_nothing_learned_means_no_suggestion(city: City) -> None:
    case = city.receive()
    assert hints.unit_hints([case.pk]) == {}
    assert hints.hints(city.actor("wang"), hints.CATEGORY, Letter("路灯")) is None


def test_a_model_that_was_tampered_with_suggests_nothing_and_stops_nothing(
    answered: City, tmp_path: Path
) -> None:
    teaching.learn_from_cases(at=NOW)
    (tmp_path / "models" / "unit-1.npz").write_bytes(b"something else")
    case = answered.receive()
    assert hints.unit_hints([case.pk]) == {}


def test_confidential_cases_teach_nothing(answered: City) -> None:
    Case.objects.filter(category=answered.categories["lamp"]).update(confidential=True)
    assert hints.count_examples(hints.CATEGORY) == 14
    with pytest.raises(TooFew):
        teaching.learn_from_cases(at=NOW)


def test_at_night_it_learns_again_when_enough_is_new(answered: City) -> None:
    teaching.learn_from_cases(at=NOW)
    assert nightly.relearn(NIGHT) == []
    for copy in list(Case.objects.filter(state="reported")[:4]):
        case = answered.receive(
            title=f"又：{copy.title}", body=copy.body, category_id=copy.category_id
        )
        Case.objects.filter(pk=case.pk).update(
            state="reported", lead_unit_id=copy.lead_unit_id, reported_at=NOW
        )
    assert nightly.relearn(NIGHT + timedelta(hours=6)) == []
    assert set(nightly.relearn(NIGHT)) <= {"category", "unit"}
    names = set(Entry.objects.filter(topic="model").values_list("event", flat=True))
    current = cards.current(hints.folder(), "category")
    assert current is not None
    assert current.version == 2 or "ModelRefused" in names


def test_nobody_is_surprised_by_a_first_model(answered: City) -> None:
    assert nightly.relearn(NIGHT) == []
    assert shelf.names(hints.folder()) == []


def test_model_cards_are_for_administrators(answered: City) -> None:
    teaching.learn_from_cases(at=NOW)
    with pytest.raises(NotAdministrator):
        hints.model_cards(answered.actor("wang"))


def test_the_administrator_reads_what_each_model_is_worth(answered: City, client: Client) -> None:
    client.force_login(answered.people["guo"])
    assert "还没有模型" in client.get("/desk/models/").content.decode()
    teaching.learn_from_cases(at=NOW)
    page = client.get("/desk/models/").content.decode()
    assert "分类建议" in page
    assert "承办单位建议" in page
    assert "宏平均 F1" in page
    client.force_login(answered.people["wang"])
    assert client.get("/desk/models/").status_code == 403


def test_the_screens_show_what_was_learned(answered: City, client: Client) -> None:
    teaching.learn_from_cases(at=NOW)
    client.force_login(answered.people["wang"])
    asked = {"title": "红星市场路灯坏了", "body": "路灯坏了三盏不亮，路面坑洼雨天积水"}
    page = client.get("/desk/operator/hints/", asked).content.decode()
    assert "最相近的已办案件" in page
    assert "依据" in page
    answered.receive(title="望江楼路灯坏了", body="路灯坏了三盏不亮，井盖破损")
    client.force_login(answered.people["li"])
    assert "以往案件多由区城市管理委办理" in client.get("/desk/dispatch/").content.decode()
