"""Who answers: dispatched by the rules or by hand, recalled, returned, designated, signed."""

from __future__ import annotations

from huiying.cases.models import Case
from huiying.demo import asides
from huiying.demo.simulation import Life, Simulation
from huiying.demo.story import Story, departments, lead_of, unaccused
from huiying.dispatch import actions as dispatch
from huiying.dispatch import queries as suggesting
from huiying.dispatch.actions import Why

ATTEMPTS = 6  # a designation binds at the latest after two returns and a recall


def accepted(s: Simulation, story: Story, case: Case) -> Life:
    """Dispatch until a unit signs: returns, recalls and designations on the way."""
    asides.classified(s, case)
    for attempt in range(ATTEMPTS):
        case.refresh_from_db()
        wrong = attempt == 0 and s.often("wrong", 0.085)
        unit_id = dispatched(s, story, case, wrong=wrong)
        if wrong and s.often("recalled", 0.16):
            yield s.soon(3, 20)
            dispatch.recall(
                case_id=case.pk, actor=s.pick("dispatcher"), at=s.now, text="选错单位，撤回重派。"
            )
            yield s.soon(2, 15)
            continue
        lead = lead_of(case)
        if lead.sign_due and s.often("late sign", 0.05):
            yield max(lead.sign_due, s.now) + (s.soon(20, 300) - s.now)
        else:
            yield s.before(lead.sign_due, 0.05, 0.8)
        if not lead.binding and _gives_back(s, story, case, unit_id, wrong=wrong):
            returned(s, story, case, unit_id)
            yield s.on_duty(1, 16)
            continue
        dispatch.sign(case_id=case.pk, actor=s.handler(unit_id), at=s.now)
        return


def _gives_back(s: Simulation, story: Story, case: Case, unit_id: int, *, wrong: bool) -> bool:
    if wrong:
        return unit_id != s.built.units[story.voice.unit] and s.often("returned", 0.8)
    if case.returns:
        return s.often("returned again", 0.15)
    return s.often("returned though right", 0.008)


def dispatched(s: Simulation, story: Story, case: Case, *, wrong: bool) -> int:
    """To whom the rules say, by hand where they do not, by a supervisor after two returns."""
    suggestion = suggesting.suggest(case)
    right = s.built.units[story.voice.unit]
    if wrong:
        unit_id = s.rng.choice(unaccused(case, departments()))
    elif case.returns or suggestion.unit is None:
        unit_id = right
    else:
        unit_id = suggestion.unit.id
    if case.returns >= 2:
        dispatch.designate(
            case_id=case.pk, unit_id=unit_id, actor=s.pick("supervisor"), at=s.now,
            text="经会商，按职责清单指定承办，不得再退。",
        )  # fmt: skip
        return unit_id
    by_rule = suggestion.unit is not None and unit_id == suggestion.unit.id
    helpers = [u.id for u in suggestion.assisting if u.id != unit_id] if by_rule else []
    dispatch.dispatch(
        case_id=case.pk, unit_id=unit_id, actor=s.pick("dispatcher"), at=s.now,
        assisting=unaccused(case, helpers), level=suggestion.level if by_rule else "",
        why=Why.of(suggestion) if by_rule else Why(),
        text="" if by_rule else "请按职责办理，如有异议及时退单。",
    )  # fmt: skip
    return unit_id


def returned(s: Simulation, story: Story, case: Case, unit_id: int) -> None:
    """Given back with a ground, its basis and another unit."""
    units, street = s.built.units, s.built.units[story.voice.place.street_code]
    wanted = [units.get(story.words.return_to), units[story.voice.unit], street, *departments()]
    proposed = unaccused(case, [u for u in wanted if u is not None and u != unit_id])
    dispatch.return_case(
        case_id=case.pk, actor=s.handler(unit_id), at=s.now, text=story.words.return_reason,
        basis=story.words.return_basis, proposed_unit_id=proposed[0],
    )  # fmt: skip
