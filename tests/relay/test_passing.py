"""李强 passes a case on; it arrives once, is followed to its end, and what fails is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from huiying.cases.actions import retention
from huiying.cases.models import Case
from huiying.cases.people import open_key
from huiying.cases.refusals import NoSuchCase
from huiying.cases.rules.retention import scrubber
from huiying.journal.queries import history
from huiying.relay import passing, queries, sending, servers
from huiying.relay.client import REFUSED, UNSURE
from huiying.relay.models import Meaning, Passing, Server, Service, Told
from huiying.relay.refusals import (
    AlreadyPassed,
    BadServerAddress,
    CaseOver,
    MissingAnswer,
    MissingWords,
    NoPlace,
    NoSuchPassing,
    NoSuchService,
    NotAgreed,
    NotKeeper,
    NotPassable,
)
from tests.city import City, later
from tests.relay.conftest import Foreign, read, run

pytestmark = pytest.mark.django_db
PassOn = Callable[..., Passing]
TAKEN = (201, [{"service_request_id": "7711", "service_notice": "", "account_id": None}])
OPEN = {
    "service_request_id": "7711", "status": "open", "status_notes": "已派修",
    "agency_responsible": "北塘路灯所", "expected_datetime": "2026-03-12T17:00:00+08:00",
}  # fmt: skip


def one() -> Passing:
    return Passing.objects.get()


def events(case: Case) -> list[str]:
    return [line.event for line in history("case", case.pk) if line.event.startswith("Pass")]


def test_it_arrives_with_its_number_and_without_a_name(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    case = city.receive()
    foreign.answers["POST requests.json"] = TAKEN
    pass_on(case)
    run(later(minutes=2))
    (sent,) = foreign.sent()
    assert sent["service_code"] == ["001"]
    assert sent["description"] == [f"幸福里东门三盏路灯不亮。 [{case.number}]"]
    assert sent["jurisdiction_id"] == ["beitang.example"]
    assert sent["api_key"] == ["geheim"]
    assert not {"first_name", "last_name", "phone", "email"} & set(sent)
    assert (one().status, one().number, one().doubt) == ("open", "7711", False)
    assert events(case) == ["PassedOn", "PassingArrived"]


def test_a_name_is_told_only_when_the_person_agreed(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    foreign.answers["POST requests.json"] = TAKEN
    pass_on(city.receive(), identity=True)
    run(later(minutes=2))
    (sent,) = foreign.sent()
    assert (sent["last_name"], sent["first_name"]) == (["刘"], ["洋"])
    assert sent["phone"] == ["19900001111"]


def test_a_person_who_asks_for_silence_meanwhile_is_not_named(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    case = city.receive()
    foreign.answers["POST requests.json"] = TAKEN
    pass_on(case, identity=True)
    Case.objects.update(confidential=True)
    run(later(minutes=2))
    assert "phone" not in foreign.sent()[0]


def test_a_confidential_person_cannot_be_named(city: City, pass_on: PassOn) -> None:
    with pytest.raises(NotAgreed):
        pass_on(city.receive(confidential=True), identity=True)
    with pytest.raises(NotAgreed):
        pass_on(city.receive(reporter=None), identity=True)
    assert not Passing.objects.exists()


def test_it_is_followed_to_its_end(city: City, foreign: Foreign, pass_on: PassOn) -> None:
    case = city.receive()
    foreign.answers |= {
        "POST requests.json": TAKEN,
        "GET requests/7711.json": (200, [OPEN]),
        "GET servicerequestupdates.json": (200, [
            {"update_id": "5", "service_request_id": "7711", "status": "open",
             "updated_datetime": "2026-03-10T10:00:00+08:00", "description": "工人已出发"},
            {"update_id": "6", "service_request_id": "7712", "status": "open",
             "updated_datetime": "2026-03-10T10:00:00+08:00", "description": "别人的"},
        ]),
    }  # fmt: skip
    pass_on(case)
    run(later(minutes=2))
    run(later(minutes=20))
    assert (one().foreign_status, one().notes, one().agency) == ("open", "已派修", "北塘路灯所")
    run(later(minutes=40))
    assert [told.text for told in Told.objects.all()] == ["工人已出发"]
    foreign.answers["GET requests/7711.json"] = (200, [OPEN | {"status": "closed"}])
    run(later(hours=2))
    assert (one().status, one().next_at) == ("closed", None)
    assert events(case) == ["PassedOn", "PassingArrived", "PassingEnded"]
    case.refresh_from_db()
    assert case.open  # what happens here is for people to say


def test_a_token_becomes_a_number(city: City, foreign: Foreign, pass_on: PassOn) -> None:
    foreign.answers["POST requests.json"] = (201, [{"token": "t/1"}])
    pass_on(city.receive())
    run(later(minutes=2))
    assert (one().status, one().token) == ("token", "t/1")
    run(later(minutes=5))  # the other side does not know it yet
    assert one().status == "token"
    foreign.answers["GET tokens/t%2F1.json"] = (
        200, [{"service_request_id": "7711", "token": "t/1"}],
    )  # fmt: skip
    run(later(minutes=30))
    assert (one().status, one().number) == ("open", "7711")


def test_a_token_that_never_becomes_a_number_is_seen(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    foreign.answers["POST requests.json"] = (201, [{"token": "t1"}])
    pass_on(city.receive())
    run(later(minutes=2))
    run(later(days=8))
    assert (one().status, one().problem) == ("failed", "对方一直没有给出编号")


def test_a_busy_server_is_tried_again_ever_later_and_given_up(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    case = city.receive()
    foreign.answers |= {"POST requests.json": (503, b"busy"), "GET requests.json": (200, [])}
    pass_on(case)
    gaps, at = [], later(minutes=2)
    for _n in range(20):
        run(at)
        if (due := one().next_at) is None:
            break
        gaps.append(due - at)
        at = due
    assert gaps == sorted(gaps)
    assert (one().status, one().tries) == ("failed", len(gaps) + 1)
    assert events(case) == ["PassedOn", "PassingFailed"]


def test_a_refusal_is_final_and_is_told_in_its_own_words(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    foreign.answers["POST requests.json"] = (403, b"<error>Invalid api_key received</error>")
    pass_on(city.receive())
    run(later(minutes=2))
    found = one()
    assert (found.status, found.problem) == ("failed", REFUSED)
    assert found.said == "Invalid api_key received"
    assert queries.troubled(city.actor("zhou")) == queries.troubled(city.actor("guo")) == 1


def test_what_may_have_arrived_is_looked_for_before_it_is_sent_again(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    case = city.receive()
    foreign.answers["POST requests.json"] = (0, None)
    pass_on(case)
    run(later(minutes=2))
    assert (one().status, one().doubt) == ("waiting", True)
    known = {"service_request_id": "7711", "description": f"路灯 [{case.number}]"}
    foreign.answers["GET requests.json"] = (200, [{"service_request_id": "1"}, known])
    run(later(minutes=5))
    assert (one().status, one().number) == ("open", "7711")
    assert len(foreign.sent()) == 1


def test_where_nobody_can_tell_a_person_decides(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    foreign.answers |= {"POST requests.json": (0, None), "GET requests.json": (403, [])}
    pass_on(city.receive())
    run(later(minutes=2))
    run(later(minutes=5))
    assert (one().status, one().problem, len(foreign.sent())) == ("failed", UNSURE, 1)
    foreign.answers["POST requests.json"] = TAKEN
    passing.resend(passing_id=one().pk, actor=city.actor("guo"), at=later(hours=1))
    run(later(hours=1))
    assert (one().status, len(foreign.sent())) == ("open", 2)


def test_the_same_key_goes_with_every_try(city: City, foreign: Foreign, pass_on: PassOn) -> None:
    foreign.answers |= {"POST requests.json": (500, b""), "GET requests.json": (200, [])}
    pass_on(city.receive())
    run(later(minutes=2))
    run(later(minutes=5))
    keys = [headers["Idempotency-Key"] for name, _f, headers in foreign.asked if "POST" in name]
    assert keys == [one().key] * 2


def test_a_server_that_is_not_there_costs_no_doubt(
    city: City, foreign: Foreign, pass_on: PassOn, server: Server
) -> None:
    Server.objects.update(endpoint="http://127.0.0.1:9/v2")
    pass_on(city.receive())
    run(later(minutes=2))
    assert (one().status, one().doubt, one().tries) == ("waiting", False, 1)


def test_a_server_without_an_answer_rests_and_holds_nothing_up(
    city: City, foreign: Foreign, pass_on: PassOn, clock: None
) -> None:
    foreign.answers["POST requests.json"] = (0, None)
    first, second = pass_on(city.receive()), pass_on(city.receive())
    claim = later(minutes=1).isoformat()
    sending.work.func(first.pk, claim)
    sending.work.func(second.pk, claim)
    assert len(foreign.sent()) == 1
    second.refresh_from_db()
    assert (second.status, second.tries) == ("waiting", 0)
    assert second.next_at == later(minutes=11)
    assert sending.run_due(later(minutes=10, seconds=40)) == 0
    assert sending.run_due(later(minutes=12)) == 2


def test_the_address_goes_out_as_it_was_shortened(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    foreign.answers["POST requests.json"] = TAKEN
    pass_on(city.receive(), address=" 幸福里小区 ")
    run(later(minutes=2))
    assert foreign.sent()[0]["address_string"] == ["幸福里小区"]
    with pytest.raises(NoPlace):
        pass_on(city.receive(), address="")


def test_our_own_net_is_not_reached_unless_it_is_allowed(
    city: City, foreign: Foreign, pass_on: PassOn, settings: Settings
) -> None:
    pass_on(city.receive())
    settings.INNER_NETS = ()
    run(later(minutes=2))
    assert (foreign.asked, one().doubt) == ([], False)
    with pytest.raises(BadServerAddress):
        servers.add(
            name="x", endpoint=foreign.endpoint, jurisdiction="", key="",
            actor=city.actor("guo"), at=later(),
        )  # fmt: skip


def test_a_redirect_takes_no_key_elsewhere(city: City, foreign: Foreign, pass_on: PassOn) -> None:
    foreign.answers["POST requests.json"] = (302, b"")
    pass_on(city.receive())
    run(later(minutes=2))
    assert (one().status, len(foreign.asked)) == ("failed", 1)


def test_trouble_while_following_is_seen_and_passes(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    foreign.answers["POST requests.json"] = TAKEN
    pass_on(city.receive())
    run(later(minutes=2))
    foreign.answers["GET requests/7711.json"] = (500, b"")
    for days in (1, 2, 3):
        run(later(days=days))
    assert (one().status, one().tries) == ("open", 3)
    assert queries.troubled(city.actor("zhou")) == 1
    foreign.answers["GET requests/7711.json"] = (200, [OPEN])
    run(later(days=4))
    assert (one().tries, one().problem) == (0, "")
    assert queries.troubled(city.actor("zhou")) == 0


def test_a_claim_is_worked_off_once(
    city: City, foreign: Foreign, pass_on: PassOn, clock: None
) -> None:
    foreign.answers["POST requests.json"] = TAKEN
    row = pass_on(city.receive())
    claim = row.next_at
    assert claim is not None
    for _n in range(2):
        sending.work.func(row.pk, claim.isoformat())
    assert len(foreign.sent()) == 1
    assert one().status == "open"


def test_what_is_stopped_is_left_alone(city: City, foreign: Foreign, pass_on: PassOn) -> None:
    row = pass_on(city.receive())
    passing.stop(passing_id=row.pk, actor=city.actor("zhou"), at=later(minutes=1))
    run(later(minutes=2))
    assert (foreign.asked, one().status) == ([], "stopped")
    with pytest.raises(NoSuchPassing):
        passing.resend(passing_id=row.pk, actor=city.actor("zhou"), at=later(minutes=3))


def test_a_case_is_with_a_server_once_at_a_time(city: City, pass_on: PassOn) -> None:
    case = city.receive()
    row = pass_on(case)
    with pytest.raises(AlreadyPassed):
        pass_on(case)
    passing.stop(passing_id=row.pk, actor=city.actor("li"), at=later(minutes=2))
    pass_on(case)
    assert Passing.objects.count() == 2


@pytest.mark.parametrize("who", ["wang", "chen", "zhao", "wu", "he", "lin", "bai"])
def test_who_may_not_pass_on(city: City, pass_on: PassOn, who: str) -> None:
    with pytest.raises((NotPassable, NoSuchCase)):
        pass_on(city.receive(), by=who)


def test_the_unit_that_has_the_case_may(city: City, pass_on: PassOn) -> None:
    case = city.receive()
    Case.objects.update(state="handling", lead_unit_id=city.unit("lamps"))
    pass_on(case, by="chen")
    with pytest.raises(NotPassable):
        pass_on(case, by="sun")


def test_what_is_missing_is_said(city: City, server: Server, pass_on: PassOn) -> None:
    case = city.receive()
    with pytest.raises(MissingWords):
        pass_on(case, text="  ")
    with pytest.raises(MissingAnswer):
        pass_on(case, service_code="002")
    with pytest.raises(NoSuchService):
        pass_on(case, service_code="999")
    with pytest.raises(NoPlace):
        pass_on(city.receive(address=""))
    Case.objects.update(state="void", open=False, closed_at=later())
    with pytest.raises(CaseOver):
        pass_on(case)


def test_answers_go_as_attributes_and_unasked_ones_do_not(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    foreign.answers["POST requests.json"] = TAKEN
    answers = {"COUNT": ["3"], "HARM": ["dark", "blink"], "ELSE": ["x"]}
    pass_on(city.receive(), service_code="002", answers=answers)
    run(later(minutes=2))
    (sent,) = foreign.sent()
    assert sent["attribute[COUNT]"] == ["3"]
    assert sent["attribute[HARM][]"] == ["dark", "blink"]
    assert "attribute[ELSE]" not in sent


def test_the_category_or_one_above_it_proposes_the_service(city: City, server: Server) -> None:
    case = city.receive()
    (choice,) = queries.choices_for(case)
    assert choice.service is not None
    assert choice.service.code == "001"
    nearer = Service.objects.get(code="002")
    Meaning.objects.create(server=server, category=city.categories["lamp"], service=nearer)
    (choice,) = queries.choices_for(case)
    assert choice.service == nearer
    (choice,) = queries.choices_for(city.receive(category_id=city.categories["leak"].pk))
    assert choice.service is None


def test_services_and_their_questions_are_read_in_the_form_the_server_speaks(
    city: City, foreign: Foreign, server: Server
) -> None:
    offered = (
        b"<services><service><service_code>001</service_code><service_name>Lamp</service_name>"
        b"<metadata>true</metadata></service></services>"
    )
    asked = (
        b"<service_definition><service_code>001</service_code><attributes><attribute>"
        b"<code>N</code><variable>true</variable><required>true</required></attribute>"
        b"</attributes></service_definition>"
    )
    foreign.answers |= {
        "GET services.xml": (200, offered), "GET services/001.xml": (200, asked),
    }  # fmt: skip
    read(server, later(hours=1))
    server.refresh_from_db()
    assert (server.form, server.problem, server.read_at) == ("xml", "", later(hours=1))
    lamp = Service.objects.get(code="001")
    assert (lamp.name, lamp.questions[0]["code"]) == ("Lamp", "N")
    assert Service.objects.get(code="002").gone


def test_a_list_that_cannot_be_read_leaves_what_there_was(
    city: City, foreign: Foreign, server: Server
) -> None:
    foreign.answers["GET services.json"] = (500, b"")
    read(server, later(hours=1))
    server.refresh_from_db()
    assert server.problem == "对方忙或出错，稍后再试"
    assert Service.objects.filter(gone=False).count() == 2


def test_a_key_never_goes_to_another_address(city: City, foreign: Foreign, server: Server) -> None:
    def change(**more: Any) -> str:
        facts: dict[str, Any] = {
            "endpoint": foreign.endpoint,
            "jurisdiction": "",
            "key": "",
            "active": True,
        }
        servers.change(
            server_id=server.pk, **(facts | more), actor=city.actor("guo"), at=later()
        )  # fmt: skip
        return open_key(Server.objects.get().key_sealed)

    assert change(jurisdiction="x") == "geheim"
    assert change(key="neu") == "neu"
    assert change(endpoint=f"{foreign.endpoint}/other") == ""
    with pytest.raises(NotKeeper):
        servers.read_again(server_id=server.pk, actor=city.actor("zhou"), at=later())


def test_anonymising_cleans_what_was_passed_on(
    city: City, foreign: Foreign, pass_on: PassOn
) -> None:
    foreign.answers["POST requests.json"] = TAKEN
    case = city.receive()
    pass_on(case, text="请联系刘洋，电话 19900001111。")
    run(later(minutes=2))
    Told.objects.create(
        passing=one(), case=case, ident="1", at=later(), text="已电话告知 19900001111"
    )
    retention._scrub_belongings(case, scrubber("刘洋", "19900001111", ""))
    assert "19900001111" not in one().text + Told.objects.get().text
    assert "刘洋" not in one().text
    assert one().number == "7711"
