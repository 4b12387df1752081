"""Ready texts: found by step and category, filled in, refused when a variable is misspelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.cases import actions as cases
from huiying.cases.models import Case, ReplyTemplate
from huiying.cases.refusals import NoSuchCase
from huiying.cases.rules.templates import (
    EMPTY,
    VARIABLES,
    BadTemplate,
    LooseBrace,
    UnknownVariables,
    check,
    render,
    variables_of,
)
from huiying.cases.templates import (
    NoSuchTemplate,
    NoSuchVerb,
    check_template,
    moment,
    preview,
    templates_for,
    values_of,
    verbs_with_words,
)
from huiying.dispatch import actions as dispatch
from tests.city import NOW, City, build, later

VALUES = dict.fromkeys(VARIABLES, "值")
plain = st.text(st.characters(exclude_characters="{}｛｝", exclude_categories=["Cs", "Cc"]))


def test_variables_are_found_once_in_order_with_either_braces() -> None:
    assert variables_of("您的{案件编号}｛标题｝由{ 承办单位 }办理，请记住{案件编号}") == [
        "案件编号",
        "标题",
        "承办单位",
    ]


def test_all_unknown_variables_are_named_with_a_suggestion() -> None:
    with pytest.raises(UnknownVariables) as no:
        check("{案件号}已转{承办}，请等候{明天}")
    assert "{案件号}（{案件编号}？）" in str(no.value)
    assert "{承办}（{承办单位}？）" in str(no.value)
    assert "{明天}" in str(no.value)
    assert "热线电话" in str(no.value.params["known"])


@pytest.mark.parametrize(
    ("text", "line"),
    [("您好{标题", 1), ("您好\n标题}", 2), ("{{标题}}", 1), ("{标\n题}", 1), ("第一\n第二\n｛", 3)],
)
def test_a_loose_brace_is_found_with_its_line(text: str, line: int) -> None:
    with pytest.raises(LooseBrace) as no:
        check(text)
    assert no.value.params["line"] == line


def test_empty_and_endless_templates_are_refused() -> None:
    for text in ("", " \n ", "长" * 2001):
        with pytest.raises(BadTemplate):
            check(text)


def test_a_value_that_is_not_there_yet_becomes_a_dash_and_is_named() -> None:
    done = render("由{承办单位}于{办理时限}前办结", {"承办单位": "区城市管理委", "办理时限": " "})
    assert done.text == f"由区城市管理委于{EMPTY}前办结"
    assert done.missing == ("办理时限",)


@given(plain.filter(str.strip), st.sampled_from(sorted(VARIABLES)))
def test_braces_in_a_value_are_only_text(words: str, name: str) -> None:
    value = "{查询码}" + words
    done = render(f"甲{{{name}}}乙", {**VALUES, name: value})
    assert done.text == f"甲{value.strip()}乙"


@given(plain.filter(lambda t: len(t.strip()) > 0 and len(t) <= 2000))
def test_text_without_variables_stays_as_it_is(text: str) -> None:
    assert render(text, {}).text == text.strip()


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture
def case(city: City) -> Case:
    case = city.receive()
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )
    return Case.objects.get(pk=case.pk)


def template(name: str, category: object = None, **more: object) -> ReplyTemplate:
    facts = {"verb": "message", "text": "您好", "category": category, **more}
    return ReplyTemplate.objects.create(name=name, **facts)


def test_the_nearest_templates_come_first_and_others_not_at_all(city: City) -> None:
    c = city.categories
    template("通用")
    template("城管", c["city"])
    template("路灯乙", c["lamp"])
    template("路灯甲", c["lamp"])
    template("道路", c["road"])
    template("旧文", active=False)
    template("退单", verb="return")
    names = [t.name for t in templates_for("message", c["lamp"].pk)]
    assert names == ["路灯乙", "路灯甲", "城管", "通用"]
    assert [t.name for t in templates_for("message", None)] == ["通用"]


def test_the_preview_is_exactly_what_is_sent(city: City, case: Case) -> None:
    text = (
        "您反映的“{标题}”（{案件编号}）已由{承办单位}受理，{办理时限}前答复。"
        "{区划}{分类}，{受理时间}，{今天}，{热线电话}，{经办人}"
    )
    ready = template("受理告知", text=text)
    shown = preview(ready.pk, case, city.actor("chen"), later(hours=1))
    assert shown.missing == ()
    assert case.due_at is not None
    limit = moment(case.due_at)
    assert limit.startswith("2026年3月12日 ")  # two working days after Tuesday the 10th
    assert shown.text == (
        f"您反映的“泉河街道路灯不亮”（{case.number}）已由区城市管理委受理，{limit}前答复。"
        "泉河街道路灯，2026年3月10日 09:00，2026年3月10日，12345，陈静"
    )
    cases.message(case_id=case.pk, actor=city.actor("chen"), at=later(hours=1), text=shown.text)
    assert case.notes.get(kind="message").text == shown.text


def test_a_case_without_unit_and_limit_says_what_is_missing(city: City) -> None:
    ready = template("告知", text="{承办单位}{办理时限}{地址}")
    shown = preview(ready.pk, city.receive(address=""), city.actor("wang"), NOW)
    assert shown.missing == ("承办单位", "办理时限", "地址")


def test_every_variable_has_a_value_and_none_tells_who_the_person_is(
    city: City, case: Case
) -> None:
    values = values_of(case, city.actor("chen"), NOW)
    assert set(values) == set(VARIABLES)
    assert "刘洋" not in "".join(values.values())
    assert "19900001111" not in "".join(values.values())


def test_who_may_not_see_the_case_gets_no_preview(city: City, case: Case) -> None:
    with pytest.raises(NoSuchCase):
        preview(template("告知").pk, case, city.actor("sun"), NOW)
    with pytest.raises(NoSuchTemplate):
        preview(template("旧文", active=False).pk, case, city.actor("chen"), NOW)


def test_a_template_is_for_a_step_that_takes_words() -> None:
    check_template("message", "您好，{案件编号}")
    for verb in ("sign", "nothing"):
        with pytest.raises(NoSuchVerb):
            check_template(verb, "您好")
    assert ("message", "告知诉求人") in verbs_with_words()
    assert "sign" not in dict(verbs_with_words())
