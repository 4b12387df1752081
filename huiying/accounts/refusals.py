"""Why a change of people and posts can be refused."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused


class NotAdministrator(Refused):
    code = "not_administrator"
    message = _("只有管理员可以管理人员和岗位。")
    hint = _("请联系管理员。")


class NoSuchPerson(Refused):
    code = "no_such_person"
    message = _("没有这个人员。")
    hint = _("请刷新人员列表。")


class UsernameTaken(Refused):
    code = "username_taken"
    message = _("用户名“%(username)s”已经有人使用。")
    hint = _("请换一个用户名；停用的人员也保留用户名。")


class BadPassword(Refused):
    code = "bad_password"
    message = _("密码不合要求：%(why)s")
    hint = _("请换一个更长、不常见的密码。")


class PersonEmpty(Refused):
    code = "person_empty"
    message = _("请填写用户名和姓名。")
    hint = _("这两项必填。")


class BadPost(Refused):
    code = "bad_post"
    message = _("岗位有误：%(why)s")
    hint = _("请选择启用的角色、单位和区划；结束日期不早于开始日期；同一岗位不重复。")


class LastAdministrator(Refused):
    code = "last_administrator"
    message = _("“%(name)s”是最后一名管理员。")
    hint = _("请先把管理员岗位交给另一个人。")


class NotYourself(Refused):
    code = "not_yourself"
    message = _("不能停用自己。")
    hint = _("请另一名管理员操作。")


class BadKey(Refused):
    code = "bad_key"
    message = _("接口密钥无效：不存在、已停用，或不能用于此处。")
    hint = _("请核对密钥是否复制完整；如已停用，请向管理员索取新的密钥。")


class KeyTooOften(Refused):
    code = "key_too_often"
    message = _("这个接口密钥调用过于频繁：每分钟最多 %(most)s 次。")
    hint = _("请放慢速度，约一分钟后再试；确有需要请管理员调高上限。")


class BadKeyFacts(Refused):
    code = "bad_key_facts"
    message = _("不能建立接口密钥：%(why)s")
    hint = _("请给出名称和至少一个已有的用途；每分钟上限为 0（不限）或正整数。")


class NoSuchKey(Refused):
    code = "no_such_key"
    message = _("没有接口密钥 %(prefix)s。")
    hint = _("用 huiying api-key list 查看现有的密钥。")
