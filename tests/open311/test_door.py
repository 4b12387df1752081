"""What the door does beside the standard: privacy, once only, trying, pictures, updates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from huiying.accounts import keys
from huiying.accounts.actors import system
from huiying.cases import actions as cases
from huiying.cases import tasks
from huiying.cases.models import Attachment, Case, Note
from huiying.cases.open_models import Trial
from huiying.cases.people import Contact
from huiying.cases.public_models import Publication, PublicRule
from huiying.files.fetching import NotFetched
from huiying.files.models import StoredFile
from huiying.journal.queries import history
from tests.city import City
from tests.files import samples
from tests.open311.conftest import Send, tree

LIU = {"first_name": "洋", "last_name": "刘", "phone": "19900001111", "email": "liuyang@example.cn"}


def rows(client: Client, **query: Any) -> list[dict[str, Any]]:
    response = client.get("/open311/v2/requests.json", query)
    assert response.status_code == 200, response.content.decode()
    found: list[dict[str, Any]] = response.json()
    return found


def number_of(response: Any) -> str:
    return str(response.json()[0]["service_request_id"])


def test_a_request_is_a_filed_case_of_the_interface_and_journalled_by_its_sender(
    send: Send,
) -> None:
    number = number_of(send(**LIU))
    case = Case.objects.get(number=number)
    assert (case.state, case.channel, case.kind) == ("filed", "api", "help")
    assert case.title == "幸福里东门的路灯不亮"
    told = history("case", case.pk)
    assert [line.event for line in told] == ["Received", "Filed"]
    assert {line.actor_name for line in told} == {"街区应用"}


def test_nobody_learns_who_it_was_not_even_from_the_words(send: Send, client: Client) -> None:
    text = (
        "我是刘洋，电话199-0000-1111，邮箱liuyang@example.cn，微信liuyang88，"
        "车牌京A12345，找刘先生。路灯不亮。"
    )
    number = number_of(send(description=text, address_string="幸福里3号楼2单元501室", **LIU))
    address = f"/open311/v2/requests/{number}"
    for form in ("xml", "json"):
        for query in ("", "?extensions=true"):
            said = client.get(f"{address}.{form}{query}").content.decode()
            for secret in (
                "刘洋",
                "刘先生",
                "0000-1111",
                "1111",
                "liuyang",
                "京A12345",
                "2单元",
                "501",
            ):
                assert secret not in said
            assert "路灯不亮" in said
            assert "幸福里3号楼" in said


def test_of_a_case_of_the_hotline_only_facts_are_told(client: Client, city: City) -> None:
    case = city.receive(at=timezone.now(), title="刘洋家门口路灯不亮", lon=116.6321, lat=40.3161)
    (one,) = rows(client)
    assert one["service_request_id"] == case.number
    assert one["description"] == "路灯（青禾区泉河街道）"
    assert "刘洋" not in str(one)
    assert "幸福里" not in str(one)
    assert one["lat"] != 40.3161
    assert abs(one["lat"] - 40.3161) < 0.002


@pytest.mark.parametrize(
    "facts",
    [
        {"confidential": True},
        {"kind": "tipoff"},
        {"category_id": "leak"},
        {"category_id": None},
        {"accused_unit_id": "lamps"},
        {"accused_person_id": "chen"},
        {"file": False},
    ],
)
def test_a_case_that_is_not_public_is_as_if_it_did_not_exist(
    client: Client, city: City, facts: dict[str, Any]
) -> None:
    facts = dict(facts)
    if facts.get("category_id"):
        facts["category_id"] = city.categories["leak"].pk
    if "accused_unit_id" in facts:
        facts["accused_unit_id"] = city.unit("lamps")
    if "accused_person_id" in facts:
        facts["accused_person_id"] = city.people["chen"].pk
    case = city.receive(at=timezone.now(), **facts)
    assert rows(client) == []
    assert rows(client, service_request_id=case.number) == []
    for path in ("requests", "tokens"):
        assert client.get(f"/open311/v2/{path}/{case.number}.json").status_code == 404
    assert client.get("/open311/v2/servicerequestupdates.json").json() == []


def test_an_editor_hides_a_case_or_gives_it_words(client: Client, city: City) -> None:
    hidden, shown = city.receive(at=timezone.now()), city.receive(at=timezone.now())
    Publication.objects.create(case=hidden, shown=False)
    Publication.objects.create(case=shown, title="路灯已修", words="三盏灯换新。")
    (one,) = rows(client)
    assert one["service_request_id"] == shown.number
    assert one["description"] == "路灯已修\n三盏灯换新。"


def test_where_rules_name_public_categories_only_those_and_what_was_sent_here_are_open(
    client: Client, city: City, send: Send
) -> None:
    road = city.receive(at=timezone.now(), category_id=city.categories["road"].pk)
    city.receive(at=timezone.now())
    sent = number_of(send())
    PublicRule.objects.create(category=city.categories["road"], coarse_metres=500)
    assert {one["service_request_id"] for one in rows(client)} == {road.number, sent}


def test_a_blackbox_service_gives_no_id(send: Send, client: Client) -> None:
    (one,) = send(service_code="0202").json()
    assert "service_request_id" not in one
    assert Case.objects.get().category is not None
    assert rows(client) == []


def test_the_same_idempotency_key_makes_one_case_and_other_keys_others(send: Send) -> None:
    first = number_of(send(headers={"Idempotency-Key": "abc"}))
    assert number_of(send(headers={"Idempotency-Key": "abc"})) == first
    assert number_of(send(headers={"Idempotency-Key": "abd"})) != first
    assert number_of(send()) != first
    assert Case.objects.count() == 3


def test_a_photo_is_redrawn_and_hangs_on_the_case(send: Send) -> None:
    photo = SimpleUploadedFile("灯.jpg", samples.photo(), "image/jpeg")
    assert send(media=photo, headers={"Idempotency-Key": "p"}).status_code == 201
    again = SimpleUploadedFile("灯.jpg", samples.photo(), "image/jpeg")
    assert send(media=again, headers={"Idempotency-Key": "p"}).status_code == 201
    hung = Attachment.objects.get()
    assert hung.file.media_type == "image/jpeg"
    assert [line.event for line in history("case", hung.case_id)] == [
        "Received", "Filed", "Attached",
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0 broken"])
def test_a_file_that_is_no_picture_refuses_the_whole_request(send: Send, content: bytes) -> None:
    response = send(media=SimpleUploadedFile("x.jpg", content, "image/jpeg"))
    assert response.status_code == 400
    assert not Case.objects.exists()
    assert not StoredFile.objects.exists()


def test_pictures_by_address_are_fetched_after_the_case_is_safe(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = number_of(send(media_url=["https://example.cn/a.jpg", "https://example.cn/a.jpg"]))
    case = Case.objects.get(number=number)
    (queued,) = DBTaskResult.objects.all()
    assert queued.args_kwargs["args"] == [case.pk, "https://example.cn/a.jpg", "街区应用"]
    monkeypatch.setattr(tasks, "fetch", lambda url, most: samples.photo())
    for _twice in range(2):
        tasks.fetch_media.func(*queued.args_kwargs["args"])
    assert Attachment.objects.get().name == "a.jpg"


def test_why_a_picture_could_not_be_had_is_noted_on_the_case(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(url: str, most: int) -> bytes:
        raise NotFetched(url=url, why="文件太大")

    monkeypatch.setattr(tasks, "fetch", fail)
    case = Case.objects.get(number=number_of(send()))
    tasks.fetch_media.func(case.pk, "https://example.cn/a.jpg", "街区应用")
    note = Note.objects.get(case=case)
    assert "https://example.cn/a.jpg" in note.text
    assert not note.to_person


def test_what_is_sent_to_try_makes_no_case_and_stands_apart(send: Send, client: Client) -> None:
    path = "/open311/test/v2/requests"
    number = number_of(send(path, headers={"Idempotency-Key": "t"}))
    assert number_of(send(path, headers={"Idempotency-Key": "t"})) == number
    assert number.startswith("TEST-")
    assert not Case.objects.exists()
    assert rows(client) == []
    assert client.get(f"/open311/v2/requests/{number}.json").status_code == 404
    (one,) = client.get("/open311/test/v2/requests.json").json()
    assert one["service_request_id"] == number
    (same,) = client.get(f"/open311/test/v2/requests/{number}.json").json()
    assert same == one
    assert send(path, service_code="9999").status_code == 404
    assert send(path, api_key="").status_code == 403
    assert Trial.objects.count() == 1


def test_updates_of_a_trial_stay_with_it(send: Send, client: Client, key: str) -> None:
    number = number_of(send("/open311/test/v2/requests"))
    facts = {"api_key": key, "service_request_id": number, "status": "CLOSED",
             "description": "好了", "update_id": "7"}  # fmt: skip
    path = "/open311/test/v2/servicerequestupdates"
    first = client.post(f"{path}.json", facts)
    assert first.status_code == 201
    assert client.post(f"{path}.json", facts).json() == first.json()
    (update,) = client.get(f"{path}.json").json()
    assert (update["service_request_id"], update["status"]) == (number, "closed")
    assert client.get("/open311/test/v2/requests.json?status=closed").json()


def test_updates_tell_each_step_once_and_in_order(client: Client, city: City, send: Send) -> None:
    now = timezone.now()
    case = city.receive(at=now - timedelta(hours=2), kind="consultation")
    cases.answer(
        case_id=case.pk, actor=city.actor("wang"), at=now - timedelta(hours=1), text="刘洋您好"
    )
    response = client.get("/open311/v2/servicerequestupdates.xml")
    root = tree(response)
    assert (root.tag, root[0].tag) == ("service_request_updates", "request_update")
    told = [{child.tag: child.text for child in update} for update in root]
    assert [one["status"] for one in told] == ["open", "closed"]
    assert {one["service_request_id"] for one in told} == {case.number}
    assert len({one["update_id"] for one in told}) == 2
    assert "刘洋" not in response.content.decode()
    middle = (now - timedelta(minutes=90)).isoformat()
    late = client.get("/open311/v2/servicerequestupdates.json", {"start_date": middle}).json()
    assert [one["status"] for one in late] == ["closed"]


def test_an_update_from_outside_stands_on_the_case_once_and_changes_no_state(
    send: Send, client: Client, key: str
) -> None:
    number = number_of(send())
    facts = {"api_key": key, "service_request_id": number, "update_id": "8", "status": "CLOSED",
             "updated_datetime": "2026-03-10T09:00:00Z", "description": "已经亮了，谢谢。",
             "email": "a@example.cn", "last_name": "刘"}  # fmt: skip
    path = "/open311/v2/servicerequestupdates"
    first = client.post(f"{path}.xml", facts)
    assert first.status_code == 201
    assert tree(first)[0][0].tag == "update_id"
    assert client.post(f"{path}.xml", facts).content == first.content
    note = Note.objects.get()
    assert "已经亮了，谢谢。" in note.text
    assert "a@example.cn" not in note.text
    assert Case.objects.get().state == "filed"
    for wrong, code in (
        ({"service_request_id": ""}, 400),
        ({"service_request_id": "HY20260101-00001-0"}, 404),
        ({"api_key": "x"}, 403),
        ({"updated_datetime": "soon"}, 400),
        ({"description": "长" * 4001}, 400),
    ):
        assert client.post(f"{path}.json", facts | wrong).status_code == code
    assert Note.objects.count() == 1


def test_requests_are_found_by_their_last_change(client: Client, city: City) -> None:
    now = timezone.now()
    old = city.receive(at=now - timedelta(days=200))
    city.receive(at=now - timedelta(days=2))
    cases.note(case_id=old.pk, actor=city.actor("li"), at=now - timedelta(hours=1), text="催")
    hour = (now - timedelta(hours=2)).isoformat()
    assert [one["service_request_id"] for one in rows(client, updated_after=hour)] == [old.number]
    assert old.number not in str(rows(client, updated_before=hour))


def test_requests_are_found_around_a_place_by_the_place_that_is_shown(
    client: Client, city: City, send: Send
) -> None:
    here = number_of(send())
    send(lat="40.40", long="116.70")
    near = {"lat": "40.3161", "long": "116.6321", "radius": "300"}
    assert [one["service_request_id"] for one in rows(client, **near)] == [here]
    assert len(rows(client, **(near | {"radius": "50000"}))) == 2


def test_extensions_tell_what_happened(send: Send, client: Client) -> None:
    send()
    (one,) = rows(client, extensions="true")
    assert [note["summary"] for note in one["notes"]] == ["待派单"]
    assert "notes" not in rows(client)[0]


def test_any_web_page_may_read_and_ask_first(client: Client, city: City) -> None:
    assert client.get("/open311/v2/services.json")["Access-Control-Allow-Origin"] == "*"
    asked = client.options("/open311/v2/requests.json", headers={"Origin": "https://x.example"})
    assert asked.status_code == 204
    assert "POST" in asked["Access-Control-Allow-Methods"]
    assert "Idempotency-Key" in asked["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in asked


def test_what_did_not_change_is_not_sent_again(send: Send, client: Client) -> None:
    address = f"/open311/v2/requests/{number_of(send())}.xml"
    first = client.get(address)
    assert first["Last-Modified"]
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_a_key_that_runs_away_waits(client: Client, city: City, send: Send) -> None:
    slow = keys.create_key(
        name="慢", scopes=["open311"], per_minute=2, actor=system("测试"), at=timezone.now()
    )
    codes = [send(api_key=slow.text).status_code for _ in range(3)]
    assert codes == [201, 201, 429]
    assert Case.objects.count() == 2


def test_a_key_for_something_else_does_not_open_this_door(city: City, send: Send) -> None:
    other = keys.create_key(
        name="别的", scopes=["api:write"], actor=system("测试"), at=timezone.now()
    )
    assert send(api_key=other.text).status_code == 403


def test_the_person_can_be_called_back(send: Send) -> None:
    send(**LIU)
    reporter = Case.objects.get().reporter
    assert reporter is not None
    from huiying.cases.people import open_contact

    assert open_contact(reporter) == Contact("刘洋", "19900001111", "liuyang@example.cn")


def test_trials_are_forgotten_after_a_month(send: Send) -> None:
    from huiying.cases.actions.open_door import forget_trials

    send("/open311/test/v2/requests")
    assert forget_trials(timezone.now()) == 0
    assert forget_trials(timezone.now() + timedelta(days=31)) == 1
