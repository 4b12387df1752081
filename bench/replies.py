"""`python -m bench.replies [FILE]`: does the check of answers tell an answer from another one?

FILE: messages with replies (.xlsx, columns 留言主题, 留言详情, 答复意见); without it the development
file beside the checkout. Each message is read with its own answer and with that of another; JSON
lines of how often each remark was good (+) and not (-), and what one check costs.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from huiying.insights.rules.replies import review

USUAL = Path(__file__).resolve().parents[2] / "shared/data/cn/messages_with_replies.xlsx"
APART = 997  # rows between a message and the other answer


def main() -> None:
    pairs = _pairs(Path(sys.argv[1]) if len(sys.argv) > 1 else USUAL)
    answers = [answer for _question, answer in pairs]
    others = [*answers[APART:], *answers[:APART]]
    swapped = [(question, other) for (question, _own), other in zip(pairs, others, strict=True)]
    for name, many in (("own", pairs), ("another's", swapped)):
        sys.stdout.write(json.dumps({"answer": name} | _measured(many)) + "\n")


def _pairs(path: Path) -> list[tuple[str, str]]:
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    title, body, answer = (header.index(name) for name in ("留言主题", "留言详情", "答复意见"))
    return [(f"{row[title]}。{row[body]}", str(row[answer])) for row in rows if row[answer]]


def _measured(pairs: Sequence[tuple[str, str]]) -> dict[str, object]:
    start = time.perf_counter()
    found = Counter(
        f"{one.about}{'+' if one.good else '-'}" for pair in pairs for one in review(*pair)
    )
    took = time.perf_counter() - start
    shares = {name: round(times / len(pairs), 3) for name, times in sorted(found.items())}
    return {"answers": len(pairs), "ms": round(took * 1000 / len(pairs), 2)} | shares


if __name__ == "__main__":
    main()
