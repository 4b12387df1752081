"""The reference pages made from the state table, the parser, the models and the alias tables."""

import argparse
import os
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import override

from huiying.accounts.roles import Role
from huiying.api.described import openapi
from huiying.cases.rules import workflow as table
from huiying.config import cli, say
from huiying.exchange.rules.fields import FIELDS
from huiying.exchange.rules.layouts import GENERAL, IGNORED, LAYOUTS
from huiying.lib.machine import Machine, Transition

Say = Callable[[str], str]
MADE = "This page is written by `make docs`.\n\n"
COLUMNS = Path(__file__).with_name("columns.toml")


def row(*cells: object) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"


def head(*cells: str) -> str:
    return row(*cells) + "|" + "---|" * len(cells) + "\n"


def workflow() -> str:
    """The life of a case: diagram, states and verbs, in both languages."""
    english = say.catalogue("en").gettext
    return (
        "# Workflow 流程\n\n"
        "Every state of a case, every verb, who may do it and where it leads. The same table\n"
        "gives the database constraint, the buttons and the tests. "
        + MADE
        + _states(english, ("State", "Code", "Open"), ("yes", "no"))
        + "\n"
        + _verbs(english, ("Verb", "Code", "From", "To", "By", "Key"), ("stays", "system"))
        + "\n## 中文\n\n"
        + _diagram()
        + "\n"
        + _states(str, ("状态", "代码", "未结束"), ("是", "否"))
        + "\n"
        + _verbs(str, ("操作", "代码", "起始状态", "到达状态", "角色", "快捷键"), ("不变", "系统"))
    )


def _diagram() -> str:
    verbs = [verb for verb in table.VERBS if verb.target is not None]
    named: Machine[table.State] = Machine(
        table.MACHINE.states,
        table.MACHINE.initial,
        table.MACHINE.terminal,
        tuple(Transition(v.name, v.sources, v.target, v.label) for v in verbs),
    )
    return f"```mermaid\n{named.mermaid(table.STATE_LABELS)}```\n"


def _states(said: Say, heads: tuple[str, ...], answers: tuple[str, str]) -> str:
    return head(*heads) + "".join(
        row(said(label), f"`{state}`", answers[0] if state in table.OPEN else answers[1])
        for state, label in table.STATE_LABELS.items()
    )


def _verbs(said: Say, heads: tuple[str, ...], words: tuple[str, str]) -> str:
    stays, system = words

    def of(states: frozenset[table.State]) -> str:
        return ", ".join(said(table.STATE_LABELS[s]) for s in table.State if s in states)

    def by(roles: frozenset[str]) -> str:
        return ", ".join(_role(role, said) for role in Role if role in roles) or system

    return head(*heads) + "".join(
        row(
            said(verb.label),
            f"`{verb.name}`",
            of(verb.sources),
            said(table.STATE_LABELS[verb.target]) if verb.target else stays,
            by(verb.by),
            f"`{verb.key}`" if verb.key else "",
        )
        for verb in table.VERBS
    )


def _role(role: Role, said: Say) -> str:
    with override("zh-hans"):
        label = str(role.label)
    return label if said is str else role.value


def command_line() -> str:
    """Every command with its arguments, in both languages."""
    with _terminal("en"):
        english = _commands("Options")
    with _terminal("zh_CN.UTF-8"):
        chinese = _commands("选项")
    return (
        "# Command line 命令行\n\n"
        "`huiying COMMAND --help` says the same. A command ends with 0 when it did its work, 1\n"
        "when it refused (the message says why), 2 when it was not understood. "
        f"{MADE}{english}\n## 中文\n\n{chinese}"
    )


@contextmanager
def _terminal(language: str) -> Iterator[None]:
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = language
    try:
        yield
    finally:
        os.environ.pop("LC_ALL")
        if before is not None:
            os.environ["LC_ALL"] = before


def _commands(options: str) -> str:
    parts = []
    for parser, about in _subparsers(cli.parser()):
        rows = [_argument(action) for action in parser._actions if _worth_telling(action)]  # noqa: SLF001
        shown = head(options, "") + "".join(rows) if rows else ""
        parts.append(f"### `{parser.prog}`\n\n{about}\n\n{shown}".rstrip() + "\n")
    return "\n".join(parts)


def _subparsers(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    for action in parser._actions:  # noqa: SLF001  (argparse has no public way to walk a parser)
        if not isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            continue
        told = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001
        for name, sub in action.choices.items():
            yield sub, told.get(name, "")
            yield from _subparsers(sub)


def _worth_telling(action: argparse.Action) -> bool:
    return not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)  # noqa: SLF001


