"""陈洁 of the lighting centre writes an answer: what it leaves unsaid, and good earlier answers."""

from __future__ import annotations

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiying.cases.models import Case
from huiying.journal.models import Entry
from huiying.oversight.actions import Answers
from tests.city import City
from tests.console import scenes
from tests.console.conftest import Desk

HOLLOW = "您好！您反映的问题已收悉。我局高度重视，感谢您的支持。"


def remarks(desk: Desk, who: str, case: Case, text: str) -> str:
    answer = desk(who).post(f"/desk/case/{case.number}/draft/remarks/", {"text": text})
    assert answer.status_code == 200, answer.content.decode()[:300]
    return answer.content.decode()


def earlier(desk: Desk, who: str, case: Case) -> str:
    answer = desk(who).get(f"/desk/case/{case.number}/draft/earlier/?verb=report")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_form_of_an_answer_has_both_beside_it_and_other_forms_do_not(
    city: City, desk: Desk
) -> None:
    case = scenes.handling(city)
    form = desk("chen").get(f"/desk/case/{case.number}/report/").content.decode()
    assert f"/desk/case/{case.number}/draft/remarks/" in form
    assert f"/desk/case/{case.number}/draft/earlier/?verb=report" in form
    assert "/draft/" not in desk("chen").get(f"/desk/case/{case.number}/progress/").content.decode()


def test_a_hollow_answer_is_told_what_is_missing_and_nothing_is_kept(
    city: City, desk: Desk
) -> None:
    case = scenes.handling(city)
    before = Entry.objects.count()
    said = remarks(desk, "chen", case, HOLLOW)
    assert "没有说到所反映的事" in said
    assert "套话占了大半" in said
    assert "说到了所反映的事" in remarks(desk, "chen", case, "三盏路灯已于3月11日更换，当晚亮灯。")
    assert remarks(desk, "chen", case, "").strip() == ""
    assert Entry.objects.count() == before


def test_a_good_earlier_answer_begins_a_draft(city: City, desk: Desk) -> None:
    before = scenes.closed(city)
    case = scenes.handling(city)
    shown = earlier(desk, "chen", case)
    assert before.number in shown
    assert "已更换三盏路灯。" in shown
    form = desk("chen").get(f"/desk/case/{case.number}/report/?like={before.number}")
    assert "已更换三盏路灯。</textarea>" in form.content.decode().replace("\n", "")


def test_an_answer_that_did_not_satisfy_is_no_example(city: City, desk: Desk) -> None:
    unhappy = Answers(
        True, contacted=True, responded=True, solved="no", satisfied="no", why_not="还黑"
    )
    scenes.called_back(city, unhappy)
    assert earlier(desk, "chen", scenes.handling(city)).strip() == ""


def test_who_may_not_answer_asks_in_vain(city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    where = f"/desk/case/{case.number}/draft/"
    assert desk("sun").post(f"{where}remarks/", {"text": "x"}).status_code == 404
    assert desk("zhou").post(f"{where}remarks/", {"text": "x"}).status_code == 403
    assert desk("zhou").get(f"{where}earlier/").status_code == 403
    assert desk("chen").get(f"{where}remarks/").status_code == 405
    mine = scenes.handling(city)
    hidden = city.receive(title="秘密的事", confidential=True)
    form = desk("chen").get(f"/desk/case/{mine.number}/report/?like={hidden.number}")
    assert form.status_code == 404


def test_looking_for_examples_costs_the_same_however_many_there_are(city: City, desk: Desk) -> None:
    case = scenes.handling(city)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            earlier(desk, "chen", case)
        return len(counted)

    scenes.closed(city)
    earlier(desk, "chen", case)
    few = queries()
    for _ in range(4):
        scenes.closed(city)
    assert queries() == few
    assert len(re.findall("<article>", earlier(desk, "chen", case))) == 3
