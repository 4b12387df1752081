"""What happens beside the road: remarks, messages, corrections, looks at a phone, photos."""

from __future__ import annotations

from random import Random

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases import actions as cases
from huiying.cases.actions.voices import add_voice
from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.cases.public import is_public
from huiying.demo import pictures
from huiying.demo.simulation import Life, Simulation
from huiying.demo.story import Story

REMARKS = (
    ("handler", "已与社区沟通，约定上午一同到场。"),
    ("supervisor", "请抓紧办理，注意时限。"),
    ("handler", "现场照片已存档。"),
    ("leader", "请举一反三，排查同类点位。"),
    ("operator", "诉求人补充：周末在家，可随时上门。"),
)
SECONDED = ("我家门口也是这样，已经好几天了。", "", "每天上下班都经过，确实如此。", "")
TOLD = ("工作人员将于明天上午到现场，请保持电话畅通。", "您反映的问题已列入本周整治计划。")


def corrected(s: Simulation, story: Story, case: Case, operator: Actor) -> None:
    """The person gives another number before the case is filed."""
    if case.reporter_id is None or not s.often("corrected", 0.02):
        return
    phone = f"1990000{s.rng.randrange(9000):04}"
    cases.correct_reporter(
        case_id=case.pk, actor=operator, at=s.now, text="诉求人改留家人电话。",
        contact=Contact(story.person.name, phone),
    )  # fmt: skip


def classified(s: Simulation, case: Case) -> None:
    """The dispatcher makes the address more exact."""
    if s.often("classified", 0.04):
        cases.classify(
            case_id=case.pk, actor=s.pick("dispatcher"), at=s.now, text="与诉求人核实位置。",
            changes={"address": f"{case.address}（东侧入口旁）"},
        )  # fmt: skip


def looked_up(s: Simulation, case: Case, actor: Actor) -> None:
    """Whoever calls a person has looked at the phone: the look leaves a line."""
    if case.reporter_id and s.often("looked", 0.4) and access.sees_reporter(actor, case):
        cases.reveal(case_id=case.pk, actor=actor, at=s.now, purpose="电话联系诉求人")


def around(s: Simulation, case: Case, handler: Actor) -> None:
    """Remarks, messages and a cause that somebody adds."""
    case.refresh_from_db()
    if s.often("note", 0.1):
        role, text = s.turn("remarks", REMARKS)
        actor = handler if role == "handler" else s.pick_seeing(role, case)
        cases.note(case_id=case.pk, actor=actor, at=s.now, text=text)
    if case.reporter_id and s.often("message", 0.06):
        cases.message(case_id=case.pk, actor=handler, at=s.now, text=s.turn("told", TOLD))
    if s.often("cause set", 0.02):
        cause = s.rng.choice(sorted(s.built.causes.values()))
        cases.set_cause(case_id=case.pk, actor=handler, at=s.now, cause_id=cause)


def seconded(s: Simulation, case: Case) -> None:
    """Neighbours who read of it in public say that they met it too."""
    if case.category_id not in s.public or not s.often("seconded", 0.3) or not is_public(case.pk):
        return
    for number in range(s.rng.randint(1, 5)):
        add_voice(
            number=case.number, at=s.now, key=f"demo-{case.pk}-{number}",
            text=s.turn("seconds", SECONDED),
        )  # fmt: skip


def photographed(s: Simulation, case: Case, handler: Actor, scene: str) -> Life:
    """Before and after; some are shown to the person only later, and one is the wrong one."""
    shown = s.often("photo shown at once", 0.6)
    before, after = pictures.before_and_after(scene, Random(s.rng.randrange(1 << 30)))  # noqa: S311
    made = cases.attach(
        case_id=case.pk, actor=handler, at=s.now, uploads=[before, after], to_person=shown
    )
    if not shown:
        cases.share_attachment(
            case_id=case.pk, attachment_id=made[1].pk, actor=handler, at=s.now, to_person=True
        )
    if s.often("wrong photo", 0.05):
        other, _after = pictures.before_and_after("heap", Random(s.rng.randrange(1 << 30)))  # noqa: S311
        wrong = cases.attach(case_id=case.pk, actor=handler, at=s.now, uploads=[other])
        yield s.soon(3, 15)
        cases.remove_attachment(case_id=case.pk, attachment_id=wrong[0].pk, actor=handler, at=s.now)
