"""何平 follows a problem and a type; what happens to them is told once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from huiying.accounts.actors import system
from huiying.accounts.models import Post
from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.insights import actions, followed, following, placing, tasks, vocabulary
from huiying.insights.following import Target
from huiying.insights.models import Alert, Problem, Watch
from huiying.insights.refusals import (
    NoSuchKind,
    NoSuchProblem,
    NoSuchWatch,
    NothingToHear,
)
from huiying.insights.rules.watching import Wish
from huiying.journal.delivery import deliver_pending
from huiying.journal.models import Entry
from huiying.notices import sending
from huiying.notices.models import Notice
from tests.city import NOW, City, build, later
from tests.insights.letters import MIXER, PARKING

pytestmark = pytest.mark.django_db
MORE = "泉河新城搅拌站污染严重，何时才搬走"


@pytest.fixture
def city(db: None) -> City:
    vocabulary.forget()
    city = build()
    for at, text in enumerate((*MIXER, *PARKING)):
        say(city, text, at)
    return city


def say(city: City, text: str, number: int, **more: Any) -> Case:
    who = Contact(f"居民{number}", f"1990000{number:04}")
    case = city.receive(**{"title": text, "body": f"{text}。", "reporter": who, **more})
    placing.renew([case.pk], NOW)
    return case


def mixer() -> Problem:
    return Problem.objects.get(voices=len(MIXER))


def follow(city: City, wish: Wish, target: Target | None = None, **more: Any) -> Watch:
    given = {"mail": False, "actor": city.actor("he"), "at": later(hours=1), **more}
    return following.follow(target=target or Target(mixer().pk), wish=wish, **given)


def test_new_voices_are_told_once_with_their_number(city: City) -> None:
    watch = follow(city, Wish(voices=2))
    say(city, MORE, 71)
    assert following.look_around(later(hours=2)) == 0
    say(city, MORE, 72)
    assert following.look_around(later(hours=3)) == 1
    assert following.look_around(later(hours=4)) == 0
    alert = Alert.objects.get()
    assert (alert.watch_id, alert.why, alert.voices) == (watch.pk, "voices", len(MIXER) + 2)
    assert Entry.objects.filter(event="Alerted", topic="watch").count() == 1


def test_one_person_who_writes_often_is_no_news(city: City) -> None:
    follow(city, Wish(voices=2))
    for _n in range(3):
        say(city, MORE, 71)
    assert following.look_around(later(hours=2)) == 0


def test_a_problem_that_had_ended_is_told_when_somebody_raises_it_again(city: City) -> None:
    problem = mixer()
    Problem.objects.filter(pk=problem.pk).update(going=0)
    follow(city, Wish(again=True), Target(problem.pk))
    say(city, MORE, 71)
    assert following.look_around(later(hours=2)) == 1
    assert Alert.objects.get().why == "again"


def test_a_type_is_followed_over_all_its_problems(city: City) -> None:
    follow(city, Wish(voices=1), Target(matter="搅拌站"))
    say(city, MORE, 71)
    assert following.look_around(later(hours=2)) == 1
    told = followed.told(city.actor("he")).rows
    assert [row.watch.matter for row in told] == ["搅拌站"]


def test_what_became_part_of_another_is_followed_there(city: City) -> None:
    problem, other = mixer(), Problem.objects.get(voices=len(PARKING))
    follow(city, Wish(voices=1), Target(problem.pk))
    actions.join(into=other.pk, gone=problem.pk, actor=city.actor("li"), at=later(hours=1))
    assert following.look_around(later(hours=2)) == 1
    found = followed.follows(city.actor("he"), later(hours=2))
    assert found[0].now is not None
    assert found[0].now.voices == len(MIXER) + len(PARKING)


def test_who_may_no_longer_see_it_hears_nothing(city: City) -> None:
    follow(city, Wish(voices=1))
    Post.objects.filter(person=city.people["he"]).delete()
    say(city, MORE, 71)
    assert following.look_around(later(hours=2)) == 0


def test_following_again_changes_the_wish_and_nothing_that_stands_is_news(city: City) -> None:
    follow(city, Wish(voices=1))
    say(city, MORE, 71)
    again = follow(city, Wish(heat=1), Target(Problem.objects.get(voices=len(MIXER) + 1).pk))
    assert Watch.objects.get().pk == again.pk
    assert following.look_around(later(hours=2)) == 0
    assert Entry.objects.filter(event="Followed").count() == 2


def test_refusals(city: City) -> None:
    with pytest.raises(NothingToHear):
        follow(city, Wish())
    with pytest.raises(NothingToHear):
        follow(city, Wish(heat=100))
    with pytest.raises(NothingToHear):
        follow(city, Wish(voices=-1))
    with pytest.raises(NoSuchProblem):
        follow(city, Wish(voices=1), actor=city.actor("chen"))
    with pytest.raises(NoSuchWatch):
        follow(city, Wish(voices=1), actor=system("测试"))
    with pytest.raises(NoSuchProblem):
        follow(city, Wish(voices=1), Target(999_999))
    with pytest.raises(NoSuchKind):
        follow(city, Wish(voices=1), Target(matter="不存在"))
    watch = follow(city, Wish(voices=1))
    with pytest.raises(NoSuchWatch):
        following.unfollow(watch=watch.pk, actor=city.actor("li"), at=later(hours=2))


def test_reading_and_leaving(city: City) -> None:
    he = city.actor("he")
    watch = follow(city, Wish(voices=1))
    say(city, MORE, 71)
    following.look_around(later(hours=2))
    assert followed.unread(he) == 1
    assert following.read_all(actor=he, at=later(hours=3)) == 1
    assert followed.unread(he) == 0
    following.unfollow(watch=watch.pk, actor=he, at=later(hours=4))
    assert not Alert.objects.exists()
    assert Entry.objects.filter(event="Unfollowed").count() == 1


def told_by_mail(city: City, settings: Settings) -> Notice:
    settings.MAIL_CONNECTED = True
    person = city.people["he"]
    person.email = "he@example.org"
    person.save()
    follow(city, Wish(voices=1), mail=True)
    say(city, MORE, 71)
    following.look_around(later(hours=2))
    deliver_pending(later(hours=2))
    return Notice.objects.get(step="watched")


def test_a_mail_tells_it_once(city: City, settings: Settings) -> None:
    notice = told_by_mail(city, settings)
    deliver_pending(later(hours=3))
    assert Notice.objects.filter(step="watched").count() == 1
    sending.send.func(notice.pk)
    letter = mail.outbox[-1]
    assert letter.to == ["he@example.org"]
    assert "又有新的人反映，共 7 人" in letter.body
    assert f"/desk/problems/{Problem.objects.get(voices=len(MIXER) + 1).pk}/" in letter.body


def test_who_follows_no_longer_gets_no_mail(city: City, settings: Settings) -> None:
    notice = told_by_mail(city, settings)
    watch = Watch.objects.get()
    following.unfollow(watch=watch.pk, actor=city.actor("he"), at=later(hours=3))
    sending.send.func(notice.pk)
    assert mail.outbox == []
    assert not Notice.objects.filter(pk=notice.pk).exists()


def test_the_clock_asks_only_where_somebody_follows(city: City) -> None:
    tasks.look_around(later(hours=1))
    asked = DBTaskResult.objects.filter(task_path="huiying.insights.tasks.tell")
    assert not asked.exists()
    follow(city, Wish(voices=1))
    tasks.look_around(later(hours=1))
    assert asked.count() == 1
    say(city, MORE, 71)
    tasks.tell.func()
    assert Alert.objects.count() == 1
