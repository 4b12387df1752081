"""``huiying createsuperuser``: the first administrator."""

import argparse
import getpass
import sys

from huiying.config import cli
from huiying.config.say import _


def about() -> str:
    return _("建立一个可进入后台的管理员账号")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--username", help=_("登录用的用户名；不给则询问"))
    parser.add_argument("--name", help=_("姓名；不给则询问"))
    parser.add_argument(
        "--password-stdin", action="store_true", help=_("从标准输入读一行作为密码，而不是询问")
    )


def run(options: argparse.Namespace) -> int:
    cli.setup()
    from django.contrib.auth import get_user_model, password_validation
    from django.core.exceptions import ValidationError

    people = get_user_model().objects
    username = options.username or input(_("用户名：")).strip()
    if not username:
        raise cli.Stop(_("用户名不能为空"))
    if people.filter(username=username).exists():
        raise cli.Stop(
            _("用户名 %(name)s 已存在。改密码请用：huiying manage changepassword %(name)s")
            % {"name": username}
        )
    name = options.name or ("" if options.password_stdin else input(_("姓名：")).strip())
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else _ask()
    try:
        password_validation.validate_password(password)
    except ValidationError as problem:
        raise cli.Stop(" ".join(problem.messages)) from None
    people.create_superuser(username=username, password=password, name=name or username)
    sys.stdout.write(_("已建立管理员 %(name)s") % {"name": username} + "\n")
    return 0


def _ask() -> str:
    password = getpass.getpass(_("密码："))
    if password != getpass.getpass(_("再输一次：")):
        raise cli.Stop(_("两次输入的密码不同"))
    return password
