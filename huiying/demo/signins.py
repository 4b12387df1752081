"""The demonstration's sign-ins by role, to be printed where it starts."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import east_asian_width

from huiying.accounts.models import Post
from huiying.accounts.roles import Role
from huiying.demo.directory import NAME, PASSWORD
from huiying.journal.models import Entry

LOOK = {  # what to look at first
    Role.OPERATOR: "/desk/operator/  接电话、查重；/desk/callback/ 回访",
    Role.DISPATCHER: "/desk/dispatch/  按建议派单，看退单",
    Role.HANDLER: "/desk/unit/  签收、办理、反馈",
    Role.STREET: "/desk/unit/  签收、转派社区",
    Role.SUPERVISOR: "/desk/supervise/  超时、审批、指定承办",
    Role.INSPECTOR: "/desk/check/  现场核查",
    Role.LEADER: "/desk/rates/  三率和它背后的案件",
    Role.AUDITOR: "/desk/cases/  任一案件的办理经过",
    Role.ADMINISTRATOR: "/admin/  人员、名录、时限、日历",
    Role.EDITOR: "/desk/column/  专栏曝光、遮挡照片、审核评论",
}


def here() -> bool:
    """Whether this database holds the demonstration: its own line stands in the journal."""
    return Entry.objects.filter(actor_name=NAME, id__lte=50).exists()  # at the very beginning


@dataclass(frozen=True)
class SignIn:
    """One invented person who may be tried: what to look at, and where."""

    role: str
    username: str
    name: str
    unit: str
    look: str


def first_of_each_role() -> list[SignIn]:
    """One person for every role, in the order of the roles."""
    found: dict[str, Post] = {}
    posts = Post.objects.select_related("person", "unit").order_by("id")
    for post in posts.filter(person__username__endswith="1"):
        found.setdefault(post.role, post)
    return [
        SignIn(
            str(role.label),
            found[role].person.username,
            found[role].person.name,
            str(found[role].unit),
            LOOK[role],
        )
        for role in Role
        if role in found
    ]


def table() -> str:
    """Lines to print; "" where there is no demonstration."""
    people = first_of_each_role() if here() else []
    if not people:
        return ""
    rows = [(p.role, p.username, f"{p.name}（{p.unit}）", p.look) for p in people]
    sizes = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = [f"演示登录（均为虚构人员）/ demo sign-ins, 密码 password: {PASSWORD}"]
    for row in rows:
        cells = [text + " " * (size - _width(text)) for text, size in zip(row, sizes, strict=True)]
        lines.append("  " + "  ".join(cells).rstrip())
    return "\n".join(lines)


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
