"""A neighbouring district's platform, invented: two open cases were passed on to it.

Its address ends in ``.example`` and is never asked: the demonstration stays on the machine.
"""

from __future__ import annotations

from datetime import timedelta

from huiying.accounts.actors import system
from huiying.cases.models import Case
from huiying.demo.simulation import Simulation
from huiying.directory.models import Category
from huiying.journal.actions import record
from huiying.relay import passing, queries
from huiying.relay.client import REFUSED
from huiying.relay.events import PassingArrived, PassingFailed
from huiying.relay.models import Meaning, Passing, Server, Service, Told
from huiying.relay.passing import Wish
from huiying.relay.rules.reading import Question

NEVER = timedelta(days=36500)
OFFERED = (
    ("L-01", "路灯不亮", "照明", "路灯"),
    ("R-01", "路面坑洼", "道路", "道路"),
    ("S-01", "垃圾未清运", "环卫", "垃圾清运"),
    ("W-01", "井盖缺损", "管线", "井盖"),
    ("N-01", "施工噪声", "环保", "施工噪声"),
)  # fmt: skip
SINCE = Question(
    "SINCE", "从什么时候开始的", "singlevaluelist", required=True,
    values=[["today", "今天"], ["week", "一周以内"], ["longer", "更久"]],
)  # fmt: skip


def add(s: Simulation) -> None:
    """Connect the platform, then pass two cases on: one is in work there, one was refused."""
    server = _server(s)
    dispatcher = s.by_role["dispatcher"][0]
    found = Case.objects.filter(open=True, confidential=False, state="handling").exclude(address="")
    become = [_in_work, _refused]
    for case in found.order_by("-received_at"):
        meant = next((one.service for one in queries.choices_for(case)), None)
        if meant is None or not become:
            continue
        wish = Wish(server.pk, meant.code, queries.proposal(case), {SINCE.code: ["week"]})
        row = passing.pass_on(case_id=case.pk, wish=wish, actor=dispatcher, at=s.end)
        become.pop(0)(s, row)


def _server(s: Simulation) -> Server:
    row = Server.objects.create(
        name="北塘区接诉平台（示例）", endpoint="https://311.beitang.example/open311/v2",
        jurisdiction="beitang.example", created_at=s.start, next_at=s.end + NEVER, read_at=s.end,
    )  # fmt: skip
    for code, name, group, word in OFFERED:
        service = Service.objects.create(
            server=row, code=code, name=name, group=group, questions=[SINCE.plain()]
        )
        ours = Category.objects.filter(active=True, name__contains=word).order_by("path").first()
        if ours is not None:
            Meaning.objects.update_or_create(
                server=row, category=ours, defaults={"service": service}
            )
    return row


def _in_work(s: Simulation, row: Passing) -> None:
    row.status, row.number, row.foreign_status = Passing.Status.OPEN, "BT-20771", "open"
    row.agency, row.notes = "北塘区市政所", "已派工，预计两天内完成"
    row.sent_at = row.asked_at = s.end
    row.next_at, row.expected_at = s.end + NEVER, s.end + timedelta(days=2)
    row.save()
    Told.objects.create(
        passing=row, case_id=row.case_id, ident="1", at=s.end, status="open",
        text="已到现场查看，情况属实，材料备齐后处理。",
    )  # fmt: skip
    told = PassingArrived(
        row.case_id, passing_id=row.pk, server=row.server.name, foreign_number=row.number
    )
    record(told, by=system(row.server.name).by, at=s.end)


def _refused(s: Simulation, row: Passing) -> None:
    row.status, row.tries, row.next_at, row.ended_at = Passing.Status.FAILED, 1, None, s.end
    row.problem, row.said = REFUSED, "api_key 已过期"
    row.save()
    told = PassingFailed(row.case_id, passing_id=row.pk, server=row.server.name)
    record(told, by=system(row.server.name).by, at=s.end)
