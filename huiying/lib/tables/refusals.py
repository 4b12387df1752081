"""Why a table file cannot be read: what, where, and how to mend it."""

from __future__ import annotations

from huiying.lib.errors import Refused


class BadFile(Refused):
    code = "bad_file"
    message = "不能读取文件“%(name)s”：%(why)s"
    hint = "请用 Excel 另存为 .xlsx，或导出为 UTF-8 编码的 CSV，再试一次。"


class DangerousFile(Refused):
    code = "dangerous_file"
    message = "文件“%(name)s”可能有害，没有打开：%(why)s"
    hint = "请用 Excel 新建一个工作簿，只粘贴数值，另存为 .xlsx 后再上传。"


class TooLarge(Refused):
    code = "too_large"
    message = "文件“%(name)s”超过上限：%(why)s"
    hint = "请把文件拆成几份，分别导入。"


class NoHeader(Refused):
    code = "no_header"
    message = "在“%(name)s”的前 %(rows)s 行里没有找到认识的表头。"
    hint = "请确认表头行写有列名，例如：%(examples)s；或在导入页面手工对应各列。"


class NoSheet(Refused):
    code = "no_sheet"
    message = "文件“%(name)s”里没有工作表“%(sheet)s”。"
    hint = "有这些工作表：%(sheets)s。"
