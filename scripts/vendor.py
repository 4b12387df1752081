"""Copy the browser libraries that pages load out of node_modules into the static folder.

Nothing of theirs is kept in the repository: package-lock.json says which bytes they are. Only the
comment that names a source map is left out: the map is not served, and pages would ask for it.
"""

import re
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
    # The build for a strict policy: its worker is a file of ours, not made from a text.
    "maplibre-gl/dist/maplibre-gl-csp.js": "maplibre-gl-csp.js",
    "maplibre-gl/dist/maplibre-gl-csp-worker.js": "maplibre-gl-csp-worker.js",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre-gl.css",
    "maplibre-gl/LICENSE.txt": "maplibre-gl.LICENSE.txt",
    "pmtiles/dist/pmtiles.js": "pmtiles.js",
}
# Packages that bring no text of their licence along.
NOTICES = {
    "pmtiles.NOTICE.txt": "PMTiles, https://github.com/protomaps/PMTiles\n"
    "Copyright 2021 Protomaps LLC. BSD-3-Clause: its conditions and disclaimer are those of the\n"
    "three-clause licence in maplibre-gl.LICENSE.txt beside this file.\n",
}
SOURCE_MAP = re.compile(rb"^//# sourceMappingURL=\S+\s*$", re.MULTILINE)


def main() -> int:
    """Copy every file; the exit code is 1 when one is missing."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in FILES.items():
        if not (MODULES / source).is_file():
            sys.stderr.write(f"{source} is not in node_modules: run npm ci, then this again.\n")
            return 1
        content = (MODULES / source).read_bytes()
        (VENDOR / target).write_bytes(SOURCE_MAP.sub(b"", content))
    for target, text in NOTICES.items():
        (VENDOR / target).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
