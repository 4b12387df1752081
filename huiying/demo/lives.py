"""How one case of the demonstration lives, from the call to its close."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huiying.accounts.actors import Actor
from huiying.cases import actions as cases
from huiying.cases.actions import NewCase, Part
from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.cases.rules.workflow import Declining
from huiying.demo import pictures
from huiying.demo.content.people import Resident
from huiying.demo.content.voices import Handling, Voice, remark
from huiying.demo.simulation import Life, Simulation
from huiying.directory import queries as directory
from huiying.dispatch import actions as dispatch
from huiying.dispatch import queries as suggesting
from huiying.dispatch.actions import Why
from huiying.dispatch.models import Assignment
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers

CHANNELS = (
    ("hotline", 70), ("web", 14), ("visit", 5), ("inspection", 5), ("column", 3), ("device", 1),
    ("api", 2),
)  # fmt: skip
DECLINED = {
    Declining.EMERGENCY: "已立即转接 119、110 处理，请注意安全。",
    Declining.OTHER_CHANNEL: "该事项已进入诉讼程序，请通过法院了解进展。",
    Declining.NOTHING_NEW: "您反映的事项正在办理，暂无新的事实，办结后会回复您。",
    Declining.SECRET: "该信息涉及他人隐私，依法不能提供。",
    Declining.NOT_PUBLIC: "该事项属于市场行为，建议与商家协商或向行业协会反映。",
    Declining.UNLAWFUL: "您的要求不符合法律规定，请依法表达诉求。",
}


@dataclass
class Story:
    """One voice with its person, and what units and people will say about it."""

    voice: Voice
    person: Resident
    words: Handling
    clusters: dict[str, int] = field(default_factory=dict)


def life(s: Simulation, story: Story) -> Life:
    """A call comes in; what can be ended at once is, everything else is filed and handled."""
    operator = s.pick("operator")
    case = cases.receive(_new(s, story), actor=operator, at=s.now)
    yield s.soon(1, 25)
    ended = _triage(s, story, case, operator)
    if ended:
        return
    cases.file(case_id=case.pk, actor=operator, at=s.now)
    if s.lucky(0.01):
        yield s.soon(5, 30)
        _split(s, story, case)
    yield s.at_work(0.1, 2.5)
    yield from _handled(s, story, case)
    if s.lucky(0.02):
        yield s.now + timedelta(days=s.rng.uniform(2, 9))
        cases_again = s.pick("operator")
        oversight.reopen(
            case_id=case.pk, actor=cases_again, at=s.now, text="诉求人再次来电，反映问题反弹。"
        )
        yield s.at_work(0.2, 2)
        yield from _handled(s, story, case)


def _new(s: Simulation, story: Story) -> NewCase:
    voice, person = story.voice, story.person
    names, weights = zip(*CHANNELS, strict=True)
    channel = s.rng.choices(names, weights)[0]
    silent = channel in ("device", "inspection") or (channel == "web" and s.lucky(0.3))
    return NewCase(
        kind=voice.kind,
        channel=channel,
        title=voice.title,
        body=voice.body,
        address=voice.address,
        area_id=s.built.areas.get(voice.place.area_code),
        category_id=s.built.categories.get(voice.category),
        level="urgent" if voice.urgent and s.lucky(0.5) else "general",
        lon=voice.place.lon,
        lat=voice.place.lat,
        confidential=voice.confidential,
        reporter=None if silent else Contact(person.name, person.phone),
    )


def _triage(s: Simulation, story: Story, case: Case, operator: Actor) -> bool:
    """Answer, decline, strike out or merge; False when it goes on to be filed."""
    if story.voice.kind == "consultation" and s.lucky(0.5):
        cases.answer(case_id=case.pk, actor=operator, at=s.now, text=story.words.report)
        return True
    if s.lucky(0.035):
        way = s.rng.choice(list(Declining))
        cases.decline(
            case_id=case.pk, actor=operator, at=s.now, way=way, text=DECLINED[Declining(way)]
        )
        return True
    if s.lucky(0.006):
        cases.void(case_id=case.pk, actor=s.pick("dispatcher"), at=s.now, text="误登记，重复建单")
        return True
    return bool(story.voice.cluster) and _merged(s, story, case)


def _merged(s: Simulation, story: Story, case: Case) -> bool:
    """The same matter by another person: half of them are merged into the first open case."""
    master_id = story.clusters.setdefault(story.voice.cluster, case.pk)
    master = Case.objects.get(pk=master_id)
    if master_id == case.pk or not master.open or master.master_id or s.lucky(0.5):
        return False
    dispatch.merge(
        case_id=case.pk, master_id=master_id, actor=s.pick("dispatcher"), at=s.now,
        text="与主案反映同一地点同一事项",
    )  # fmt: skip
    return True


def _split(s: Simulation, story: Story, case: Case) -> None:
    parts = [
        Part(f"{story.voice.title}（其一）"),
        Part(f"{story.voice.place.name}环境脏乱（其二）"),
    ]
    made = cases.split(case_id=case.pk, actor=s.pick("dispatcher"), at=s.now, parts=parts)
    for part in made:
        s.add(s.at_work(0.2, 3), _handled(s, story, part))


def _handled(s: Simulation, story: Story, case: Case) -> Life:
    """From the tray to the close."""
    yield from _accepted(s, story, case)
    lead = _lead(case)
    yield from _worked(s, story, case, lead)
    yield from _reported(s, story, case)
    yield from _checked(s, story, case)
    yield from _called_back(s, story, case)


def _lead(case: Case) -> Assignment:
    return Assignment.objects.select_related("unit").get(case=case, role="lead", open=True)


def _accepted(s: Simulation, story: Story, case: Case) -> Life:
    """Dispatch until a unit signs: returns, recalls and designations on the way."""
    for attempt in range(4):
        case.refresh_from_db()
        unit_id = _dispatched(s, story, case, wrong=attempt == 0 and s.lucky(0.07))
        lead = _lead(case)
        late = s.lucky(0.05)
        yield s.at_work(3, 9, unit_id) if late else s.soon(5, 240)
        right = s.built.units.get(story.voice.unit)
        gives_back = not lead.binding and (
            (unit_id != right and s.lucky(0.75)) if attempt else unit_id != right and s.lucky(0.6)
        )
        if gives_back and attempt < 2:
            _returned(s, story, case, unit_id)
            yield s.at_work(0.3, 3)
            continue
        dispatch.sign(case_id=case.pk, actor=s.handler(unit_id), at=s.now)
        return


def _dispatched(s: Simulation, story: Story, case: Case, *, wrong: bool) -> int:
    suggestion = suggesting.suggest(case)
    right = s.built.units.get(story.voice.unit)
    unit_id = suggestion.unit.id if suggestion.unit else right
    if wrong:
        unit_id = s.rng.choice(
            [u.id for u in directory.units().rows.values() if u.kind == "department"]
        )
    if case.returns >= 1 and right is not None:
        unit_id = right
    if unit_id is None:
        raise LookupError(f"no unit for {case.number}")
    if case.returns >= 2:
        dispatch.designate(
            case_id=case.pk, unit_id=unit_id, actor=s.pick("supervisor"), at=s.now,
            text="经会商，按职责清单指定承办，不得再退。",
        )  # fmt: skip
        return unit_id
    by_rule = suggestion.unit is not None and unit_id == suggestion.unit.id
    why = Why(
        suggestion.decision.rule.id if by_rule and suggestion.decision.rule else None,
        suggestion.decision.trace() if by_rule else None,
    )
    dispatch.dispatch(
        case_id=case.pk, unit_id=unit_id, actor=s.pick("dispatcher"), at=s.now,
        assisting=[u.id for u in suggestion.assisting if u.id != unit_id], why=why,
        level=suggestion.level if by_rule else "",
    )  # fmt: skip
    return unit_id


def _returned(s: Simulation, story: Story, case: Case, unit_id: int) -> None:
    proposed = s.built.units.get(story.words.return_to) or s.built.units[story.voice.unit]
    dispatch.return_case(
        case_id=case.pk, actor=s.handler(unit_id), at=s.now, text=story.words.return_reason,
        basis=story.words.return_basis, proposed_unit_id=proposed,
    )  # fmt: skip


def _worked(s: Simulation, story: Story, case: Case, lead: Assignment) -> Life:
    """What happens between signing and the result."""
    unit = directory.units().rows[lead.unit_id]
    handler = s.handler(unit.id)
    below = [
        u for u in directory.units().below(unit.id)
        if u != unit.id and directory.units().rows[u].area_id == case.area_id
    ]  # fmt: skip
    if unit.kind == "street" and below and s.lucky(0.3):
        yield s.at_work(0.2, 2, unit.id)
        dispatch.transfer(
            case_id=case.pk, unit_id=below[0], actor=handler, at=s.now, text="请到现场核实处置"
        )
        handler = s.handler(below[0])
        yield s.soon(10, 120)
        dispatch.sign(case_id=case.pk, actor=handler, at=s.now)
    yield s.at_work(0.2, 5, unit.id)
    dispatch.contact(case_id=case.pk, actor=handler, at=s.now, text="已电话联系诉求人，了解情况。")
    if s.lucky(0.06):
        yield from _asked(s, story, case, handler)
    if s.lucky(0.2):
        yield s.at_work(1, 8, unit.id)
        dispatch.progress(
            case_id=case.pk, actor=handler, at=s.now, text="已到现场查看，正在安排处置。"
        )
    if s.lucky(0.05):
        yield from _helped(s, case, handler)
    if s.lucky(0.03):
        cases.entrust(
            case_id=case.pk, actor=handler, at=s.now, party=story.words.party or "管线产权单位",
            text=f"请协助处理：{story.voice.title}", due_at=s.now + timedelta(days=2),
        )  # fmt: skip
    if s.lucky(0.1):
        yield from _more_time(s, case, handler)


def _asked(s: Simulation, story: Story, case: Case, handler: Actor) -> Life:
    request = cases.ask(
        case_id=case.pk, actor=handler, at=s.now, text=story.words.question or "请补充具体位置。",
        due_at=s.now + timedelta(days=1),
    )  # fmt: skip
    if s.lucky(0.65):
        yield s.soon(30, 600)
        cases.answer_request(token=request.token, text="就在大门口往东五十米。", at=s.now)
    yield s.at_work(0.2, 2)


def _helped(s: Simulation, case: Case, handler: Actor) -> Life:
    present = set(Assignment.objects.filter(case=case, open=True).values_list("unit_id", flat=True))
    departments = [u.id for u in directory.units().rows.values() if u.kind == "department"]
    helper = s.rng.choice([ident for ident in departments if ident not in present])
    dispatch.call_in(
        case_id=case.pk, unit_ids=[helper], actor=handler, at=s.now, text="请派员现场配合执法"
    )
    yield s.at_work(2, 10)
    dispatch.contribute(
        case_id=case.pk, actor=s.handler(helper), at=s.now, text="已派两名执法人员到场配合。"
    )


def _more_time(s: Simulation, case: Case, handler: Actor) -> Life:
    """An extension or a pause, asked before expiry and decided by somebody else."""
    case.refresh_from_db()
    if case.due_at is None or case.due_at <= s.now:
        return
    pause = s.lucky(0.25)
    if pause:
        dispatch.ask_suspension(
            case_id=case.pk, actor=handler, at=s.now, text="等待产权单位供货，到货后恢复办理。",
            until=s.now + timedelta(days=s.rng.randint(3, 12)),
        )  # fmt: skip
    else:
        dispatch.ask_extension(
            case_id=case.pk, actor=handler, at=s.now, text="需委托第三方检测，时间不足。"
        )
    yield s.at_work(0.5, 3)
    decide = dispatch.decide_suspension if pause else dispatch.decide_extension
    decide(
        case_id=case.pk, actor=s.pick("supervisor"), at=s.now, grant=s.lucky(0.8), text="已核实情况"
    )


def _reported(s: Simulation, story: Story, case: Case) -> Life:
    """The result: mostly within the limit, some late, some with photos."""
    case.refresh_from_db()
    lead = _lead(case)
    yield _result_moment(s, lead.resolve_due or s.now)
    handler = s.handler(lead.unit_id)
    if s.lucky(0.25):
        cases.attach(
            case_id=case.pk, actor=handler, at=s.now, to_person=True,
            uploads=pictures.before_and_after(story.voice.title, s.rng),
        )  # fmt: skip
    dispatch.report(
        case_id=case.pk, actor=handler, at=s.now, text=story.words.report,
        cause_id=s.built.causes.get(story.words.cause),
    )  # fmt: skip


def _result_moment(s: Simulation, due: datetime) -> datetime:
    if due <= s.now or s.lucky(0.05):
        return max(due, s.now) + timedelta(hours=s.rng.uniform(2, 60))
    return s.now + (due - s.now) * s.rng.uniform(0.15, 0.97)


def _checked(s: Simulation, story: Story, case: Case) -> Life:
    """Verification on most cases; a few results do not hold and go back."""
    category = directory.categories().rows.get(case.category_id or 0)
    must = bool(category and category.on_site_check)
    if not must and not s.lucky(0.6):
        return
    yield s.at_work(0.5, 8)
    inspector = s.pick("inspector")
    if s.lucky(0.05):
        oversight.rework(
            case_id=case.pk, actor=inspector, at=s.now, text="现场查看问题仍在，请彻底整改。"
        )
        yield s.at_work(2, 12)
        yield from _reported(s, story, case)
        yield s.at_work(0.5, 6)
    oversight.verify(
        case_id=case.pk, actor=inspector, at=s.now, text="现场查看，已整改到位。", on_site=True
    )


def _called_back(s: Simulation, story: Story, case: Case) -> Life:
    """Call until somebody answers, and do what the answer asks for."""
    case.refresh_from_db()
    tries = 0
    while case.reporter_id is not None:
        yield s.at_work(0.5, 9)
        operator = s.pick("operator")
        answers, words = _answers(s, story)
        oversight.call_back(case_id=case.pk, actor=operator, at=s.now, answers=answers, text=words)
        tries += 1
        if not answers.reached and tries < 3:
            continue
        if answers.reached and answers.why_not and not _excused(s, case, operator):
            yield s.at_work(0.2, 2)
            oversight.rework(
                case_id=case.pk, actor=operator, at=s.now, text=f"诉求人反映：{answers.why_not}"
            )
            yield s.at_work(3, 20)
            yield from _reported(s, story, case)
            yield from _checked(s, story, case)
            tries = 0
            continue
        break
    yield s.at_work(0.1, 1.5)
    yield from _closed(s, case)


def _answers(s: Simulation, story: Story) -> tuple[Answers, str]:
    if s.lucky(0.09):
        return Answers(reached=False), "无人接听"
    luck = s.rng.random()
    if luck < 0.86:
        satisfied = "yes" if s.lucky(0.8) else "fairly"
        mood = "satisfied" if satisfied == "yes" else "basic"
        return Answers(True, True, True, "yes", satisfied), remark(s.rng, mood)
    why = story.words.unsolved[:190]
    solved, satisfied = s.rng.choices(
        (("no", "no"), ("partly", "fairly"), ("partly", "no"), ("yes", "no"), ("no", "fairly")),
        (45, 25, 15, 10, 5),
    )[0]
    answers = Answers(True, s.lucky(0.8), s.lucky(0.7), solved, satisfied, why)
    return answers, remark(s.rng, "dissatisfied")


def _excused(s: Simulation, case: Case, operator: Actor) -> bool:
    """A third of the unhappy answers are proposed as unreasonable; not all are granted."""
    if not s.lucky(0.3):
        return False
    oversight.propose_excuse(
        case_id=case.pk, actor=operator, at=s.now, text="诉求人要求超出法定标准，已多次解释。"
    )
    grant = s.lucky(0.6)
    oversight.decide_excuse(
        case_id=case.pk, actor=s.pick("supervisor"), at=s.now + timedelta(minutes=40), grant=grant,
        text="情况属实，同意。" if grant else "依据不足，请继续办理。",
    )  # fmt: skip
    return grant


def _closed(s: Simulation, case: Case) -> Life:
    """Close, as soon as the parts of a split case have ended too."""
    while case.parts.filter(open=True).exists():
        yield s.at_work(4, 8)
    oversight.close(case_id=case.pk, actor=s.pick("operator"), at=s.now)
