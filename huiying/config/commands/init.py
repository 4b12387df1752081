"""``huiying init``: make or bring up to date the database, the keys and the static files."""

import argparse
import sys

from huiying.config import cli
from huiying.config.say import _


def about() -> str:
    return _("建立或升级数据库、密钥与静态文件；可反复执行")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help=_("只在出错时输出"))


def run(options: argparse.Namespace) -> int:
    cli.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.HOME.mkdir(parents=True, exist_ok=True)
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    _seed()
    # By date alone a new version's file is skipped when the old one was copied after it was made.
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    if not options.quiet:
        sys.stdout.write(_("已就绪：%(home)s") % {"home": settings.HOME} + "\n")
    return 0


def _seed() -> None:
    """Holidays for all years that are published; days somebody corrected stay."""
    from django.utils import timezone

    from huiying.directory.seeds import seed_calendar
    from huiying.journal.events import By

    seed_calendar(by=By(None, "huiying init"), at=timezone.now())
