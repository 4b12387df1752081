"""Copy the browser libraries that pages load out of node_modules into the static folder.

Nothing of theirs is kept in the repository: package-lock.json says which bytes they are.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "huiying" / "ui" / "static" / "vendor"

FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "echarts/NOTICE": "echarts.NOTICE.txt",
}


def main() -> int:
    """Copy every file; the exit code is 1 when one is missing."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in FILES.items():
        if not (MODULES / source).is_file():
            sys.stderr.write(f"{source} is not in node_modules: run npm ci, then this again.\n")
            return 1
        shutil.copyfile(MODULES / source, VENDOR / target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
