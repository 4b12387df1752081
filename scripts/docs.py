"""Write the parts of the documentation that come from the code; a test holds them to it."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import django
from django.utils import translation

from huiying.config import env, say

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
django.setup()

from huiying.accounts.roles import Role  # noqa: E402
from huiying.cases import access  # noqa: E402
from huiying.column import access as column  # noqa: E402
from huiying.whistles import access as whistles  # noqa: E402
from scripts import reference  # noqa: E402

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


def settings() -> str:
    """The page about HUIYING_* variables, in both languages."""
    english = say.catalogue("en").gettext
    return (
        "# Settings 设置\n\n"
        "Huiying is configured by environment variables only. An unknown one stops the start.\n"
        "This page is written by `make docs`.\n\n"
        f"{env.table(english)}\n"
        "## 中文\n\n"
        "回应只用环境变量配置；写错变量名会拒绝启动，并指出相近的名称。\n\n"
        f"{env.table(str)}"
    )


def permissions() -> str:
    """The page about who may do what with a case: verbs × roles, in both languages."""
    english = say.catalogue("en").gettext
    return (
        "# Permissions 权限\n\n"
        "Who may do what with a case they may see. The state of the case must allow it as well;\n"
        "handlers and street staff act only on cases that lie with their own unit. Nobody acts on\n"
        "a case about themselves or their own unit. This page is written by `make docs`.\n\n"
        f"{_matrix(english, [role.value.capitalize() for role in Role], 'What')}\n"
        "## The column\n\n"
        "Who may do what with an issue of the Woodpecker column; a unit answers for itself only.\n"
        "Leaders and auditors look on. Editors see cases with the person's data masked.\n\n"
        f"{_column(english, [role.value.capitalize() for role in Role], 'What')}\n"
        "## Whistles\n\n"
        "Who may do what with a whistle: streets with their own, departments with what they are\n"
        "called to, the district with what lies in its area. Leaders, auditors, inspectors and\n"
        "dispatchers look on. Whom a case behind it complains of does not find it.\n\n"
        f"{_whistles(english, [role.value.capitalize() for role in Role], 'What')}\n"
        "## 中文\n\n"
        "能看到案件的人可以对它做什么；案件还须处在允许这一步的状态。承办人和街乡镇只办理本单位的\n"
        "案件；任何人不得办理反映自己或本单位的案件。\n\n"
        f"{_matrix(str, [str(role.label) for role in Role], '事项')}\n"
        "## 专栏\n\n"
        "谁可以对一期专栏做什么；承办人和街乡镇只答复本单位的。领导和审计员可以查看。专栏编辑看到的\n"
        "案件，诉求人信息是隐去的。\n\n"
        f"{_column(str, [str(role.label) for role in Role], '事项')}\n"
        "## 吹哨报到\n\n"
        "街乡镇办理自己吹的哨，部门办理叫到自己的哨，区级办理本辖区的哨。领导、审计员、核查员和派单员\n"
        "可以查看。所引用的案件反映到的单位和人看不到这个哨。\n\n"
        f"{_whistles(str, [str(role.label) for role in Role], '事项')}"
    )


Said = Callable[[str], str]


def _matrix(said: Said, heads: list[str], corner: str) -> str:
    return _table(said, heads, corner, access.matrix())


def _column(said: Said, heads: list[str], corner: str) -> str:
    return _table(said, heads, corner, column.matrix())


def _whistles(said: Said, heads: list[str], corner: str) -> str:
    return _table(said, heads, corner, whistles.matrix())


def _table(
    said: Said, heads: list[str], corner: str, matrix: Iterable[tuple[str, frozenset[str]]]
) -> str:
    rows = [[corner, *heads], ["---", *[":-:"] * len(heads)]]
    for label, roles in matrix:
        rows.append([said(label), *("●" if role in roles else "" for role in Role.values)])
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def main() -> int:
    """Write the pages."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    (REFERENCE / "settings.md").write_text(settings(), encoding="utf-8")
    with translation.override("zh-hans"):
        (REFERENCE / "permissions.md").write_text(permissions(), encoding="utf-8")
    for name, page in reference.PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
