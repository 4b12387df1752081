"""The demonstration's sign-ins by role, to be printed where it starts."""

from __future__ import annotations

from huiying.accounts.models import Person, Post
from huiying.accounts.roles import Role
from huiying.demo.directory import NAME, PASSWORD
from huiying.journal.models import Entry


def here() -> bool:
    """Whether this database holds the demonstration: its own line stands in the journal."""
    return Entry.objects.filter(actor_name=NAME, id__lte=50).exists()  # at the very beginning


def first_of_each_role() -> list[tuple[str, str, str, str]]:
    """Role, sign-in, name and unit of one person for every role, in the order of the roles."""
    found: dict[str, Post] = {}
    posts = Post.objects.select_related("person", "unit").order_by("id")
    for post in posts.filter(person__username__endswith="1"):
        found.setdefault(post.role, post)
    return [
        (
            str(role.label),
            found[role].person.username,
            found[role].person.name,
            str(found[role].unit),
        )
        for role in Role
        if role in found
    ]


def table() -> str:
    """Lines to print; "" where there is no demonstration."""
    if not here() or not Person.objects.exists():
        return ""
    lines = [f"演示登录（均为虚构人员）/ demo sign-ins, 密码 password: {PASSWORD}"]
    for role, username, name, unit in first_of_each_role():
        lines.append(f"  {username:<16}{role}  {name}  {unit}")
    return "\n".join(lines)
