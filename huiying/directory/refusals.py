"""Why a change of the directory can be refused. Each says what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused

# What a refusal is about.
UNIT = _("单位")
AREA = _("区划")
ALIAS = _("区划别名")
CODE_SET = _("分类标准")
CATEGORY = _("分类")
CROSSWALK = _("分类对照")
CALENDAR = _("工作日历")
POLICY = _("办理时限")
CREDIT_CODE = _("统一社会信用代码")
AREA_CODE = _("区划代码")
SYSTEM = _("坐标系")
ALIAS_WORD = _("别名")
CONDITION = _("立案条件")


class NotFound(Refused):
    code = "not_in_directory"
    message = _("名录中没有%(what)s“%(key)s”。")
    hint = _("请先建立它，或核对代码。")


class Empty(Refused):
    code = "directory_empty"
    message = _("“%(key)s”缺少“%(field)s”。")
    hint = _("这一项必填。")


class Duplicate(Refused):
    code = "duplicate_code"
    message = _("%(what)s“%(key)s”已经用于“%(name)s”。")
    hint = _("代码不能重复：请改用别的代码，或修改已有的那一条。")


class GoesRound(Refused):
    code = "goes_round"
    message = _("“%(name)s”不能移到“%(parent)s”之下：后者在前者之下，会形成循环。")
    hint = _("请选择不在其下的上级。")


class TooDeep(Refused):
    code = "too_deep"
    message = _("“%(name)s”的层级太深。")
    hint = _("请移到更高的上级之下。")


class StillUsed(Refused):
    code = "still_used"
    message = _("“%(name)s”之下还有启用的“%(below)s”，不能停用。")
    hint = _("请先停用或移走下级。")


class ParentEnded(Refused):
    code = "parent_ended"
    message = _("“%(name)s”的上级“%(parent)s”已经停用。")
    hint = _("请先启用上级，或换一个上级。")


class BadCode(Refused):
    code = "bad_code"
    message = _("“%(key)s”不是有效的代码。")
    hint = _("区划代码为 6、9、12 或 15 位数字；其他代码不能为空，也不能含空格。")


class BadCreditCode(Refused):
    code = "bad_credit_code"
    message = _("统一社会信用代码“%(key)s”不正确。")
    hint = _("应为 18 位，最后一位是校验码（GB 32100-2015）；请对照证照核对。")


class BadKind(Refused):
    code = "bad_kind"
    message = _("“%(field)s”不能是“%(value)s”。")
    hint = _("可以是：%(choices)s。")


class BadPolygon(Refused):
    code = "bad_polygon"
    message = _("“%(name)s”的边界不可用：%(why)s")
    hint = _("请提供 GeoJSON 的 Polygon 或 MultiPolygon，先经度、后纬度，并选对坐标来源。")


class BadPlace(Refused):
    code = "bad_place"
    message = _("“%(name)s”的中心坐标 %(lon)s，%(lat)s 不在地球上。")
    hint = _("请先写经度（如 116.63），再写纬度（如 40.32）。")


class KeyStays(Refused):
    code = "key_stays"
    message = _("“%(name)s”的分类标准和类型不能改。")
    hint = _("请在另一标准或类型下新建分类，并停用这一个。")


class OtherSet(Refused):
    code = "other_code_set"
    message = _("“%(name)s”与上级“%(parent)s”不属于同一标准、同一类型。")
    hint = _("上级须在同一分类标准、同一类型之内；跨标准请用分类对照。")


class SameSet(Refused):
    code = "same_code_set"
    message = _("“%(source)s”与“%(target)s”属于同一标准、同一类型，不需要对照。")
    hint = _("分类对照用于不同标准之间。")


class PolicyHolds(Refused):
    code = "policy_holds"
    message = _("%(day)s起的办理时限已经生效，不能改写。")
    hint = _("请另建一条，写明新的生效日期；旧的一条会自动到期。")


class PolicyOverlaps(Refused):
    code = "policy_overlaps"
    message = _("这条办理时限到%(until)s为止，与%(day)s起的另一条重叠。")
    hint = _("请把失效日期提前到%(day)s，或留空。")


class PolicyBackwards(Refused):
    code = "policy_backwards"
    message = _("失效日期%(until)s须晚于生效日期%(day)s。")
    hint = _("请改正日期。")
