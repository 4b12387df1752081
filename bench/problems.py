"""`python -m bench.problems`: how long it takes to find the common problems, and how it grows.

Letters are made here: invented places and persons, grievances of different size (few large, many
of one voice), each worded in its own way. JSON lines; the exit status is 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from huiying.insights.rules.problems import Message, find

SYLLABLES = "泉河松涛青石北麓红星锦绣幸福翠湖金桥银杏望江临溪云峰紫薇白鹭长堤百合梧桐东篱南浦西岭华庭雅苑兰亭曲水"
ENDS = ("新城", "花园", "家园", "苑", "府", "里", "庄", "村", "路", "街", "广场", "公馆")
MATTERS = (
    ("搅拌站", "扬尘", "粉尘很大"), ("夜间施工", "打桩", "吵得睡不着"), ("油烟", "烧烤", "呛人"),
    ("停车位", "乱停车", "堵住大门"), ("物业费", "物业", "乱收费"), ("电梯", "坠梯", "不敢坐"),
    ("停水", "自来水", "发黄"), ("房产证", "办证", "拖了三年"), ("延期交房", "烂尾", "交不了房"),
    ("入学", "学位", "没有名额"), ("公交车", "班次", "等不到车"), ("路灯", "照明", "晚上看不见"),
    ("垃圾站", "异味", "臭味熏天"), ("违建", "私搭", "没人拆"), ("拖欠工资", "讨薪", "过年回不去"),
    ("退费", "培训班", "跑路了"), ("流浪狗", "养犬", "咬了人"), ("消防通道", "占用", "救不了火"),
    ("道路", "坑洼", "车都坏了"), ("补偿款", "征收", "迟迟不发"),
)  # fmt: skip
FORMS = (
    "{place}{one}问题严重，{two}，{three}，请管一管",
    "反映{place}的{two}，{three}",
    "{place}业主投诉{one}",
    "关于{place}{one}{two}的投诉：{three}",
    "请问{place}的{one}什么时候解决",
    "{place}附近{two}，{three}，多次反映无果",
)
ASIDES = (
    "打了好几次电话都没有下文。", "我们几户人家都受影响。", "孩子和老人最难受。", "已经持续大半年了。",
    "上个月来过人，走了又是老样子。", "希望给个明确的时间。", "照片可以补交。", "白天还好，晚上更厉害。",
)  # fmt: skip
LIMITS = {4_326: 10.0, 100_000: 180.0, 1_000_000: 2_400.0}
MEMORY_MB = 8_192


def letters(count: int, seed: int = 7) -> Iterator[Message]:
    """Letters about grievances whose sizes follow a power law, in the order of their days."""
    return (letter for _, letter in written(count, seed))


def written(count: int, seed: int = 7) -> Iterator[tuple[int, Message]]:
    """The same letters, each with the number of its grievance."""
    chance = Random(seed)
    grievances = max(count * 2 // 3, 1)
    for number in range(count):
        which = int(grievances * chance.random() ** 1.6)
        yield which, _letter(number, which, chance)


def _letter(number: int, which: int, chance: Random) -> Message:
    own = Random(which)
    place = "".join(own.choices(SYLLABLES, k=own.choice((2, 3, 3, 4)))) + own.choice(ENDS)
    one, two, three = own.choice(MATTERS)
    title = chance.choice(FORMS).format(place=place, one=one, two=two, three=three)
    body = f"尊敬的领导：{title}。{''.join(chance.sample(ASIDES, 3))}就在{place}，{one}，{three}。"
    day = date(2020, 1, 1) + timedelta(days=number % 1500)
    return Message(str(number), title, body, f"u{chance.randrange(10**7)}", day)


def measure(count: int) -> dict[str, object]:
    """One run in this process: seconds, problems found, the most memory it ever took."""
    said = list(letters(count))
    start = time.perf_counter()
    found = find(said)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "measure": "problems", "messages": count, "problems": len(found),
        "largest": max(len(one.rows) for one in found), "seconds": round(seconds, 2),
        "mb": memory,
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.problems", description=__doc__)
    parser.add_argument("--sizes", default="4326,100000,1000000")
    parser.add_argument("--alone", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        sys.stdout.write(json.dumps(measure(options.alone)) + "\n")
        return 0
    missed, before = 0, None
    for size in map(int, options.sizes.split(",")):
        line = _apart(size)
        limit = LIMITS.get(size)
        if limit:
            line["limit"] = f"< {limit:g} s, < {MEMORY_MB} MB"
            line["ok"] = line["seconds"] < limit and line["mb"] < MEMORY_MB
            missed += not line["ok"]
        if before:
            grown = math.log(line["seconds"] / before["seconds"])
            line["exponent"] = round(grown / math.log(size / before["messages"]), 2)
        before = line
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 1 if missed else 0


def _apart(size: int) -> dict[str, Any]:
    """In a process of its own, so that the memory is that of this size alone."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.problems", "--alone", str(size)],
        check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
