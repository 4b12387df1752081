"""Why a row is not taken in, and how to mend it. Few reasons: dirt alone never refuses a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Code → (why, how to mend): gettext msgids with %(named)s parameters.
REASONS: dict[str, tuple[str, str]] = {
    "ragged_short": (
        "这一行只有 %(found)s 格，表头有 %(wanted)s 列：各列已错位",
        "请从原系统重新导出；空格也要占一列。",
    ),
    "ragged_long": (
        "这一行有 %(found)s 格，表头只有 %(wanted)s 列：各列已错位",
        "请检查文字里是否有没加引号的逗号，从原系统重新导出。",
    ),
    "no_number": ("没有编号", "请补上原系统的编号，再导入这一行。"),
    "long_number": ("编号超过 64 个字", "请核对这一列是否真是编号。"),
    "no_received": ("没有受理时间", "请补上受理时间，例如 2026-01-31 09:30。"),
    "bad_time": (
        "不是能识别的时间",
        "请写成 2026-01-31 09:30 或 2026/1/31 9:30:00 的样子。",
    ),
    "no_text": ("标题、内容、分类都是空的", "请至少填写标题或内容。"),
    "duplicate": (
        "编号在文件中出现多次，而内容不同",
        "请只保留正确的一行；其余的删去或改用各自的编号。",
    ),
    "destroyed": (
        "这一件已按保存期限销毁，不再导入",
        "不必处理；这里只留下编号。确需重新办理的，请另立新案。",
    ),
}
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is refused: where, what stands there, why."""

    line: int
    number: str
    column: str
    value: str
    code: str
    params: dict[str, Any]

    @property
    def message(self) -> str:
        return REASONS[self.code][0]

    @property
    def hint(self) -> str:
        return REASONS[self.code][1]

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class Refusal(Exception):
    """Raised inside the reading of a row; becomes a `BadRow`."""

    def __init__(self, code: str, column: str = "", value: object = "", **params: object) -> None:
        super().__init__(code)
        self.code, self.column, self.params = code, column, params
        self.value = str(value)[:LONGEST_VALUE]
