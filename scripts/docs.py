"""Write the parts of the documentation that come from the code; a test holds them to it."""

import sys
from pathlib import Path

from huiying.config import env, say

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


def settings() -> str:
    """The page about HUIYING_* variables, in both languages."""
    english = say.catalogue("en").gettext
    return (
        "# Settings 设置\n\n"
        "Huiying is configured by environment variables only. An unknown one stops the start.\n"
        "This page is written by `make docs`.\n\n"
        f"{env.table(english)}\n"
        "## 中文\n\n"
        "回应只用环境变量配置；写错变量名会拒绝启动，并指出相近的名称。\n\n"
        f"{env.table(str)}"
    )


def main() -> int:
    """Write the pages."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    (REFERENCE / "settings.md").write_text(settings(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
