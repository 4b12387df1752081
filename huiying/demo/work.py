"""What a unit does between signing and its result, every step within its limit or a little late."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.accounts.actors import Actor
from huiying.cases import actions as cases
from huiying.cases.models import Case
from huiying.demo import asides, pictures
from huiying.demo.simulation import Life, Simulation
from huiying.demo.story import Story, departments, lead_of, unaccused
from huiying.directory import queries as directory
from huiying.dispatch import actions as dispatch
from huiying.dispatch.models import Assignment

PAUSES = ("等待产权单位供货，到货后恢复办理。", "当事人外出，约定返回后现场处理。")
EXTENSIONS = (
    "需委托第三方检测，时间不足。",
    "涉及多家产权单位，正在会商。",
    "受天气影响无法施工。",
)


def worked(s: Simulation, story: Story, case: Case) -> Life:
    """Passing on, contact, questions, help, tasks outside, more time."""
    yield from _passed_on(s, case)
    lead = lead_of(case)
    handler = s.handler(lead.unit_id)
    if s.often("handler named", 0.06) and handler.id:
        dispatch.name_handler(
            case_id=case.pk, person_id=handler.id, actor=handler, at=s.now, text="这片归我。"
        )
    late = lead.contact_due and s.often("late contact", 0.03)
    if late and lead.contact_due:
        yield max(lead.contact_due, s.now) + timedelta(minutes=s.rng.uniform(20, 240))
    else:
        due = lead.contact_due or lead.resolve_due
        yield s.before(min(due, lead.resolve_due) if due and lead.resolve_due else due, 0.1, 0.8)
    asides.looked_up(s, case, handler)
    dispatch.contact(case_id=case.pk, actor=handler, at=s.now, text="已电话联系诉求人，了解情况。")
    asides.around(s, case, handler)
    asides.seconded(s, case)
    if case.reporter_id and s.often("asked", 0.06):
        yield from _asked(s, story, case, handler)
    if s.often("progress", 0.2):
        yield s.before(lead.report_due or lead.resolve_due, 0.1, 0.7)
        dispatch.progress(
            case_id=case.pk, actor=handler, at=s.now, text="已到现场查看，正在安排处置。"
        )
    yield from _helped(s, case, handler)
    if s.often("entrusted", 0.03):
        yield from _entrusted(s, story, case, handler)
    if s.often("more time", 0.13):
        yield from _more_time(s, case, handler)


def _passed_on(s: Simulation, case: Case) -> Life:
    """A street passes a third of its cases on to the community of the place."""
    lead = lead_of(case)
    tree = directory.units()
    unit = tree.rows[lead.unit_id]
    below = [
        u for u in tree.below(unit.id) if u != unit.id and tree.rows[u].area_id == case.area_id
    ]
    if unit.kind != "street" or not below or not s.often("transferred", 0.3):
        return
    yield s.before(lead.sign_due, 0.1, 0.4)
    dispatch.transfer(
        case_id=case.pk, unit_id=below[0], actor=s.handler(unit.id), at=s.now,
        text="请到现场核实处置。",
    )  # fmt: skip
    yield s.before(lead.sign_due, 0.1, 0.7)
    dispatch.sign(case_id=case.pk, actor=s.handler(below[0]), at=s.now)


def _asked(s: Simulation, story: Story, case: Case, handler: Actor) -> Life:
    request = cases.ask(
        case_id=case.pk, actor=handler, at=s.now, text=story.words.question or "请补充具体位置。",
        due_at=s.now + timedelta(days=1),
    )  # fmt: skip
    if s.often("question withdrawn", 0.12):
        yield s.soon(10, 120)
        cases.withdraw_request(case_id=case.pk, request_id=request.pk, actor=handler, at=s.now)
    elif s.often("question answered", 0.7):
        yield s.soon(30, 600)
        cases.answer_request(token=request.token, text="就在大门口往东五十米。", at=s.now)


def _helped(s: Simulation, case: Case, handler: Actor) -> Life:
    """Another unit is called in, and assisting units tell what they did."""
    helpers = Assignment.objects.filter(case=case, open=True, role=Assignment.Role.ASSIST)
    present = [*helpers.values_list("unit_id", flat=True)]
    called = s.often("called in", 0.05)
    if called:
        lead = lead_of(case)
        strangers = [u for u in departments() if u not in (*present, lead.unit_id)]
        present = [s.rng.choice(unaccused(case, strangers))]
        dispatch.call_in(
            case_id=case.pk, unit_ids=present, actor=handler, at=s.now, text="请派员现场配合执法。"
        )
    if present and (called or s.often("contributed", 0.6)):
        yield s.before(lead_of(case).resolve_due, 0.1, 0.5)
        dispatch.contribute(
            case_id=case.pk, actor=s.handler(present[0]), at=s.now,
            text="已派两名工作人员到场配合。",
        )  # fmt: skip


def _entrusted(s: Simulation, story: Story, case: Case, handler: Actor) -> Life:
    request = cases.entrust(
        case_id=case.pk, actor=handler, at=s.now, party=story.words.party or "管线产权单位",
        text=f"请协助处理：{story.voice.title}", due_at=s.now + timedelta(days=2),
    )  # fmt: skip
    if s.often("task answered", 0.7):
        yield s.soon(200, 2400)
        cases.answer_request(token=request.token, text="已派人处理，现场恢复正常。", at=s.now)


def _more_time(s: Simulation, case: Case, handler: Actor) -> Life:
    """An extension or a pause, asked before expiry and decided by somebody else."""
    due = lead_of(case).resolve_due
    yield s.before(due, 0.3, 0.8)
    if due is None or due <= s.now:
        return
    pause, decided = s.often("pause", 0.25), s.at_work(0.5, 9)
    if pause:
        dispatch.ask_suspension(
            case_id=case.pk, actor=handler, at=s.now, text=s.turn("pauses", PAUSES),
            until=decided + timedelta(days=s.rng.randint(3, 11)),
        )  # fmt: skip
    else:
        dispatch.ask_extension(
            case_id=case.pk, actor=handler, at=s.now, text=s.turn("extensions", EXTENSIONS)
        )
    yield decided
    grant = s.often(f"granted {pause}", 0.75)
    decide = dispatch.decide_suspension if pause else dispatch.decide_extension
    decide(
        case_id=case.pk, actor=s.pick("supervisor"), at=s.now, grant=grant,
        text="情况属实，同意。" if grant else "理由不充分，请按期办结。",
    )  # fmt: skip
    if pause and grant:
        yield from _paused(s, case, handler)


def _paused(s: Simulation, case: Case, handler: Actor) -> Life:
    """Wait until the pause is over; now and then what was waited for comes early."""
    case.refresh_from_db()
    over = case.suspended_until
    if over is None:
        return
    if s.often("resumed", 0.35):
        yield s.now + (over - s.now) * s.rng.uniform(0.3, 0.7)
        dispatch.resume(case_id=case.pk, actor=handler, at=s.now, text="配件提前到货，恢复办理。")
    else:
        yield over + timedelta(minutes=s.rng.uniform(65, 300))


def reported(s: Simulation, story: Story, case: Case) -> Life:
    """The result: mostly within the limit, some late, some with photos."""
    lead = lead_of(case)
    yield _result_moment(s, lead.resolve_due)
    handler = s.handler(lead.unit_id)
    scene = pictures.scene_of(story.voice.matter)
    if scene and s.often("photos", 0.35):
        yield from asides.photographed(s, case, handler, scene)
    dispatch.report(
        case_id=case.pk, actor=handler, at=s.now, text=story.words.report,
        cause_id=s.built.causes.get(story.words.cause) if s.often("cause", 0.8) else None,
    )  # fmt: skip


def _result_moment(s: Simulation, due: datetime | None) -> datetime:
    if due is not None and s.often("late", 0.045):
        return max(due, s.now) + timedelta(hours=s.rng.uniform(3, 200))
    return s.before(due, 0.25, 0.9)
