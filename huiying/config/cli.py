"""The command ``huiying``: parses, then hands over to one small module per command."""

import argparse
import importlib
import keyword
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from huiying import __version__
from huiying.config.env import BadSetting
from huiying.config.say import _
from huiying.lib.errors import Refused

COMMANDS = (
    "init",
    "demo",
    "serve",
    "worker",
    "createsuperuser",
    "backup",
    "restore",
    "retention",
    "directory",
    "api-key",
    "import",
    "export",
    "problems",
    "publish-data",
    "warehouse",
    "learn",
    "learn-places",
    "suggest",
    "verify-journal",
    "settings",
)


class Command(Protocol):
    """What a module in ``huiying.config.commands`` offers; it imports Django only when run."""

    def about(self) -> str:
        """One line of help."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; returns the exit code."""


class Stop(Exception):
    """A command cannot go on; the message says why and how to mend it."""


class _Parser(argparse.ArgumentParser):
    """argparse with its own few words translated."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            add_help=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **options,  # type: ignore[arg-type]
        )
        self._positionals.title = _("参数")
        self._optionals.title = _("选项")
        self.add_argument("-h", "--help", action="help", help=_("显示本说明"))

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", _("用法：") + " ", 1)


def examples() -> str:
    return _("""\
示例：
  huiying init                        首次使用：建库、生成密钥、收集静态文件
  huiying createsuperuser             建立第一个管理员
  huiying serve                       在 http://127.0.0.1:8000 提供服务，Ctrl-C 停止
  huiying serve --host 0.0.0.0 --port 80 --workers 4
  huiying backup 今晚.tar.gz --with-keys
  huiying manage shell                Django 自带的管理命令

设置由 HUIYING_* 环境变量给出，见 huiying settings。""")


def parser() -> argparse.ArgumentParser:
    """The whole command line. Reading it imports neither Django nor any model."""
    top = _Parser(prog="huiying", description=_("回应：不漏一件的接诉即办。"), epilog=examples())
    top.add_argument(
        "--version", action="version", version=f"Huiying {__version__}", help=_("显示版本")
    )
    commands = top.add_subparsers(
        title=_("命令"), metavar=_("命令"), dest="command", parser_class=_Parser
    )
    for name in COMMANDS:
        module = command(name)
        sub = commands.add_parser(name, help=module.about(), description=module.about())
        module.arguments(sub)
    commands.add_parser("manage", help=_("Django 的管理命令，如 huiying manage shell"))
    return top


def command(name: str) -> Command:
    file = f"{name}_" if keyword.iskeyword(name) else name.replace("-", "_")
    module = f"huiying.config.commands.{file}"
    return cast("Command", importlib.import_module(module))


def setup() -> None:
    """Start Django in this process."""
    import django

    django.setup()


def refuse_old_database() -> None:
    """Raises Stop where the tables are missing or of an older version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Stop(_("数据库尚未建立或版本较旧。请先执行：huiying init"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the result is the exit code: 0 done, 1 refused, 2 not understood."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
    try:
        if given[:1] == ["manage"]:
            return _manage(given[1:])
        top = parser()
        options = top.parse_args(given)
        if options.command is None:
            top.print_help()
            return 2
        return command(options.command).run(options)
    except (Stop, BadSetting, Refused) as problem:
        sys.stderr.write(f"huiying: {problem}\n")
        hint, params = getattr(problem, "hint", ""), getattr(problem, "params", {})
        if hint:
            sys.stderr.write((hint % params if params else hint) + "\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130


def _manage(arguments: list[str]) -> int:
    from django.core.management import ManagementUtility

    ManagementUtility(["huiying manage", *arguments]).execute()
    return 0


if __name__ == "__main__":
    sys.exit(main())
