"""``huiying restore``: put a backup in place."""

import argparse
import sys
from pathlib import Path

from huiying.config import cli
from huiying.config.say import _


def about() -> str:
    return _("从备份恢复；先校验，已有数据时须 --force")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="FILE.tar.gz", help=_("备份文件"))
    parser.add_argument("--force", action="store_true", help=_("覆盖现有的数据库与文件"))


def run(options: argparse.Namespace) -> int:
    cli.setup()
    from django.conf import settings

    from huiying.config import archive, homelock

    with homelock.exclusive(settings.HOME):
        manifest = archive.restore(options.source, force=options.force)
    words = {"when": manifest.made, "count": len(manifest.members)}
    sys.stdout.write(_("已恢复 %(when)s 的备份：%(count)s 个文件") % words + "\n")
    sys.stdout.write(_("请再执行 huiying init，然后启动服务。") + "\n")
    return 0
