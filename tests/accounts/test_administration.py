"""The administration: who may enter, and that every change there is journalled or refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from huiying.accounts.models import ApiKey, Person, Post
from huiying.directory import queries as directory
from huiying.directory.models import (
    Area,
    AreaAlias,
    CalendarDay,
    CodeSet,
    CrossWalk,
    DeadlinePolicy,
    Unit,
    WorkCalendar,
)
from huiying.journal.models import Entry
from huiying.journal.queries import history
from huiying.lib.geo import wgs84_to_gcj02
from tests.city import City

Enter = Callable[[str], Client]


@pytest.fixture
def enter(city: City) -> Enter:
    """Sign somebody in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(city.people[name], backend="huiying.config.signin.Backend")
        return client

    return signed_in


@pytest.fixture
def desk(enter: Enter) -> Client:
    """郭涛 in the administration."""
    return enter("guo")


def change(model: str, ident: int) -> str:
    return reverse(f"admin:{model}_change", args=[ident])


def fields(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send back of the forms on a page."""
    page = client.get(url)
    assert page.status_code == 200
    sent: dict[str, Any] = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                sent[bound.html_name] = value
    return sent


@pytest.mark.parametrize("name", ["wang", "li", "chen", "zhou", "he", "lin", "nobody"])
def test_people_without_the_post_do_not_get_in(enter: Enter, name: str) -> None:
    client = enter(name)
    page = client.get(reverse("admin:index"))
    assert page.status_code == 302
    assert client.get(page["Location"]).status_code == 403
    assert client.get(reverse("admin:accounts_person_changelist")).status_code == 302


def test_strangers_are_sent_to_the_one_sign_in_page(city: City) -> None:
    page = Client().get(reverse("admin:index"), follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_an_administrator_and_a_superuser_get_in(city: City, enter: Enter) -> None:
    root = Person.objects.create_superuser("root", "x", name="根")
    city.people["root"] = root
    for name in ("guo", "root"):
        page = enter(name).get(reverse("admin:index"))
        assert page.status_code == 200
        assert "回应 · 后台" in page.content.decode()


def test_whoever_is_deactivated_is_out_at_once(city: City, desk: Client) -> None:
    assert desk.get(reverse("admin:index")).status_code == 200
    Person.objects.filter(username="guo").update(is_active=False)
    assert desk.get(reverse("admin:index")).status_code == 302


def test_cases_and_what_libraries_keep_are_not_there() -> None:
    labels = {model._meta.label for model in admin.site._registry}
    assert {"directory.Unit", "accounts.Person"} <= labels
    kept = {"cases.Cause", "cases.ReplyTemplate", "cases.RetentionRule"}
    kept |= {"cases.Question", "cases.Stop", "cases.PublicRule", "cases.Publication"}
    assert {label for label in labels if label.startswith("cases")} == kept
    assert not [label for label in labels if label.startswith(("journal", "auth", "mfa"))]
    assert not [label for label in labels if label.startswith(("axes", "account.", "django_"))]


def test_every_page_of_the_administration_opens(city: City, desk: Client) -> None:
    for model in admin.site._registry:
        if not model.__module__.startswith(("huiying.directory", "huiying.accounts")):
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert desk.get(reverse(f"{name}_changelist"), {"q": "泉"}).status_code == 200
        # The secret of a key is shown once, on the command line: no page makes one.
        added = 403 if model is ApiKey else 200
        assert desk.get(reverse(f"{name}_add")).status_code == added
        row = model._default_manager.first()
        if row is not None:
            assert desk.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


def test_a_changed_unit_is_journalled_with_before_and_after(city: City, desk: Client) -> None:
    url = change("directory_unit", city.unit("lamps"))
    sent = fields(desk, url) | {"short_name": "城管委"}
    assert desk.post(url, sent).status_code == 302
    (line,) = history("unit", city.unit("lamps"))
    assert (line.actor_name, line.data["changes"]) == ("郭涛", {"short_name": ["", "城管委"]})


def test_saving_without_a_change_leaves_no_trace(city: City, desk: Client) -> None:
    for url in (
        change("directory_unit", city.unit("lamps")),
        change("directory_area", city.areas["quanhe"].pk),
        change("directory_category", city.categories["lamp"].pk),
        change("directory_deadlinepolicy", DeadlinePolicy.objects.get(basis="测试：路灯").pk),
        change("accounts_person", city.people["chen"].pk),
    ):
        assert desk.post(url, fields(desk, url)).status_code == 302, url
    assert Entry.objects.count() == 0


def test_a_refusal_stands_in_the_form_beside_what_was_typed(city: City, desk: Client) -> None:
    url = change("directory_unit", city.unit("quanhe"))
    sent = fields(desk, url) | {"parent": city.unit("xingfu"), "phone": "010-7"}
    page = desk.post(url, sent)
    assert page.status_code == 200
    text = page.content.decode()
    assert "会形成循环" in text
    assert 'value="010-7"' in text
    assert Unit.objects.get(code="QH-01").parent_id == city.unit("district")
    assert Entry.objects.count() == 0


def test_a_new_unit_gets_its_path(city: City, desk: Client) -> None:
    sent = {"code": "QH-SW", "name": "区水务局", "kind": "department", "active": "on"}
    page = desk.post(reverse("admin:directory_unit_add"), sent | {"parent": city.unit("district")})
    assert page.status_code == 302
    row = Unit.objects.get(code="QH-SW")
    assert row.path == f"/{city.unit('district')}/{row.pk}/"


def test_a_centre_copied_from_a_chinese_map_is_converted_once(city: City, desk: Client) -> None:
    url = change("directory_area", city.areas["quanhe"].pk)
    lon, lat = wgs84_to_gcj02(116.63, 40.32)
    desk.post(url, fields(desk, url) | {"lon": lon, "lat": lat, "crs": "gcj02"})
    row = Area.objects.get(code="119916001")
    assert (row.lon, row.lat) == pytest.approx((116.63, 40.32), abs=1e-6)
    assert row.source_crs == "gcj02"
    desk.post(url, fields(desk, url) | {"name": "泉河街", "crs": "gcj02"})
    row.refresh_from_db()
    assert row.name == "泉河街"
    assert row.lon == pytest.approx(116.63, abs=1e-6)


def test_another_name_of_an_area_is_added_and_removed(city: City, desk: Client) -> None:
    url = change("directory_area", city.areas["quanhe"].pk)
    sent = fields(desk, url)
    sent |= {"aliases-TOTAL_FORMS": 1, "aliases-0-code": "119916100", "aliases-0-name": "泉河"}
    assert desk.post(url, sent).status_code == 302
    alias = AreaAlias.objects.get()
    sent = fields(desk, url) | {"aliases-0-DELETE": "on"}
    assert desk.post(url, sent).status_code == 302
    assert not AreaAlias.objects.exists()
    events = [line.event for line in history("area", city.areas["quanhe"].pk)]
    assert events == ["AliasAdded", "AliasRemoved"]
    assert alias.code == "119916100"


def test_a_name_of_another_area_is_refused_in_the_form(city: City, desk: Client) -> None:
    url = change("directory_area", city.areas["quanhe"].pk)
    sent = fields(desk, url) | {"aliases-TOTAL_FORMS": 1, "aliases-0-code": "119916002"}
    page = desk.post(url, sent)
    assert page.status_code == 200
    assert "北麓镇" in page.content.decode()
    assert not AreaAlias.objects.exists()


def test_a_limit_that_holds_is_not_rewritten_and_a_new_edition_ends_it(
    city: City, desk: Client
) -> None:
    held = DeadlinePolicy.objects.get(basis="测试：咨询")
    url = change("directory_deadlinepolicy", held.pk)
    page = desk.post(url, fields(desk, url) | {"resolve_amount": 3})
    assert page.status_code == 200
    assert "已经生效" in page.content.decode()
    sent = fields(desk, url) | {"resolve_amount": 3, "kind": "consultation", "level": ""}
    sent |= {"effective_from": "2099-01-01", "category": ""}
    added = desk.post(reverse("admin:directory_deadlinepolicy_add"), sent)
    assert added.status_code == 302
    held.refresh_from_db()
    assert held.effective_to == date(2099, 1, 1)


def test_a_day_is_corrected_by_hand(city: City, desk: Client) -> None:
    row = CalendarDay.objects.get(day=date(2026, 3, 12))
    url = change("directory_calendarday", row.pk)
    sent = fields(desk, url)
    sent.pop("working")
    assert desk.post(url, sent | {"note": "停电"}).status_code == 302
    row.refresh_from_db()
    assert (row.working, row.note) == (False, "停电")
    (line,) = history("calendar", WorkCalendar.objects.get().pk)
    assert line.data["changes"] == {"2026-03-12": [True, False]}


def test_nothing_that_is_referred_to_can_be_deleted_but_crosswalks_can(
    city: City, desk: Client
) -> None:
    url = reverse("admin:directory_unit_delete", args=[city.unit("lamps")])
    assert desk.post(url, {"post": "yes"}).status_code == 403
    person = reverse("admin:accounts_person_delete", args=[city.people["chen"].pk])
    assert desk.post(person, {"post": "yes"}).status_code == 403
    other = CodeSet.objects.create(standard="某", title="某")
    target = city.categories["lamp"]
    target.pk, target.code_set, target.parent = None, other, None
    target.save()
    walk = CrossWalk.objects.create(source=city.categories["road"], target=target)
    gone = desk.post(reverse("admin:directory_crosswalk_delete", args=[walk.pk]), {"post": "yes"})
    assert gone.status_code == 302
    assert history("category", walk.source_id)[-1].event == "CrossWalkRemoved"


def test_a_branch_is_deactivated_from_its_leaves(city: City, desk: Client) -> None:
    chosen = [city.unit("quanhe"), city.unit("xingfu")]
    sent = {"action": "deactivate", "_selected_action": chosen}
    page = desk.post(reverse("admin:directory_unit_changelist"), sent, follow=True)
    assert "已停用 2 条" in page.content.decode()
    page = desk.post(
        reverse("admin:directory_unit_changelist"),
        {"action": "deactivate", "_selected_action": [city.unit("beilu")]},
        follow=True,
    )
    assert "山前村委会" in page.content.decode()
    assert Unit.objects.get(code="QH-02").active


def test_a_list_leaves_as_excel(city: City, desk: Client) -> None:
    sent = {"action": "export_excel", "_selected_action": [city.unit("quanhe")]}
    page = desk.post(reverse("admin:directory_unit_changelist"), sent)
    assert page["Content-Type"].endswith("spreadsheetml.sheet")
    assert page.content[:2] == b"PK"


def test_a_new_colleague_comes_with_posts_in_one_form(city: City, desk: Client) -> None:
    url = reverse("admin:accounts_person_add")
    sent = fields(desk, url) | {
        "username": "tian",
        "name": "田野",
        "password_new": "qinghe-lamps-2026",
        "posts-TOTAL_FORMS": 1,
        "posts-0-role": "handler",
        "posts-0-unit": city.unit("lamps"),
    }
    page = desk.post(url, sent)
    assert page.status_code == 302
    person = Person.objects.get(username="tian")
    assert person.check_password("qinghe-lamps-2026")
    assert person.posts.get().unit_id == city.unit("lamps")
    assert [line.event for line in history("person", person.pk)] == ["PersonAdded", "PostGiven"]


def test_posts_change_in_the_persons_form_and_the_journal_knows_by_whom(
    city: City, desk: Client
) -> None:
    chen = city.people["chen"]
    url = change("accounts_person", chen.pk)
    sent = fields(desk, url) | {
        "posts-0-DELETE": "on",
        "posts-TOTAL_FORMS": 2,
        "posts-1-role": "handler",
        "posts-1-unit": city.unit("housing"),
    }
    assert desk.post(url, sent).status_code == 302
    assert Post.objects.get(person=chen).unit_id == city.unit("housing")
    told = [(line.event, line.actor_name) for line in history("person", chen.pk)]
    assert told == [("PostGiven", "郭涛"), ("PostTaken", "郭涛")]


def test_the_last_administrator_cannot_give_up_the_post(city: City, desk: Client) -> None:
    url = change("accounts_person", city.people["guo"].pk)
    page = desk.post(url, fields(desk, url) | {"posts-0-DELETE": "on"})
    assert page.status_code == 200
    assert "最后一名管理员" in page.content.decode()
    assert Post.objects.filter(role="administrator").exists()


def test_somebody_is_deactivated_in_the_form_but_not_oneself(city: City, desk: Client) -> None:
    url = change("accounts_person", city.people["chen"].pk)
    sent = fields(desk, url)
    sent.pop("is_active")
    assert desk.post(url, sent).status_code == 302
    assert not Person.objects.get(username="chen").is_active
    own = change("accounts_person", city.people["guo"].pk)
    sent = fields(desk, own)
    sent.pop("is_active")
    page = desk.post(own, sent)
    assert "不能停用自己" in page.content.decode()
    assert Person.objects.get(username="guo").is_active


def test_a_weak_password_stays_in_the_form(city: City, desk: Client) -> None:
    url = change("accounts_person", city.people["chen"].pk)
    page = desk.post(url, fields(desk, url) | {"password_new": "123"})
    assert page.status_code == 200
    assert "密码不合要求" in page.content.decode()


def test_an_impossible_post_of_a_new_colleague_is_refused_in_the_form(
    city: City, desk: Client
) -> None:
    Unit.objects.filter(pk=city.unit("police")).update(active=False)
    directory.forget()
    url = reverse("admin:accounts_person_add")
    sent = fields(desk, url) | {
        "username": "tian",
        "name": "田野",
        "posts-0-role": "handler",
        "posts-0-unit": city.unit("police"),
    }
    page = desk.post(url, sent)
    assert page.status_code == 200
    assert "已经停用" in page.content.decode()
    assert not Person.objects.filter(username="tian").exists()


def test_a_new_year_is_entered_by_pasting_the_notice(city: City, desk: Client) -> None:
    calendar = WorkCalendar.objects.get()
    end = CalendarDay.objects.filter(calendar=calendar).latest("day").day
    year = end.year + 1
    url = change("directory_workcalendar", calendar.pk)
    given = fields(desk, url)
    wrong = desk.post(url, given | {"year": year, "notice": "元旦：1月1日放假，共2天。"})
    assert "写的是共 2 天，日期却有 1 天" in wrong.content.decode()
    half = desk.post(url, given | {"year": year})
    assert "同时填写年份和放假通知" in half.content.decode()
    assert CalendarDay.objects.latest("day").day == end
    assert desk.post(url, given | {"year": year, "notice": "元旦：1月1日放假。"}).status_code == 302
    assert CalendarDay.objects.latest("day").day == date(year, 12, 31)
    assert CalendarDay.objects.get(day=date(year, 1, 1)).note == "元旦"
    assert (
        str(year) in desk.get(reverse("admin:directory_workcalendar_changelist")).content.decode()
    )
