"""The contact of a case is proven by whoever holds its code and gets the message; staff see it."""

from __future__ import annotations

import importlib
import threading
from typing import Any

import pytest
from django.apps import apps
from django.db import close_old_connections, connection
from django.test import Client

from huiying.cases import actions as cases
from huiying.cases.models import Case, Reporter
from huiying.cases.people import Contact, index_of
from huiying.journal.models import Entry
from huiying.lib.errors import Refused
from huiying.portal.codes import WAITING
from huiying.proof import actions, queries
from huiying.proof.models import Proof, Visit
from huiying.proof.refusals import CodeEnded
from tests.city import City
from tests.notices.servers import Post
from tests.proof.conftest import EMAIL, LIU, PHONE, Clock, last_code, other, send

pytestmark = pytest.mark.django_db


def ask(client: Client, case: Case, kind: str = "phone") -> Any:
    response = client.post(f"/track/{case.tracking_code}/prove/", {"kind": kind})
    send()
    return response


def enter(client: Client, case: Case, code: str) -> Any:
    return client.post(f"/track/{case.tracking_code}/prove/code/", {"code": code})


def reporter(case: Case) -> Reporter:
    return Reporter.objects.get(case=case)


def card(city: City, case: Case) -> str:
    desk = Client()
    desk.force_login(city.people["wang"], "huiying.config.signin.Backend")
    page = desk.get(f"/desk/case/{case.number}/").content.decode()
    shown = page[page.index('id="reporter"') :].partition("</section>")[0]
    opened = desk.post(f"/desk/case/{case.number}/reveal/", {"purpose": "核实"}).content.decode()
    assert ("未验证" in opened) == ("未验证" in shown), "the same when the phone is shown"
    return shown


def test_without_a_sender_a_report_is_taken_and_nothing_is_offered(city: City) -> None:
    case = city.receive(channel="web", reporter=LIU)
    for address in (f"/track/{case.tracking_code}/", f"/report/done/{case.tracking_code}/"):
        page = Client().get(address)
        assert page.status_code == 200
        assert "/prove/" not in page.content.decode()
    assert ask(Client(), case).status_code == 409


def test_the_code_proves_the_phone_and_the_operator_sees_it(
    city: City, sms: Post, clock: Clock
) -> None:
    case = city.receive(channel="web", reporter=Contact("刘洋", PHONE))
    assert "未验证" in card(city, case)
    client = Client()
    for address in (f"/report/done/{case.tracking_code}/", f"/track/{case.tracking_code}/"):
        assert "给尾号 1111 的手机发验证码" in client.get(address).content.decode()
    assert ask(client, case)["Location"] == f"/track/{case.tracking_code}/prove/code/"
    assert client.get(f"/track/{case.tracking_code}/prove/code/").status_code == 200
    assert enter(client, case, last_code(sms))["Location"] == f"/track/{case.tracking_code}/"
    assert reporter(case).phone_proven_at == clock.at
    told = card(city, case)
    assert "已验证" in told
    assert "未验证" not in told
    assert Entry.objects.filter(event="ContactProven", subject_id=case.pk).count() == 1
    assert "/prove/" not in client.get(f"/track/{case.tracking_code}/").content.decode()
    assert not Visit.objects.exists(), "a report is proven; nobody is signed in"


def test_a_call_to_the_hotline_is_not_called_unproven(city: City, sms: Post) -> None:
    assert "未验证" not in card(city, city.receive(reporter=Contact("刘洋", PHONE)))


def test_phone_and_address_are_proven_each_for_itself(city: City, sms: Post, mail: Post) -> None:
    case, client = city.receive(channel="web", reporter=LIU), Client()
    ask(client, case, "email")
    code = last_code(mail)
    assert not sms.messages
    assert enter(client, case, code).status_code == 302
    assert reporter(case).email_proven_at is not None
    assert reporter(case).phone_proven_at is None
    assert [offer.kind for offer in queries.offers(Case.objects.get(pk=case.pk))] == ["phone"]


def test_a_wrong_code_proves_nothing_and_five_end_it(city: City, sms: Post) -> None:
    case, client = city.receive(channel="web", reporter=LIU), Client()
    ask(client, case)
    code = last_code(sms)
    told = [enter(client, case, other(code)).content.decode() for _ in range(5)]
    assert "还可以试 1 次" in told[3]
    assert "已经失效" in told[4]
    assert enter(client, case, code).status_code == 422
    assert reporter(case).phone_proven_at is None


def test_the_code_of_one_case_is_of_no_use_for_another_nor_for_the_list(
    city: City, sms: Post
) -> None:
    case, second = (city.receive(channel="web", reporter=LIU) for _ in range(2))
    client = Client()
    ask(client, case)
    code = last_code(sms)
    assert enter(client, second, code).status_code == 422
    assert client.post("/my/code/", {"code": code}).status_code == 422
    assert reporter(second).phone_proven_at is None
    assert not Visit.objects.exists()
    assert enter(client, case, code).status_code == 302, "these tries were not tries of this code"


def test_another_phone_is_another_proof(city: City, sms: Post, clock: Clock) -> None:
    case, client = city.receive(channel="web", reporter=LIU), Client()
    ask(client, case)
    enter(client, case, last_code(sms))
    for phone, proven in ((PHONE, True), ("18800002222", False)):
        cases.correct_reporter(
            case_id=case.pk, actor=city.actor("wang"), at=clock.at, text="核对",
            contact=Contact(f"刘 {phone}", phone, EMAIL),
        )  # fmt: skip
        assert (reporter(case).phone_proven_at is not None) == proven


