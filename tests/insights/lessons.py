"""Letters with categories, our own words: three kinds of matters, said in many ways."""

from __future__ import annotations

from itertools import combinations

from huiying.insights.rules.letters import Letter

PLACES = ("泉河新城", "幸福里", "松林路", "北麓村", "红星市场", "青石巷", "望江楼", "南门桥")
SAID = {
    "噪声": (
        "工地半夜打桩施工", "烧烤店音响吵到凌晨", "广场舞喇叭声音太大", "货车鸣笛轰鸣不停",
        "楼上深夜装修电钻响", "酒吧低音炮震得睡不着", "空调外机噪声刺耳", "狗叫一夜扰民休息",
    ),
    "道路": (
        "路灯坏了三盏不亮", "路面坑洼雨天积水", "红绿灯时间太短", "井盖破损车轮陷进去",
        "人行道地砖松动绊人", "斑马线磨得看不清", "断头路几年没有修通", "护栏倒了占着车道",
    ),
    "学校": (
        "小学入学学位不够", "老师收费办补习班", "幼儿园伙食费太贵", "中学食堂饭菜变质",
        "学区划分家长不明白", "孩子转学被学校拒绝", "课后托管老师不足", "校服强制购买价格高",
    ),
}  # fmt: skip
ASKED = (
    "请尽快处理。",
    "盼望有人来管。",
    "打过电话没有结果。",
    "已经持续两个月。",
    "大家意见很大。",
)


def lessons() -> tuple[list[Letter], list[str], list[str]]:
    """84 letters with what they are about and their numbers."""
    letters, labels = [], []
    for label, said in SAID.items():
        for at, (one, other) in enumerate(combinations(said, 2)):
            place, end = PLACES[at % len(PLACES)], ASKED[at % len(ASKED)]
            letters.append(Letter(f"{place}{one}", f"{other}，就在{place}。{end}"))
            labels.append(label)
    return letters, labels, [f"L{at}" for at in range(len(letters))]
