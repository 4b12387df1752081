"""What residents meet in the demonstration: what is public, answers before the form, questions."""

from __future__ import annotations

from huiying.cases import services
from huiying.cases.open_models import Question
from huiying.cases.public_models import PublicRule, Stop
from huiying.demo.content.matters import matters

# Matters of public places; what happens in homes and between people stays private.
PUBLIC = (
    "lamp", "cover", "signal", "pothole", "village_road", "ponding", "sewage", "refuse", "heap",
    "sweeping", "toilet", "small_ads", "shared_bike", "tree_cut", "park", "fitness",
)  # fmt: skip
COARSE_METRES = 200
STOPS = (  # name, words, message, phone, whether it ends there
    ("火情和险情", "着火\n起火\n冒烟\n爆炸", "正在发生火情、爆炸的，请立即拨打 119。", "119", True),
    ("人身安全", "打人\n持刀\n抢劫\n绑架", "人身安全正受威胁的，请立即拨打 110。", "110", True),
    ("急救", "晕倒\n心脏病发\n大出血", "有人需要急救的，请立即拨打 120。", "120", True),
    ("燃气泄漏", "燃气味\n煤气味\n漏气",
     "请先开窗、关阀，不要开关电器，到室外再拨打燃气抢修电话。", "", False),
    ("诉讼和仲裁", "法院\n仲裁\n判决",
     "已进入诉讼、仲裁程序的事项，请向法院或仲裁机构了解进展。", "", False),
)  # fmt: skip
QUESTIONS = (  # matter, code, question, datatype, how to fill in, required, choices
    ("lamp", "pole", "灯杆上的编号", "string", "一般在灯杆一米高处的牌子上", False, ""),
    ("lamp", "extent", "不亮的范围", "singlevaluelist", "", True,
     "one 只有一盏\nsome 连续几盏\nroad 整条路"),
    ("pothole", "size", "坑洼有多大", "singlevaluelist", "", True,
     "small 脸盆大小\nlarge 车轮会陷进去\nroad 成片破损"),
    ("cover", "danger", "井盖的情况", "multivaluelist", "", True,
     "missing 缺失\nbroken 破损\nloose 松动有响声\nsunken 沉降"),
    ("refuse", "since", "大约从什么时候开始", "datetime", "", False, ""),
    ("shared_bike", "count", "大约有多少辆", "number", "", False, ""),
    ("ponding", "depth", "积水大约多深（厘米）", "number", "", False, ""),
)  # fmt: skip


def build(categories: dict[str, int]) -> None:
    """Rules of what is shown in public, stops and questions; ``categories``: ids by code."""
    known = matters()
    for key in PUBLIC:
        category_id = categories[known[key].category]
        PublicRule.objects.create(category_id=category_id, coarse_metres=COARSE_METRES)
    for name, words, message, phone, final in STOPS:
        Stop.objects.create(name=name, words=words, message=message, phone=phone, final=final)
    for order, (key, code, words, datatype, how, required, values) in enumerate(QUESTIONS, 1):
        Question.objects.create(
            category_id=categories[known[key].category], code=code, description=words,
            datatype=datatype, datatype_description=how, required=required, values=values,
            order=order,
        )  # fmt: skip
    services.forget()
