"""``huiying api-key``: make, list and revoke the keys of other systems."""

import argparse
import sys

from huiying.config import cli
from huiying.config.say import _

SCOPES = ("open311", "api:read", "api:write")


def about() -> str:
    return _("管理其他系统使用的接口密钥")


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title=_("操作"), metavar=_("操作"), dest="act", required=True)
    create = acts.add_parser("create", help=_("建立密钥，只显示这一次"))
    create.add_argument("name", metavar=_("名称"), help=_("哪个系统使用"))
    create.add_argument(
        "--scope",
        action="append",
        required=True,
        choices=SCOPES,
        help=_("用途，可重复：open311、api:read 或 api:write"),
    )
    create.add_argument("--person", metavar=_("用户名"), help=_("以此人员的岗位行事；不给则无岗位"))
    create.add_argument(
        "--per-minute", type=int, metavar="N", help=_("每分钟最多调用次数，0 为不限")
    )
    acts.add_parser("list", help=_("列出所有密钥"))
    revoke = acts.add_parser("revoke", help=_("立即停用密钥"))
    revoke.add_argument("prefix", metavar=_("前缀"), help=_("list 中的前缀"))


def run(options: argparse.Namespace) -> int:
    cli.setup()
    {"create": _create, "list": _list, "revoke": _revoke}[options.act](options)
    return 0


def _create(options: argparse.Namespace) -> None:
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from huiying.accounts import keys
    from huiying.accounts.actors import system

    person_id = None
    if options.person:
        found = get_user_model().objects.filter(username=options.person).values_list("pk")
        if not found:
            raise cli.Stop(_("没有用户 %(name)s") % {"name": options.person})
        person_id = found[0][0]
    most = keys.PER_MINUTE if options.per_minute is None else options.per_minute
    given = keys.create_key(
        name=options.name,
        scopes=options.scope,
        person_id=person_id,
        per_minute=most,
        actor=system(_("命令行")),
        at=timezone.now(),
    )
    # The key alone on standard output, so that scripts can keep it.
    sys.stderr.write(_("密钥只显示这一次，请妥善保存：") + "\n")
    sys.stdout.write(given.text + "\n")


def _list(_options: argparse.Namespace) -> None:
    from django.utils.timezone import localtime

    from huiying.accounts import keys

    for key in keys.all_keys():
        used = f"{localtime(key.last_used_at):%Y-%m-%d %H:%M}" if key.last_used_at else "-"
        state = _("已停用") if key.revoked_at else _("使用中")
        scopes = ",".join(key.scopes)
        who = key.person.username if key.person else "-"
        cells = (key.prefix, key.name, scopes, who, str(key.per_minute), used, state)
        sys.stdout.write("\t".join(cells) + "\n")


def _revoke(options: argparse.Namespace) -> None:
    from django.utils import timezone

    from huiying.accounts import keys
    from huiying.accounts.actors import system

    key = keys.revoke_key(prefix=options.prefix, actor=system(_("命令行")), at=timezone.now())
    sys.stdout.write(_("已停用 %(name)s") % {"name": key.name} + "\n")
