"""Why a file is not taken. Each says which file, what is wrong with it and how to mend it."""

from __future__ import annotations

from huiying.lib.errors import Refused


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class BadFile(Refused):
    """Base of all refusals of a file; ``name`` is always among the parameters."""

    code = "bad_file"


class TooBig(BadFile):
    code = "file_too_big"
    message = _("文件“%(name)s”有 %(size)s，超过每个文件 %(most)s 的上限。")
    hint = _("请压缩后再上传；录音可截取有关的一段。")


class EmptyFile(BadFile):
    code = "file_empty"
    message = _("文件“%(name)s”是空的。")
    hint = _("请重新选择文件；如刚从网盘或聊天中取出，请先下载完成。")


class UnknownKind(BadFile):
    code = "file_kind"
    message = _("不能接收文件“%(name)s”：按内容看，它不是可以上传的格式。")
    hint = _("可上传：照片（JPEG、PNG、WebP、GIF）、PDF、录音（MP3、M4A、WAV）、docx 和 xlsx。")


class NotReadableHere(BadFile):
    code = "file_heic"
    message = _("照片“%(name)s”是 HEIC/HEIF 格式，系统不能打开。")
    hint = _("请在手机“设置—相机—格式”中选“兼容性最佳”后重拍，或将照片另存为 JPEG 再上传。")


class Broken(BadFile):
    code = "file_broken"
    message = _("文件“%(name)s”不完整或已损坏，无法读取。")
    hint = _("请用看图或阅读软件打开确认，再重新上传原文件。")


class TooManyPixels(BadFile):
    code = "file_pixels"
    message = _("照片“%(name)s”尺寸为 %(width)s×%(height)s，超过系统能处理的大小。")
    hint = _("请缩小或截取需要的部分后再上传。")


class LockedPdf(BadFile):
    code = "pdf_locked"
    message = _("PDF 文件“%(name)s”加了密，无法检查，不能接收。")
    hint = _("请去掉密码或限制后另存，再上传。")


class ActivePdf(BadFile):
    code = "pdf_active"
    message = _("PDF 文件“%(name)s”含有脚本、自动启动或内嵌文件（%(what)s），不能接收。")
    hint = _("请用“打印为 PDF”另存一份，再上传。")


class ActiveOffice(BadFile):
    code = "office_active"
    message = _("文件“%(name)s”含有宏或内嵌程序，不能接收。")
    hint = _("请另存为不含宏的 docx 或 xlsx，或打印为 PDF，再上传。")


class TooMany(Refused):
    code = "too_many_files"
    message = _("一次最多上传 %(most)s 个文件，这次有 %(count)s 个。")
    hint = _("请分几次上传。")
