"""Why something in the column is refused. Each says what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.cases import refusals as cases
from huiying.lib.errors import Refused


class NoSuchExposure(cases.NoSuchCase):
    code = "no_such_exposure"
    message = _("没有找到第 %(id)s 期专栏，或者您无权查看。")
    hint = _("请从专栏的清单中打开。")


class NotYourColumn(cases.NotYours):
    code = "not_your_column"
    message = _("您的岗位不能在专栏第 %(id)s 期“%(verb)s”。")
    hint = _("这一步由以下岗位办理：%(roles)s。")


class NotEditor(cases.NotYours):
    code = "not_editor"
    message = _("您的岗位不能编辑专栏。")
    hint = _("专栏由专栏编辑和督办员编辑；如工作需要，请联系管理员安排岗位。")


class ColumnStale(cases.Stale):
    code = "column_stale"
    message = _("专栏第 %(id)s 期刚被他人更新。您填写的内容还在，没有提交。")
    hint = _("请先查看最新情况，再决定是否提交。")


class ColumnNotNow(cases.NotNow):
    code = "column_not_now"
    message = _("专栏第 %(id)s 期目前是“%(state)s”，不能“%(verb)s”。")
    hint = _("请刷新页面，查看现在可以做什么。")


class Needed(Refused):
    code = "column_needed"
    message = _("请填写“%(field)s”。")
    hint = _("这一项必填。")


class DuePassed(Refused):
    code = "column_due"
    message = _("整改期限必须晚于现在。")
    hint = _("请填写将来的日期和时间，例如 2026-12-01 17:00。")


class PicturesOpen(Refused):
    code = "pictures_open"
    message = _("还有 %(count)s 张照片没有处理，不能“%(verb)s”。")
    hint = _("请逐张遮挡人脸和车牌，或确认照片里没有，或移除照片。")


class NotConfirmed(Refused):
    code = "not_confirmed"
    message = _("照片上没有画遮挡框。")
    hint = _("请框住人脸和车牌；确实没有的，请勾选“照片里没有人脸和车牌”。")


class NotAPicture(Refused):
    code = "not_a_picture"
    message = _("专栏只用照片，“%(name)s”不是照片。")
    hint = _("请上传 JPEG、PNG 或 WebP 格式的照片。")


class TooManyPictures(Refused):
    code = "too_many_pictures"
    message = _("一期最多 %(most)s 张照片。")
    hint = _("请先移除不需要的照片。")


class NoSuchPicture(cases.NoSuchCase):
    code = "no_such_picture"
    message = _("没有找到这张照片，它可能已被移除。")
    hint = _("请刷新页面，查看现有的照片。")


class OriginalGone(Refused):
    code = "original_gone"
    message = _("这张照片的原图已经销毁，不能再改遮挡框。")
    hint = _("如需重新遮挡，请移除后重新上传。")


class NoSuchComment(cases.NoSuchCase):
    code = "no_such_comment"
    message = _("没有找到这条评论，它可能已被清理。")
    hint = _("请刷新页面，查看现有的评论。")


class CommentDone(cases.NotNow):
    code = "comment_done"
    message = _("这条评论已经由他人处理：%(state)s。")
    hint = _("请刷新页面，查看现有的评论。")


class ReasonNeeded(Refused):
    code = "reason_needed"
    message = _("不予公开必须选择理由。")
    hint = _("理由只能从列出的几种里选。")


class CommentsShut(Refused):
    code = "comments_shut"
    message = _("这一期现在不能评论。")
    hint = _("撤下的内容不能评论；其他诉求请在“我要反映”里提交。")


class CommentEmpty(Refused):
    code = "comment_empty"
    message = _("评论太短了，请至少写 2 个字。")
    hint = _("请写清楚您看到的情况。")


class NothingExposed(Refused):
    code = "nothing_exposed"
    message = _("案件 %(number)s 涉及敏感事项或要求保密，不能在专栏曝光。")
    hint = _("如确需曝光，请以巡查发现另写一期，不引用案件。")
