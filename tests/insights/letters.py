"""Letters to a small city, our own words: two large grievances and a few small matters."""

from __future__ import annotations

from datetime import date, timedelta

from huiying.insights.rules.problems import Message

START = date(2026, 3, 1)
MIXER = (
    "泉河新城旁边的搅拌站日夜施工，粉尘和噪音让人无法入睡",
    "投诉泉河新城附近搅拌站扬尘扰民",
    "泉河新城小区门口违建搅拌站，灰尘很大",
    "请管管泉河新城隔壁的搅拌站，夜里轰鸣不停",
    "搅拌站建在泉河新城边上，孩子天天咳嗽",
    "泉河新城搅拌站污染严重，何时搬走",
)
PARKING = (
    "幸福里二期强制捆绑销售车位",
    "开发商在幸福里二期买房必须搭售车位",
    "幸福里二期捆绑车位，不买不给选房",
    "反映幸福里二期车位捆绑销售的问题",
    "幸福里二期楼盘车位搭售何时有人管",
)
ALONE = (
    "青石巷路灯坏了三盏",
    "北麓村自来水发黄",
    "咨询二孩落户需要什么材料",
    "红星市场门口占道摆摊",
    "实验小学门口建议装红绿灯",
    "幸福里二期电梯经常坠梯",
    "泉河新城公交车末班太早",
    "松林路幼儿园乱收费",
)


ENDS = (
    "请管一管。",
    "希望有关部门尽快处理，谢谢。",
    "",
    "打过几次电话都没有下文。",
    "我们等了很久。",
)


def letters() -> list[Message]:
    """Six voices on the mixer, five on parking, and eight matters of their own."""
    said = [*MIXER, *PARKING, *ALONE]
    return [
        Message(f"L{at:03}", text, f"{text}。{ENDS[at % len(ENDS)]}", f"u{at}",
                START + timedelta(days=at))
        for at, text in enumerate(said)
    ]  # fmt: skip
