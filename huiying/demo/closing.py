"""Whether it was really done: checks, sent back, call-backs, excuses, the close."""

from __future__ import annotations

from huiying.accounts.actors import Actor
from huiying.cases.models import Case
from huiying.demo import asides
from huiying.demo.content.voices import remark
from huiying.demo.simulation import Life, Simulation
from huiying.demo.story import Story
from huiying.demo.work import reported
from huiying.directory import queries as directory
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers

UNHAPPY = (("no", "no"), ("partly", "fairly"), ("partly", "no"), ("yes", "no"), ("no", "fairly"))
UNHAPPY_WEIGHTS = (36, 24, 16, 6, 18)  # of solved and satisfied
EXCUSES = (
    "诉求人要求超出法定标准，已多次解释并书面答复。",
    "诉求人要求的赔偿没有依据，已告知诉讼途径。",
    "三次现场核查均未发现所反映情况，已列入重点巡查。",
    "诉求人对处理结果没有异议，但要求追究与本事项无关的人员。",
)
TRIES = 3


def checked(s: Simulation, story: Story, case: Case) -> Life:
    """Verification on most cases; a few results do not hold and go back."""
    case.refresh_from_db()
    category = directory.categories().rows.get(case.category_id or 0)
    must = bool(category and category.on_site_check)
    if not must and not s.often("checked", 0.6):
        return
    yield s.at_work(0.5, 11)
    inspector = s.pick("inspector")
    if s.often("not done", 0.05):
        oversight.rework(
            case_id=case.pk, actor=inspector, at=s.now, text="现场查看问题仍在，请彻底整改。"
        )
        yield from reported(s, story, case)
        yield s.at_work(0.5, 6)
    oversight.verify(
        case_id=case.pk, actor=inspector, at=s.now, text="现场查看，已整改到位。", on_site=True
    )


def called_back(s: Simulation, story: Story, case: Case) -> Life:
    """Call until somebody answers, do what the answer asks for, and close."""
    tries, unhappy = 0, False
    while case.reporter_id is not None:
        yield s.at_work(0.5, 10)
        operator = s.pick("operator")
        asides.looked_up(s, case, operator)
        if not _reached(s, story, tries):
            oversight.call_back(
                case_id=case.pk, actor=operator, at=s.now, answers=Answers(reached=False),
                text="无人接听",
            )  # fmt: skip
            tries += 1
            if tries < TRIES or unhappy:  # who was unhappy is not closed by silence
                continue
            break
        answers, words = _answers(s, story, case)
        oversight.call_back(case_id=case.pk, actor=operator, at=s.now, answers=answers, text=words)
        if not answers.why_not:
            break
        if s.often("excuse", 0.55):
            grant = s.often("excuse granted", 0.8)
            yield from _excused(s, case, operator, grant=grant)
            if grant:
                break
        yield s.at_work(0.2, 3)
        oversight.rework(
            case_id=case.pk, actor=operator, at=s.now, text=f"诉求人反映：{answers.why_not}"
        )
        yield from reported(s, story, case)
        yield from checked(s, story, case)
        tries, unhappy = 0, True
    yield s.at_work(0.1, 2.5)
    while case.parts.filter(open=True).exists():
        yield s.at_work(4, 8)
    oversight.close(case_id=case.pk, actor=s.pick("operator"), at=s.now)


def _reached(s: Simulation, story: Story, tries: int) -> bool:
    """Some people hardly ever answer the phone, but a fourth call in vain is rare."""
    if story.hard_to_reach and tries < TRIES:
        return s.often("hard reached", 0.15)
    return s.often("reached", 0.93)


def _answers(s: Simulation, story: Story, case: Case) -> tuple[Answers, str]:
    case.refresh_from_db()
    if s.lucky(s.quality[case.lead_unit_id or 0]):
        satisfied = "yes" if s.lucky(0.8) else "fairly"
        heard = s.lucky(0.98)
        told = heard and s.lucky(0.9)
        mood = "satisfied" if satisfied == "yes" else "basic"
        return Answers(True, heard, told, "yes", satisfied), remark(s.rng, mood)
    solved, satisfied = s.rng.choices(UNHAPPY, UNHAPPY_WEIGHTS)[0]
    heard, told = s.lucky(0.75), s.lucky(0.6)
    words = remark(s.rng, "dissatisfied" if satisfied == "no" else "basic")
    return Answers(True, heard, told, solved, satisfied, story.words.unsolved[:190]), words


def _excused(s: Simulation, case: Case, operator: Actor, *, grant: bool) -> Life:
    """An answer is proposed as unreasonable; a supervisor decides in a day or two."""
    oversight.propose_excuse(
        case_id=case.pk, actor=operator, at=s.now, text=s.turn("excuses", EXCUSES)
    )
    yield s.at_work(1, 20)
    oversight.decide_excuse(
        case_id=case.pk, actor=s.pick("supervisor"), at=s.now, grant=grant,
        text="情况属实，同意。" if grant else "依据不足，请继续办理。",
    )  # fmt: skip
