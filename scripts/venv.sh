#!/bin/sh
# Make .venv with Python 3.11 or later; Debian keeps the module for that in a package of its own.
set -eu
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Huiying needs Python 3.11 or later; $python is $("$python" --version 2>&1)." >&2
    echo "Install it, then: make PYTHON=/path/to/python3.11 ..." >&2
    exit 1
}
[ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null && exit 0
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    else
        echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
fi
"$python" -m venv .venv
