"""Why a whole file is not taken in."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused


class TooManyBad(Refused):
    code = "too_many_bad_rows"
    message = _(
        "整份文件没有导入：%(rows)s 行中有 %(refused)s 行有误（超过 %(share)s%%），"
        "最多的原因是“%(why)s”。"
    )
    hint = _("%(how)s 有误的行已另存，可逐行查看原因；改好后重新导入，已导入的不会重复。")


class NothingInside(Refused):
    code = "no_rows"
    message = _("文件“%(name)s”只有表头，没有数据行。")
    hint = _("请核对选的是不是这个文件、数据是不是在第一张工作表里。")


class NoSuchMapping(Refused):
    code = "no_such_mapping"
    message = _("没有名为“%(name)s”的列对应。")
    hint = _("已有：%(names)s。不写名称则按表头自动识别。")


class BadOption(Refused):
    code = "bad_option"
    message = _("“%(name)s”不能是“%(value)s”。")
    hint = _("可以是：%(known)s。")


class RunUnderWay(Refused):
    code = "run_under_way"
    message = _("这次导入目前是“%(status)s”，不能%(verb)s。")
    hint = _("请刷新页面查看进度。")


class NoSuchRun(Refused):
    code = "no_such_run"
    message = _("没有找到这次导入。")
    hint = _("请从“导入”页面的列表中选择。")


class UploadGone(Refused):
    code = "upload_gone"
    message = _("上传的文件“%(name)s”已不在服务器上。")
    hint = _("请重新上传；已导入的行不会重复。")


class NoSuchExport(Refused):
    code = "no_such_export"
    message = _("没有找到这份导出文件，或者它已到期删除。")
    hint = _("请从“我的导出”的列表中选择，或重新导出；别人的导出文件不能查看。")


class TooManyRows(Refused):
    code = "export_too_long"
    message = _("符合条件的超过 %(most)s 行，一个文件装不下，没有导出。")
    hint = _("请用筛选分成几份，例如一次导一个月或一个单位。")


class TooManyExports(Refused):
    code = "too_many_exports"
    message = _("您已有 %(most)s 份导出正在进行。")
    hint = _("请等其中一份完成，再导出下一份。")


class NoSuchCode(Refused):
    code = "no_such_code"
    message = _("没有（或不止一个）编号为“%(code)s”的条目。")
    hint = _("编号见名录：huiying directory export units|areas|categories。")