def test_whoever_sees_own_cases_needs_no_second_code_for_the_same_contact(
    city: City, sms: Post, mail: Post
) -> None:
    case, client = city.receive(channel="web", reporter=LIU), Client()
    stranger = city.receive(channel="web", reporter=Contact("赵强", "18800002222"))
    client.post("/my/", {"contact": PHONE})
    send()
    client.post("/my/code/", {"code": last_code(sms)})
    assert ask(client, case)["Location"] == f"/track/{case.tracking_code}/"
    assert reporter(case).phone_proven_at is not None
    assert ask(client, case, "email")["Location"].endswith("/prove/code/")
    assert ask(client, stranger)["Location"].endswith("/prove/code/")
    assert reporter(case).email_proven_at is None
    assert reporter(stranger).phone_proven_at is None
    assert Entry.objects.filter(event="ContactProven").count() == 1


def test_a_contact_corrected_meanwhile_is_not_proven(city: City, sms: Post, clock: Clock) -> None:
    case, client = city.receive(channel="web", reporter=LIU), Client()
    ask(client, case)
    cases.correct_reporter(
        case_id=case.pk, actor=city.actor("wang"), at=clock.at, text="核对",
        contact=Contact("刘洋", "18800002222", EMAIL),
    )  # fmt: skip
    assert enter(client, case, last_code(sms)).status_code == 422
    assert reporter(case).phone_proven_at is None


def test_a_landline_is_not_offered_and_is_refused_when_asked(city: City, sms: Post) -> None:
    case = city.receive(channel="web", reporter=Contact("刘洋", "010-12345678"))
    assert "/prove/" not in Client().get(f"/track/{case.tracking_code}/").content.decode()
    refused = ask(Client(), case)
    assert refused.status_code == 409
    assert "发不了验证码" in refused.content.decode()


@pytest.mark.parametrize("kind", ["", "pigeon", "phone' OR 1=1", "email"])
def test_what_the_case_has_not_is_refused(kind: str, city: City, sms: Post) -> None:
    case = city.receive(channel="web", reporter=Contact("刘洋", PHONE))
    assert ask(Client(), case, kind).status_code == 409
    assert not Proof.objects.exists()


def test_unknown_codes_lead_nowhere(city: City, sms: Post) -> None:
    for address in ("/track/AAAA-BBBB-CCCCC/prove/", "/track/AAAA-BBBB-CCCCC/prove/code/"):
        assert Client().post(address, {"kind": "phone", "code": "000000"}).status_code == 404
    case = city.receive(channel="web", reporter=LIU)
    nobody = Client().get(f"/track/{case.tracking_code}/prove/code/")
    assert nobody["Location"] == f"/track/{case.tracking_code}/"


def test_reports_with_somebody_s_phone_do_not_bomb_it(city: City, sms: Post) -> None:
    """Twenty reports that name one phone have no more codes sent to it than one."""
    made = [city.receive(channel="web", reporter=LIU) for _ in range(5)]
    statuses = [ask(Client(REMOTE_ADDR=f"10.3.0.{n}"), case) for n, case in enumerate(made)]
    assert [one.status_code for one in statuses] == [302, 302, 302, 409, 409]
    assert len(sms.messages) == 3


def test_addresses_from_before_are_found_after_the_upgrade(city: City) -> None:
    case = city.receive(reporter=LIU)
    silent = city.receive(reporter=Contact("赵强", "18800002222"))
    Reporter.objects.update(email_index="")
    upgrade = importlib.import_module("huiying.cases.migrations.0008_proven_contacts")
    upgrade.index_addresses(apps, None)
    assert reporter(case).email_index == index_of(EMAIL, "email")
    assert reporter(silent).email_index == ""


@pytest.mark.django_db(transaction=True)
def test_one_code_entered_twice_at_once_opens_once(city: City, sms: Post, clock: Clock) -> None:
    city.receive(reporter=LIU)
    client = Client()
    client.post("/my/", {"contact": PHONE})
    send()
    code, secret = last_code(sms), client.cookies[WAITING].value
    start, opened, refused = threading.Barrier(4), [], []

    def work() -> None:
        start.wait()
        try:
            opened.append(actions.enter(token=secret, code=code, at=clock.at))
        except Refused as problem:
            refused.append(problem.code)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1
    assert refused == ["code_ended"] * 3
    assert Visit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_wrong_tries_at_once_are_all_counted(city: City, sms: Post, clock: Clock) -> None:
    city.receive(reporter=LIU)
    client = Client()
    client.post("/my/", {"contact": PHONE})
    send()
    code, secret = last_code(sms), client.cookies[WAITING].value
    start = threading.Barrier(5)

    def work() -> None:
        start.wait()
        try:
            actions.enter(token=secret, code=other(code), at=clock.at)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not Proof.objects.exists()
    with pytest.raises(CodeEnded):
        actions.enter(token=secret, code=code, at=clock.at)


def test_the_timeline_says_it_in_a_sentence(city: City, sms: Post) -> None:
    case, client = city.receive(channel="web", reporter=LIU), Client()
    ask(client, case)
    enter(client, case, last_code(sms))
    desk = Client()
    desk.force_login(city.people["wang"], "huiying.config.signin.Backend")
    page = desk.get(f"/desk/case/{case.number}/").content.decode()
    assert "诉求人用验证码验证了电话" in page
    public = Client().get(f"/track/{case.tracking_code}/").content.decode()
    assert "验证了电话" not in public
