"""``huiying backup``: one file with everything, while the service runs."""

import argparse
import sys
from pathlib import Path

from huiying.config import cli
from huiying.config.say import _


def about() -> str:
    return _("把数据库与文件备份为一个 .tar.gz；服务可照常运行")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, metavar="FILE.tar.gz", help=_("要写的备份文件"))
    parser.add_argument(
        "--with-keys",
        action="store_true",
        help=_("连同密钥。没有密钥，备份中的联系方式无法读取；有密钥的备份须妥善保管"),
    )


def run(options: argparse.Namespace) -> int:
    cli.setup()
    from django.utils import timezone

    from huiying.config import archive

    manifest = archive.write(options.target, at=timezone.now(), keys=options.with_keys)
    size = options.target.stat().st_size
    words = {"file": options.target, "count": len(manifest.members), "size": f"{size:,}"}
    sys.stdout.write(_("已备份到 %(file)s：%(count)s 个文件，%(size)s 字节") % words + "\n")
    if not options.with_keys:
        sys.stdout.write(_("未含密钥（HUIYING_HOME/secrets）：请另行保管。") + "\n")
    return 0