def _argument(action: argparse.Action) -> str:
    value = action.metavar or (action.dest.upper() if action.nargs != 0 else "")
    name = ", ".join(action.option_strings)
    shown = f"{name} {value}".strip() if name else str(value)
    told = (action.help or "") % {"default": action.default, "prog": ""}
    return row(f"`{shown}`", told)


def data_model() -> str:
    """Every table of Huiying's own, its columns and constraints."""
    meanings: dict[str, str] = tomllib.loads(COLUMNS.read_text(encoding="utf-8"))
    parts = [_table(model, meanings) for model in own_models()]
    return (
        "# Data model\n\n"
        "Every table of Huiying's own, the same on SQLite and PostgreSQL. Moments are stored in\n"
        "UTC, coordinates in WGS-84. Sign-in, sessions, second factors and background tasks keep\n"
        "their tables as Django, allauth, axes and django-tasks-db define them. `search_document`\n"
        "is the search index: an FTS5 table on SQLite, a tsvector table on PostgreSQL. " + MADE
    ) + "\n".join(parts)


def own_models() -> list[type[models.Model]]:
    """Huiying's models, an app after the other, as they stand in the code."""
    return [m for m in apps.get_models() if m.__module__.startswith("huiying.")]


def meaning(field: models.Field[Any, Any], meanings: dict[str, str]) -> str:
    """What a column means; empty when nobody wrote it down."""
    table_name, name = field.model._meta.db_table, field.name  # noqa: SLF001
    if field.primary_key and name == "id":
        return "Key" if table_name != "journal_entry" else "Place in the chain, gapless"
    known = meanings.get(f"{table_name}.{name}") or meanings.get(name, "")
    label = str(field.verbose_name)
    if label != name.replace("_", " "):
        return f"{label} {say.catalogue('en').gettext(label)}"
    return known


def _table(model: type[models.Model], meanings: dict[str, str]) -> str:
    meta = model._meta  # noqa: SLF001
    about = (model.__doc__ or "").strip()
    with override("zh-hans"):
        columns = [row(f"`{f.column}`", _type(f), meaning(f, meanings)) for f in meta.fields]
    rules = ", ".join(f"`{c.name}`" for c in meta.constraints)
    links = ", ".join(f"`{f.m2m_db_table()}`" for f in meta.many_to_many)
    return (
        f"## `{meta.db_table}`\n\n{_paragraph(about)}\n\n"
        + head("Column", "Type", "Meaning")
        + "".join(columns)
        + (f"\nConstraints: {rules}\n" if rules else "")
        + (f"\nLink tables: {links}\n" if links else "")
    )


def _paragraph(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("``", "`").splitlines())


def _type(field: models.Field[Any, Any]) -> str:
    if field.is_relation and field.related_model:
        target: Any = field.related_model
        kind = f"→ `{target._meta.db_table}`"  # noqa: SLF001
    else:
        kind = field.get_internal_type().removesuffix("Field")
        kind += f"({field.max_length})" if field.max_length and kind == "Char" else ""
    choices = ", ".join(f"`{value}`" for value, _label in field.choices or () if value)
    return kind + (" or empty" if field.null else "") + (f": {choices}" if choices else "")


def import_layouts() -> str:
    """Which headers an import understands by itself."""
    english = say.catalogue("en").gettext
    return (
        "# Import layouts 导入列名\n\n"
        "Headers that an import understands by itself; case, width, blanks and underscores do not\n"
        "matter, and of two headers for one field the earlier in the table wins. Any other column\n"
        "is kept with the case unless it looks personal. "
        + MADE
        + "## Fields 字段\n\n"
        + head("Field", "字段", "Headers 列名")
        + "".join(
            row(f"`{name}` {english(label)}", label, "、".join(GENERAL.get(name, ())))
            for name, label in FIELDS.items()
        )
        + "\n## Known layouts 已知的导出格式\n\n"
        "Recognised when at least half of these headers are present.\n\n"
        + head("Layout", "Source", "Headers")
        + "".join(
            row(layout.label, f"`{layout.source}`", "、".join(layout.marks)) for layout in LAYOUTS
        )
        + "\n## Never taken in 从不导入\n\n"
        + f"{'、'.join(IGNORED)}; and unknown columns whose header names a phone, a name or an\n"
        "identity document.\n"
    )


PAGES: dict[str, Callable[[], str]] = {
    "workflow.md": workflow,
    "command-line.md": command_line,
    "data-model.md": data_model,
    "import-layouts.md": import_layouts,
    "openapi.json": openapi,
}
