"""How one case of the demonstration lives: taken in, sorted, handled, perhaps taken up again."""

from __future__ import annotations

from datetime import timedelta

from huiying.accounts.actors import Actor
from huiying.cases import actions as cases
from huiying.cases.actions import NewCase, Part
from huiying.cases.actions.proving import prove
from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.cases.rules.workflow import Declining, State
from huiying.demo import asides, calls
from huiying.demo.closing import called_back, checked
from huiying.demo.routes import accepted
from huiying.demo.simulation import Life, Simulation
from huiying.demo.story import Story
from huiying.demo.work import reported, worked
from huiying.directory import queries as directory
from huiying.dispatch import actions as dispatch
from huiying.oversight import actions as oversight

CHANNELS = (
    ("hotline", 70), ("web", 14), ("visit", 5), ("inspection", 4), ("column", 3), ("device", 1),
    ("api", 3),
)  # fmt: skip
SPOKEN = ("hotline", "visit", "inspection")  # sorted while the person is still there
REFUSED = {  # an emergency is told apart by the matter
    Declining.OTHER_CHANNEL: "该事项已进入诉讼程序，请通过法院了解进展。",
    Declining.NOTHING_NEW: "您反映的事项正在办理，暂无新的事实，办结后会回复您。",
    Declining.SECRET: "该信息涉及他人隐私，依法不能提供。",
    Declining.NOT_PUBLIC: "该事项属于市场行为，建议与商家协商或向行业协会反映。",
    Declining.UNLAWFUL: "您的要求不符合法律规定，请依法表达诉求。",
}
EMERGENCY = "已立即转接 119、110 处理，请注意安全，并保持电话畅通。"
ACCUSING = "之前找过街道，工作人员态度生硬、一直推脱，一并反映。"


def life(s: Simulation, story: Story) -> Life:
    """A call comes in; what can be ended at once is, everything else is filed and handled."""
    new = opened(s, story)
    operator = s.pick("operator")
    case = calls.received(s, new, _taker(s, story, new.channel, operator))
    if new.channel == "web" and case.reporter and s.often("proven", 0.4):
        index = case.reporter.phone_index  # the code that was sent there came back
        prove(case_id=case.pk, kind="phone", index=index, at=s.now)
    yield s.soon(1, 12) if new.channel in SPOKEN else s.on_duty(0.3, 8)
    if _ended(s, story, case, operator):
        return
    if _merged(s, story, case):
        if not s.often("unmerged", 0.06):
            return
        yield s.at_work(0.5, 4)
        case.refresh_from_db()
        if case.state != State.MERGED:
            return
        cases.unmerge(
            case_id=case.pk,
            actor=s.pick("dispatcher"),
            at=s.now,
            text="经核实不是同一处，单独办理。",
        )
    else:
        asides.corrected(s, story, case, operator)
        cases.file(case_id=case.pk, actor=operator, at=s.now)
    if s.often("split", 0.01):
        yield s.soon(5, 30)
        _split(s, story, case)
    yield s.soon(4, 40) if story.voice.urgent else s.on_duty(0.1, 4)
    yield from _handled(s, story, case)
    if s.often("reopened", 0.02):
        yield s.now + timedelta(days=s.rng.uniform(2, 9))
        oversight.reopen(
            case_id=case.pk, actor=s.pick("operator"), at=s.now,
            text="诉求人再次来电，反映问题反弹。",
        )  # fmt: skip
        yield s.at_work(0.2, 2)
        yield from _handled(s, story, case)


def _handled(s: Simulation, story: Story, case: Case) -> Life:
    """From the tray to the close."""
    yield from accepted(s, story, case)
    yield from worked(s, story, case)
    yield from reported(s, story, case)
    yield from checked(s, story, case)
    yield from called_back(s, story, case)


def _taker(s: Simulation, story: Story, channel: str, operator: Actor) -> Actor:
    """Who takes it in: on the phone an operator, on the spot whoever is there."""
    if channel == "inspection":
        return s.pick("inspector")
    if channel == "visit":
        return s.handler(s.built.units[story.voice.place.street_code])
    return operator


def opened(s: Simulation, story: Story, channel: str = "") -> NewCase:
    """What is written down first; the channel is drawn where none is given."""
    voice, person = story.voice, story.person
    names, weights = zip(*CHANNELS, strict=True)
    channel = channel or s.rng.choices(names, weights)[0]
    silent = channel in ("device", "inspection") or (channel == "web" and s.lucky(0.15))
    accused = None if silent else _accused(s, story)
    return NewCase(
        kind=voice.kind,
        channel=channel,
        title=voice.title,
        body=voice.body + (ACCUSING if accused else ""),
        address=voice.address,
        area_id=s.built.areas.get(voice.place.area_code),
        category_id=s.built.categories.get(voice.category),
        level="urgent" if voice.urgent and s.lucky(0.5) else "general",
        lon=voice.place.lon,
        lat=voice.place.lat,
        confidential=voice.confidential,
        accused_unit_id=accused,
        reporter=None if silent else Contact(person.name, person.phone),
    )


def _accused(s: Simulation, story: Story) -> int | None:
    """A few complaints are about the street too, which then must stay out of it."""
    voice = story.voice
    street = s.built.units[voice.place.street_code]
    answers = s.built.units[voice.unit]
    if voice.kind not in ("complaint", "tipoff") or answers in directory.units().below(street):
        return None
    return street if s.often("accused", 0.02) else None


def _ended(s: Simulation, story: Story, case: Case, operator: Actor) -> bool:
    """Answered, declined or struck out at once."""
    if story.voice.kind == "consultation" and s.often("answered", 0.5):
        cases.answer(case_id=case.pk, actor=operator, at=s.now, text=story.words.report)
    elif story.voice.urgent and s.often("emergency", 0.05):
        way = Declining.EMERGENCY
        cases.decline(case_id=case.pk, actor=operator, at=s.now, way=way, text=EMERGENCY)
    elif s.often("declined", 0.03):
        way = s.turn("declining", list(REFUSED))
        cases.decline(case_id=case.pk, actor=operator, at=s.now, way=way, text=REFUSED[way])
    elif s.often("void", 0.006):
        cases.void(case_id=case.pk, actor=s.pick("dispatcher"), at=s.now, text="误登记，重复建单。")
    else:
        return False
    return True


def _merged(s: Simulation, story: Story, case: Case) -> bool:
    """The same matter by another person: half of them are merged into the first open case."""
    if not story.voice.cluster:
        return False
    master = Case.objects.get(pk=story.clusters.setdefault(story.voice.cluster, case.pk))
    if not master.open:
        story.clusters[story.voice.cluster] = case.pk
        return False
    if master.pk == case.pk or master.master_id or not s.often("merged", 0.5):
        return False
    dispatch.merge(
        case_id=case.pk, master_id=master.pk, actor=s.pick("dispatcher"), at=s.now,
        text="与主案反映同一地点同一事项。",
    )  # fmt: skip
    return True


def _split(s: Simulation, story: Story, case: Case) -> None:
    parts = [
        Part(f"{story.voice.title}（其一）", category_id=case.category_id),
        Part(f"{story.voice.place.name}环境脏乱（其二）", category_id=s.built.categories["010201"]),
    ]
    made = cases.split(case_id=case.pk, actor=s.pick("dispatcher"), at=s.now, parts=parts)
    for part in made:
        s.add(s.at_work(0.2, 3), _handled(s, story, part))
