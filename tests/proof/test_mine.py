"""我的诉求: 刘洋 proves her phone or address, sees her cases and no others, and leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from huiying.cases import actions as cases
from huiying.cases.people import Contact, index_of
from huiying.journal.models import Entry
from huiying.journal.queries import line
from huiying.portal.codes import ASKED, VISIT, WAITING
from huiying.proof import actions, sending
from huiying.proof.models import Proof, Visit
from huiying.proof.refusals import NotConnected
from tests.city import City, later
from tests.console import scenes
from tests.notices.servers import Post
from tests.proof.conftest import EMAIL, LIU, PHONE, Clock, last_code, other, send

pytestmark = pytest.mark.django_db
STRANGER = "18800002222"


def ask(client: Client, contact: str = PHONE) -> None:
    response = client.post("/my/", {"contact": contact})
    assert response.status_code == 302, response.content.decode()
    assert response["Location"] == "/my/code/"
    send()


def signed_in(post: Post, contact: str = PHONE) -> Client:
    client = Client()
    ask(client, contact)
    assert client.post("/my/code/", {"code": last_code(post)})["Location"] == "/my/"
    return client


def test_nothing_of_it_is_offered_where_no_sender_is_connected(city: City) -> None:
    city.receive(reporter=LIU)
    client = Client()
    assert "/my/" not in client.get("/").content.decode()
    assert "/my/" not in client.get("/track/").content.decode()
    for response in (client.get("/my/"), client.post("/my/", {"contact": PHONE})):
        assert response.status_code == 404
        assert "没有开通" in response.content.decode()
    assert not Proof.objects.exists()


def test_the_start_page_leads_there(city: City, sms: Post) -> None:
    for address in ("/", "/track/"):
        assert 'href="/my/"' in Client().get(address).content.decode()


def test_with_the_code_she_sees_her_cases_and_nobody_else_s(city: City, sms: Post) -> None:
    mine = [city.receive(reporter=LIU, title=f"我的第{n}件") for n in "一二"]
    other_s = city.receive(reporter=Contact("赵强", STRANGER), title="别人的事")
    client = signed_in(sms)
    page = client.get("/my/").content.decode()
    for case in mine:
        assert case.title in page
        assert f'href="/track/{case.tracking_code}/"' in page
    assert other_s.title not in page
    assert other_s.tracking_code not in page
    assert sms.messages[-1]["to"] == PHONE


def test_an_address_works_as_a_phone_does_however_it_is_written(city: City, mail: Post) -> None:
    case = city.receive(reporter=LIU)
    client = signed_in(mail, " LiuYang@example.test ")
    assert case.title in client.get("/my/").content.decode()
    letter = mail.letters[-1]
    assert letter["To"].lower() == EMAIL
    assert "http" not in str(letter.get_content()), "a code, and nothing to press"


def test_only_what_is_connected_is_asked_for(city: City, mail: Post) -> None:
    city.receive(reporter=LIU)
    page = Client().get("/my/").content.decode()
    assert "手机号" not in page
    response = Client().post("/my/", {"contact": PHONE})
    assert response.status_code == 422
    assert "没有开通" in response.content.decode()


@pytest.mark.parametrize("contact", ["010-12345678", "+1 202 555 0101", "刘洋"])
def test_what_nothing_can_be_sent_to_is_refused_with_words(
    contact: str, city: City, sms: Post, mail: Post
) -> None:
    response = Client().post("/my/", {"contact": contact})
    assert response.status_code == 422
    assert "发不了验证码" in response.content.decode()
    assert not Proof.objects.exists()


def test_who_asks_cannot_tell_whether_a_contact_is_known(city: City, sms: Post) -> None:
    city.receive(reporter=LIU)
    pages = []
    for contact in (PHONE, STRANGER):
        client = Client()
        ask(client, contact)
        shown = [client.get("/my/code/")]
        code = other(last_code(sms))
        shown += [client.post("/my/code/", {"code": code}) for _ in range(6)]
        pages.append([(one.status_code, _without_mark(one.content.decode())) for one in shown])
    assert pages[0] == pages[1]
    assert [message["to"] for message in sms.messages] == [PHONE], "nothing goes to strangers"


def _without_mark(page: str) -> str:
    """A page without its CSRF tokens, which differ each time."""
    return "\n".join(line for line in page.replace("><", ">\n<").split("\n") if "csrf" not in line)


def test_neither_code_nor_contact_nor_secret_stands_in_the_table(city: City, sms: Post) -> None:
    city.receive(reporter=LIU)
    client = Client()
    ask(client)
    row, code = Proof.objects.get(), last_code(sms)
    for value in (row.code_digest, row.token, row.contact_index, bytes(row.contact_sealed)):
        for secret in (PHONE, client.cookies[WAITING].value):
            assert secret not in str(value)
    assert row.code_digest != code
    assert len(row.code_digest) == 64
    tasks = [str(task) for task in _queued()]
    assert tasks
    assert not any(code in task for task in tasks)


def _queued() -> list[object]:
    from django_tasks_db.models import DBTaskResult

    return list(DBTaskResult.objects.values_list("args_kwargs", flat=True))


def test_a_wrong_code_says_how_many_tries_are_left_and_the_right_one_still_opens(
    city: City, sms: Post
) -> None:
    city.receive(reporter=LIU)
    client = Client()
    ask(client)
    code = last_code(sms)
    wrong = client.post("/my/code/", {"code": other(code)})
    assert wrong.status_code == 422
    assert "还可以试 4 次" in wrong.content.decode()
    assert client.post("/my/code/", {"code": code}).status_code == 302


def test_after_five_wrong_tries_the_right_code_is_worth_nothing(city: City, sms: Post) -> None:
    city.receive(reporter=LIU)
    client = Client()
    ask(client)
    code = last_code(sms)
    for _ in range(5):
        answer = client.post("/my/code/", {"code": other(code)})
    assert "已经失效" in answer.content.decode()
    assert client.post("/my/code/", {"code": code}).status_code == 422
    assert not Visit.objects.exists()


def test_after_ten_minutes_the_code_is_worth_nothing(city: City, sms: Post, clock: Clock) -> None:
    city.receive(reporter=LIU)
    early, late = Client(), Client()
    for client, minutes in ((early, 9.9), (late, 10)):
        ask(client)
        code, asked = last_code(sms), clock.at
        clock.at = asked + timedelta(minutes=minutes)
        answer = client.post("/my/code/", {"code": code})
        assert (answer.status_code == 302) == (client is early)
    assert "已经失效" in answer.content.decode()


def test_a_code_opens_once(city: City, sms: Post) -> None:
    city.receive(reporter=LIU)
    client = Client()
    ask(client)
    code, secret = last_code(sms), client.cookies[WAITING].value
    assert client.post("/my/code/", {"code": code}).status_code == 302
    again = Client()
    again.cookies[WAITING] = secret
    assert again.post("/my/code/", {"code": code}).status_code == 422
    assert Visit.objects.count() == 1


def test_of_two_codes_for_one_browser_the_last_counts(city: City, sms: Post) -> None:
    city.receive(reporter=LIU)
    client = Client()
    ask(client)
    first = last_code(sms)
    ask(client)
    second = last_code(sms)
    assert Proof.objects.count() == 1
    if first != second:
        assert client.post("/my/code/", {"code": first}).status_code == 422
    assert client.post("/my/code/", {"code": second}).status_code == 302


def test_two_browsers_do_not_disturb_each_other_and_codes_do_not_cross(
    city: City, sms: Post
) -> None:
    city.receive(reporter=LIU)
    hers, thief = Client(), Client()
    ask(hers)
    code = last_code(sms)
    ask(thief)
    if code != last_code(sms):
        assert thief.post("/my/code/", {"code": code}).status_code == 422
    assert hers.post("/my/code/", {"code": code}).status_code == 302
    assert Client().post("/my/code/", {"code": code}).status_code == 422, "no browser asked"


def test_a_visit_ends_after_half_an_hour(city: City, sms: Post, clock: Clock) -> None:
    case = city.receive(reporter=LIU)
    client = signed_in(sms)
    secret = client.cookies[VISIT]
    assert secret["httponly"]
    assert secret["max-age"] == 30 * 60
    clock.at += timedelta(minutes=29)
    assert case.title in client.get("/my/").content.decode()
    clock.at += timedelta(minutes=1)
    page = client.get("/my/").content.decode()
    assert case.title not in page
    assert "获取验证码" in page


def test_whoever_signs_out_is_out_with_the_old_secret_too(city: City, sms: Post) -> None:
    case = city.receive(reporter=LIU)
    client = signed_in(sms)
    secret = client.cookies[VISIT].value
    assert client.get("/my/leave/").status_code == 405, "no picture or link signs anybody out"
    assert client.post("/my/leave/")["Location"] == "/"
    client.cookies[VISIT] = secret
    assert case.title not in client.get("/my/").content.decode()
    assert Client().post("/my/leave/").status_code == 302, "nobody was signed in: no harm"


def test_every_look_is_in_the_journal_without_the_contact(city: City, sms: Post) -> None:
    case = city.receive(reporter=LIU)
    client = signed_in(sms)
    client.get("/my/")
    client.get("/my/")
    client.post("/my/leave/")
    told = [line(entry) for entry in Entry.objects.filter(topic="own").order_by("id")]
    assert [one.event for one in told] == [
        "OwnCasesOpened", "OwnCasesShown", "OwnCasesShown", "OwnCasesLeft",
    ]  # fmt: skip
    assert told[0].data == {"kind": "phone"}
    assert told[1].data == {"case_ids": [case.pk]}
    assert {one.actor_name for one in told} == {"诉求人"}


def test_the_list_costs_the_same_for_one_case_and_for_twenty(
    city: City, sms: Post, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    city.receive(reporter=LIU)
    client = signed_in(sms)
    with django_assert_max_num_queries(12) as one:
        client.get("/my/")
    for n in range(19):
        city.receive(reporter=LIU, at=later(minutes=n))
    with django_assert_max_num_queries(12) as twenty:
        client.get("/my/")
    assert len(one.captured_queries) == len(twenty.captured_queries)


def test_further_pages_show_the_rest_once(city: City, sms: Post) -> None:
    made = [city.receive(reporter=LIU, at=later(minutes=n)) for n in range(23)]
    client = signed_in(sms)
    first = client.get("/my/")
    found = first.content.decode()
    place = found.split("place=")[1].split('"')[0]
    second = client.get(f"/my/?place={place}").content.decode()
    for case in made:
        assert (case.tracking_code in found) != (case.tracking_code in second)
    assert client.get("/my/?place=nonsense").status_code == 200


def test_a_question_that_waits_stands_out(city: City, sms: Post) -> None:
    case = scenes.handling(city)
    cases.ask(
        case_id=case.pk, actor=city.actor("wang"), at=later(hours=2), text="是哪一盏灯？",
        due_at=later(days=3),
    )  # fmt: skip
    assert "需要您答复" in signed_in(sms).get("/my/").content.decode()


def test_who_was_anonymised_is_found_no_more(city: City, sms: Post, mail: Post) -> None:
    from huiying.cases.people import fill

    case = city.receive(reporter=LIU)
    assert case.reporter is not None
    fill(case.reporter, Contact()).save()
    for contact in (PHONE, EMAIL):
        ask(Client(), contact)
    assert not sms.messages
    assert not mail.letters


def test_nobody_is_bombed_with_messages(city: City, sms: Post, clock: Clock) -> None:
    """Whoever asks, from wherever: three an hour, six a day to one contact."""
    city.receive(reporter=LIU)
    for hour in range(4):
        clock.at = later(hours=4 + hour * 1.1)
        for n in range(5):
            Client(REMOTE_ADDR=f"10.0.{hour}.{n + 1}").post("/my/", {"contact": PHONE})
        send()
    assert len(sms.messages) == 6
    refused = Client(REMOTE_ADDR="10.1.1.1").post("/my/", {"contact": PHONE})
    assert refused.status_code == 422
    assert "分钟后再试" in refused.content.decode()
    clock.at = later(hours=29)
    ask(Client(REMOTE_ADDR="10.1.1.2"))
    assert len(sms.messages) == 7


def test_the_limit_of_a_contact_says_nothing_about_it(city: City, sms: Post) -> None:
    """An unknown contact is refused after as many requests, with the same words."""
    city.receive(reporter=LIU)
    answers = []
    for net, contact in enumerate((PHONE, STRANGER)):
        tries = [
            Client(REMOTE_ADDR=f"10.2.{net}.{n + 1}").post("/my/", {"contact": contact})
            for n in range(4)
        ]
        answers.append([one.status_code for one in tries])
    assert answers == [[302, 302, 302, 422]] * 2


def test_one_address_of_the_network_cannot_try_many_contacts(city: City, sms: Post) -> None:
    statuses = [
        Client().post("/my/", {"contact": f"1390000{n:04d}"}).status_code for n in range(ASKED + 1)
    ]
    assert statuses == [302] * ASKED + [429]


def test_one_address_has_a_limit_for_the_day_too(city: City, sms: Post, clock: Clock) -> None:
    from huiying.portal.codes import ASKED_IN_A_DAY

    statuses = []
    for n in range(ASKED_IN_A_DAY + 1):
        clock.at = later(hours=3, minutes=11 * n)
        statuses.append(Client().post("/my/", {"contact": f"1390000{n:04d}"}).status_code)
    assert statuses == [302] * ASKED_IN_A_DAY + [429]


def test_codes_cannot_be_tried_without_end_from_one_address(city: City, sms: Post) -> None:
    from huiying.portal.codes import ENTERED

    answers = [Client().post("/my/code/", {"code": "000000"}) for _ in range(ENTERED + 1)]
    assert [one.status_code for one in answers] == [422] * ENTERED + [429]


def test_what_the_gateway_refused_is_tried_again_with_a_new_code(
    city: City, sms: Post, clock: Clock
) -> None:
    city.receive(reporter=LIU)
    sms.refusing = True
    client = Client()
    ask(client)
    assert not sms.messages
    row = Proof.objects.get()
    assert row.next_at == clock.at + sending.WAITS[0]
    sms.refusing = False
    clock.at = row.next_at
    assert sending.run_due(clock.at) == 1
    assert sending.run_due(clock.at) == 0, "claimed by one"
    send()
    assert client.post("/my/code/", {"code": last_code(sms)}).status_code == 302


def test_what_never_went_out_is_counted_for_those_who_mend_it(
    city: City, sms: Post, clock: Clock
) -> None:
    city.receive(reporter=LIU)
    sms.refusing = True
    ask(Client())
    for _ in range(3):
        clock.at += timedelta(seconds=61)
        send()
    assert Proof.objects.get().next_at is None
    desk = Client()
    desk.force_login(city.people["wang"], "huiying.config.signin.Backend")
    page = desk.get("/desk/notices/").content.decode()
    assert "有 1 个验证码" in page


def test_what_is_over_is_deleted(city: City, sms: Post, clock: Clock) -> None:
    city.receive(reporter=LIU)
    signed_in(sms)
    ask(Client())
    assert sending.forget(clock.at) == 0
    assert sending.forget(clock.at + timedelta(minutes=10)) == 1
    assert sending.forget(clock.at + timedelta(minutes=30)) == 1
    assert not Proof.objects.exists()
    assert not Visit.objects.exists()


def test_an_english_page_sends_an_english_message(city: City, sms: Post) -> None:
    city.receive(reporter=LIU)
    client = Client(headers={"accept-language": "en"})
    assert "My reports" in client.get("/my/").content.decode()
    ask(client)
    assert "valid for 10 minutes" in sms.messages[-1]["text"]


def test_a_phone_shared_by_two_kinds_of_contact_does_not_mix(city: City, sms: Post) -> None:
    """The visit of a phone shows what was raised with that phone, whatever the address was."""
    case = city.receive(reporter=Contact("刘洋", PHONE, EMAIL))
    alone = city.receive(reporter=Contact("刘洋", "", EMAIL), title="只留了邮箱")
    page = signed_in(sms).get("/my/").content.decode()
    assert case.tracking_code in page
    assert alone.tracking_code not in page


def test_a_settings_change_takes_it_away_at_once(city: City, sms: Post, settings: Settings) -> None:
    settings.SMS_URL = ""
    assert Client().get("/my/").status_code == 404
    with pytest.raises(NotConnected):
        actions.ask(contact=PHONE, language="zh-hans", at=later())


def test_an_index_tells_phones_from_addresses() -> None:
    assert index_of("19900001111", "phone") != index_of("19900001111", "email")
