"""Finding cases again: by words, by number, by person, by everything that is known of them."""

from __future__ import annotations

import pytest

from huiying.accounts.models import Person, Post
from huiying.cases import saved
from huiying.cases.models import SavedFilter
from huiying.cases.people import Contact
from huiying.cases.refusals import Missing
from huiying.cases.saved import NoSuchFilter, TooManyFilters
from huiying.console.desks import exporting
from huiying.exchange import tasks
from huiying.search import index
from tests.city import NOW, City
from tests.console import scenes
from tests.console.conftest import Desk
from tests.console.rows import constant

pytestmark = pytest.mark.django_db
CASES = "/desk/cases/"


def found(desk: Desk, query: str, name: str = "li") -> set[str]:
    page = desk(name).get(f"{CASES}?{query}").context["page"]
    return {line.row.number for line in page.lines}


def test_words_of_two_characters_are_found(city: City, desk: Desk) -> None:
    case = city.receive(title="夜间施工噪声", body="工地半夜还在打桩")
    city.receive(title="乱停车", body="消防通道被堵")
    assert found(desk, "q=施工") == {case.number}


def test_words_that_are_too_frequent_are_said_to_find_the_newest_only(
    city: City, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = (city.receive(title="夜间施工噪声") for _turn in range(2))
    assert "只看了最新的" not in desk("li").get(f"{CASES}?q=施工").content.decode()
    monkeypatch.setattr(index, "NEWEST", 1)
    page = desk("li").get(f"{CASES}?q=施工").content.decode()
    assert "只看了最新的 1 件" in page
    assert newer.number in page
    assert older.number not in page


def test_a_number_goes_straight_to_the_case_and_ignores_the_filters(city: City, desk: Desk) -> None:
    case = city.receive()
    answer = desk("li").get(f"{CASES}?q={case.number.lower()}&state=closed")
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/case/{case.number}/"


def test_filters_narrow_by_tree_and_say_so_as_chips(city: City, desk: Desk) -> None:
    lamp = scenes.dispatched(city)
    city.receive(category_id=city.categories["leak"].pk, area_id=city.areas["beilu"].pk)
    query = f"area={city.areas['quanhe'].pk}&category={city.categories['city'].pk}"
    assert found(desk, query) == {lamp.number}
    assert found(desk, f"unit={city.unit('district')}") == {lamp.number}
    page = desk("li").get(f"{CASES}?{query}")
    chips = page.context["page"].chips
    assert [(chip.label, chip.value) for chip in chips] == [
        ("区划", "泉河街道"), ("分类", "城市管理"),
    ]  # fmt: skip
    assert chips[0].url == f"{CASES}?category={city.categories['city'].pk}"


def test_a_person_is_found_by_the_whole_phone_only(city: City, desk: Desk) -> None:
    case = city.receive(reporter=Contact("刘洋", "19900001111"))
    city.receive(reporter=Contact("王五", "19900002222"))
    assert found(desk, "phone=19900001111") == {case.number}
    assert found(desk, "q=19900001111") == {case.number}
    assert found(desk, "phone=1990000") == set()
    page = desk("li").get(f"{CASES}?phone=19900001111").content.decode()
    assert "电话：…1111" in page


def test_a_filter_that_makes_no_sense_is_named_and_what_was_typed_stays(
    city: City, desk: Desk
) -> None:
    answer = desk("li").get(f"{CASES}?since=31.3.2026&q=路灯")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "2026-01-31" in page
    assert "路灯" in page


def test_an_empty_result_says_what_to_do(city: City, desk: Desk) -> None:
    page = desk("li").get(f"{CASES}?q=大象").content.decode()
    assert "没有符合条件的案件" in page
    assert "清空条件" in page


def test_a_unit_finds_only_its_own(city: City, desk: Desk) -> None:
    mine = scenes.dispatched(city)
    scenes.dispatched(city, "housing")
    assert found(desk, "", name="chen") == {mine.number}


def test_pages_go_on_by_key_and_keep_the_filters(city: City, desk: Desk) -> None:
    numbers = [city.receive(title=f"第 {n} 盏灯").number for n in range(53)]
    client = desk("li")
    first = client.get(f"{CASES}?state=filed&sort=old").context["page"]
    assert [one.row.number for one in first.lines] == numbers[:50]
    second = client.get(f"{CASES}?state=filed&sort=old&place={first.page.next}")
    assert [one.row.number for one in second.context["page"].lines] == numbers[50:]
    assert "state=filed" in second.content.decode()


def test_a_filter_is_kept_pinned_shared_and_deleted(city: City, desk: Desk) -> None:
    client = desk("li")
    client.post(f"{CASES}keep/", {"query": "state=filed&sort=old", "name": "早的先派"})
    row = SavedFilter.objects.get()
    assert (row.query, row.owner_id) == ("state=filed&sort=old", city.people["li"].pk)
    assert "早的先派" in client.get(CASES).content.decode()
    assert "早的先派" not in desk("zhou").get(CASES).content.decode()
    client.post(f"{CASES}keep/{row.pk}/", {"shared": "1"})
    client.post(f"{CASES}keep/{row.pk}/", {"pinned": "1"})
    assert "早的先派" in desk("zhou").get(CASES).content.decode()
    assert "早的先派" not in desk("ma").get(CASES).content.decode()
    assert desk("zhou").post(f"{CASES}keep/{row.pk}/", {"act": "remove"}).status_code == 422
    client.post(f"{CASES}keep/{row.pk}/", {"act": "remove"})
    assert not SavedFilter.objects.exists()


def test_a_filter_without_a_name_and_a_forged_query_are_refused(city: City, desk: Desk) -> None:
    client = desk("li")
    assert client.post(f"{CASES}keep/", {"query": "state=filed", "name": " "}).status_code == 422
    forged = client.post(f"{CASES}keep/", {"query": "state=exploded", "name": "坏的"})
    assert forged.status_code == 422
    assert not SavedFilter.objects.exists()


def test_the_same_name_replaces_and_too_many_are_refused(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    li, zhou = city.actor("li"), city.actor("zhou")
    monkeypatch.setattr(saved, "MOST", 2)
    for query in ("q=a", "q=b"):
        saved.save(actor=li, desk="cases", name="一样的", query=query, at=NOW)
    assert SavedFilter.objects.get().query == "q=b"
    saved.save(actor=li, desk="cases", name="第二个", query="q=c", at=NOW)
    with pytest.raises(TooManyFilters):
        saved.save(actor=li, desk="cases", name="第三个", query="q=d", at=NOW)
    with pytest.raises(Missing):
        saved.save(actor=li, desk="cases", name="", query="", at=NOW)
    with pytest.raises(NoSuchFilter):
        saved.change(
            ident=SavedFilter.objects.order_by("pk")[0].pk, actor=zhou, shared=True, at=NOW
        )


def test_somebody_with_a_second_post_sees_a_shared_filter_once(city: City) -> None:
    Post.objects.create(
        person=Person.objects.get(username="li"), role="supervisor", unit=city.units["district"]
    )
    saved.save(actor=city.actor("li"), desk="cases", name="一次", query="q=a", shared=True, at=NOW)
    assert [row.name for row in saved.usable(city.actor("zhou"), "cases")] == ["一次"]


def test_somebody_without_a_post_finds_no_desk(city: City, desk: Desk) -> None:
    assert desk("nobody").get(CASES).status_code == 403


def test_sixty_rows_cost_as_many_queries_as_five(city: City, desk: Desk) -> None:
    for _n in range(5):
        city.receive()
    constant(desk("li"), f"{CASES}?q=路灯&state=filed", city.receive)


def test_what_is_seen_can_be_taken_along_as_a_file(city: City, desk: Desk) -> None:
    first = city.receive(title="=1+1 路灯不亮", body="")
    city.receive(category_id=city.categories["leak"].pk)
    query = f"category={city.categories['city'].pk}"
    client = desk("li")
    text = b"".join(client.get(f"{CASES}export.csv?{query}")).decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(f"{first.number},'=1+1 路灯不亮,投诉,热线,一般,待派单,")
    answer = client.get(f"{CASES}export.xlsx?{query}")
    assert b"".join(answer)[:2] == b"PK"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_long_list_is_asked_for_left_and_found_again(
    city: City, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", 1)
    city.receive()
    client = desk("li")
    assert b"".join(client.get(f"{CASES}export.csv"))
    city.receive()
    answer = client.get(f"{CASES}export.csv?state=filed")
    assert answer["Location"] == "/desk/exports/ask/?kind=csv&query=state%3Dfiled"
    assert "在后台导出" in client.get(answer["Location"]).content.decode()
    given = {"kind": "csv", "query": "state=filed"}
    page = client.post("/desk/exports/ask/", given)["Location"]
    assert "排队中" in client.get(page).content.decode()
    assert client.get(f"{page}file/").status_code == 422  # not yet there
    tasks.run_export.call(int(page.split("/")[-2]))
    assert client.get(f"{page}progress/")["HX-Refresh"] == "true"
    listed = client.get("/desk/exports/").content.decode()
    assert f"{page}file/" in listed
    assert len(b"".join(client.get(f"{page}file/")).decode("utf-8-sig").splitlines()) == 3
    assert desk("zhou").get(f"{page}file/").status_code == 422  # somebody else's
    client.post(f"{page}remove/")
    assert f"{page}file/" not in client.get("/desk/exports/").content.decode()
    assert client.get("/desk/exports/ask/?kind=pdf").status_code == 422


def test_the_file_masks_what_the_page_masks(city: City, desk: Desk) -> None:
    scenes.dispatched(city, title="请回电 13912345678", confidential=True)
    text = b"".join(desk("chen").get(f"{CASES}export.csv")).decode()
    assert "139****5678" in text
    assert "13912345678" not in text
