"""Why something in the knowledge base is refused. Each says what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.cases import refusals as cases
from huiying.lib.errors import Refused


class NoSuchArticle(cases.NoSuchCase):
    code = "no_such_article"
    message = _("没有找到知识 %(id)s，或者您无权查看。")
    hint = _("请从知识库的清单中打开。")


class NotYourArticle(cases.NotYours):
    code = "not_your_article"
    message = _("您的岗位不能对知识“%(title)s”进行“%(verb)s”。")
    hint = _("专栏编辑和督办员管理全部知识；承办人和街乡镇只写本单位的知识，由编辑发布。")


class ArticleNotNow(cases.NotNow):
    code = "article_not_now"
    message = _("知识“%(title)s”目前是“%(state)s”，不能“%(verb)s”。")
    hint = _("请刷新页面，查看现在可以做什么。")


class ArticleStale(cases.Stale):
    code = "article_stale"
    message = _("知识“%(title)s”刚被他人更新。您填写的内容还在，没有提交。")
    hint = _("请先查看最新情况，再决定是否提交。")


class NothingNew(Refused):
    code = "nothing_new_to_publish"
    message = _("最新的版本已经发布了。")
    hint = _("如需修改，请先“修改”写出新的版本。")


class Needed(Refused):
    code = "knowledge_needed"
    message = _("请填写“%(field)s”。")
    hint = _("这一项必填。")


class TooLong(Refused):
    code = "knowledge_too_long"
    message = _("“%(field)s”最多 %(most)s 字。")
    hint = _("请写短一些，或分成几条知识。")


class ReviewPassed(Refused):
    code = "review_passed"
    message = _("复核日期必须晚于今天。")
    hint = _("一般在半年到一年以后，例如 2027-05-01。")


class ReviewTooFar(Refused):
    code = "review_too_far"
    message = _("复核日期最晚是 %(days)s 天以后。")
    hint = _("再稳定的政策也应当定期看一遍，请写近一些的日期。")


class PersonInArticle(Refused):
    code = "person_in_article"
    message = _("文字里有个人信息（手机号、证件号或邮箱），不能公开。")
    hint = _("请去掉“%(part)s”，只写单位的办公电话。")


class UnknownCategory(Refused):
    code = "unknown_category"
    message = _("选的分类里有已经停用或不存在的。")
    hint = _("请从列出的分类里选。")


class NotPublished(Refused):
    code = "article_not_published"
    message = _("知识“%(title)s”的这个版本不是现在发布的版本，不能作为答复的依据。")
    hint = _("请重新查找，按现行的版本答复。")
