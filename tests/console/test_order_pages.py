"""周军 issues an order at the desk, 陈静 answers it there, the letter is fit for paper."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from huiying.exchange.models import Export
from huiying.supervision import orders
from huiying.supervision.models import Order
from huiying.supervision.orders import NewOrder
from tests.city import NOW, City, later
from tests.console.conftest import Desk

pytestmark = pytest.mark.django_db
LIST = "/desk/orders/"


def said(city: City, **more: str) -> dict[str, str]:
    given = {
        "kind": "listed", "unit_id": str(city.unit("lamps")), "title": "路灯反复不亮",
        "words": "请查明原因。", "due_at": "2026-03-13T18:00",
    }  # fmt: skip
    return given | more


@pytest.fixture
def order(city: City) -> Order:
    new = NewOrder("daily", city.unit("lamps"), "路灯反复不亮", "请查明原因。", later(days=3))
    return orders.issue(new=new, actor=city.actor("zhou"), at=NOW)


def test_an_empty_list_says_what_it_is_for(desk: Desk) -> None:
    assert "还没有督办单" in desk("zhou").get(LIST).content.decode()
    assert "没有督办单" in desk("chen").get(LIST).content.decode()


def test_an_order_from_a_case_has_its_unit_and_words_already(city: City, desk: Desk) -> None:
    case, client = city.receive(), desk("zhou")
    assert (
        f"{LIST}new/?case={case.number}"
        in client.get(f"/desk/case/{case.number}/").content.decode()
    )
    page = client.get(f"{LIST}new/?case={case.number}").content.decode()
    assert case.number in page
    assert case.title in page
    answer = client.post(f"{LIST}new/", said(city, case=case.number), follow=True)
    assert "督〔2026〕1号" in answer.content.decode()
    assert "督〔2026〕1号" in client.get(f"/desk/case/{case.number}/").content.decode()


def test_what_is_missing_is_said_and_what_was_typed_is_kept(city: City, desk: Desk) -> None:
    answer = desk("zhou").post(f"{LIST}new/", said(city, title="", due_at="2026-03-09T18:00"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请查明原因。" in page
    late = desk("zhou").post(f"{LIST}new/", said(city, due_at="2026-03-09T18:00"))
    assert "必须晚于现在" in late.content.decode()
    assert Order.objects.count() == 0


def test_the_unit_replies_and_the_supervisor_judges(desk: Desk, order: Order) -> None:
    chen, zhou = desk("chen"), desk("zhou")
    there = f"{LIST}{order.pk}/"
    assert "审核通过" not in chen.get(there).content.decode()
    done = chen.post(f"{there}do/reply/", {"version": 1, "text": "已换电缆"}, follow=True)
    assert "已换电缆" in done.content.decode()
    stale = zhou.post(f"{there}do/accept/", {"version": 1, "text": "同意"})
    assert stale.status_code == 409
    assert "同意" in stale.content.decode()
    back = {"version": 2, "text": "写明原因", "due_at": "2026-03-16T18:00"}
    assert "写明原因" in zhou.post(f"{there}do/insist/", back, follow=True).content.decode()
    assert zhou.get(f"{there}do/accept/").status_code == 200
    assert zhou.post(f"{there}do/accept/", {"version": 3, "text": "同意"}).status_code == 409


def test_the_letter_has_number_unit_and_limit(desk: Desk, order: Order) -> None:
    page = desk("chen").get(f"{LIST}{order.pk}/letter/").content.decode()
    for words in ("督办通知书", "督〔2026〕1号", "区城市管理委：", "2026-03-13", "周军"):
        assert words in page


def test_the_letter_leaves_as_pdf_and_word(desk: Desk, order: Order) -> None:
    client, there = desk("chen"), f"{LIST}{order.pk}/letter/"
    assert client.get(f"{there}?form=pdf").content.startswith(b"%PDF-")
    word = client.get(f"{there}?form=docx")
    assert word.content.startswith(b"PK")
    assert word["Content-Disposition"].endswith("1%E5%8F%B7.docx")
    assert client.get(f"{there}?form=exe").status_code == 404


def test_strangers_find_nothing(desk: Desk, order: Order) -> None:
    for who, status in (("sun", 404), ("wang", 403), ("wu", 403)):
        assert desk(who).get(f"{LIST}{order.pk}/").status_code == status
    assert desk("chen").get(f"{LIST}new/").status_code == 403
    assert desk("zhou").get(f"{LIST}{order.pk}/do/burn/").status_code == 404


def test_the_list_filters_and_leaves_as_a_file(desk: Desk, order: Order) -> None:
    client = desk("he")
    assert order.title in client.get(f"{LIST}?state=issued&kind=daily").content.decode()
    assert "没有符合条件" in client.get(f"{LIST}?state=closed").content.decode()
    text = b"".join(client.get(f"{LIST}export.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "督〔2026〕1号" in text
    assert Export.objects.get().what == "orders"


def test_a_page_costs_the_same_however_many_there_are(
    city: City, desk: Desk, order: Order, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = desk("zhou")
    client.get(LIST)
    with django_assert_max_num_queries(9):
        client.get(LIST)
    for _ in range(8):
        new = NewOrder("talk", city.unit("housing"), "漏水", "请处理。", later(days=3))
        orders.issue(new=new, actor=city.actor("zhou"), at=NOW)
    with django_assert_max_num_queries(9):
        client.get(LIST)
