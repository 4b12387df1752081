#!/bin/sh
# What the whole test suite needs besides Python: a PostgreSQL server, Chromium, a Chinese font,
# Pango for PDF files.
set -eu

missing=
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -x /usr/bin/chromium ] || missing="$missing chromium"
ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
ldconfig -p | grep -q libpangoft2 || missing="$missing libpangoft2-1.0-0 libharfbuzz-subset0"

[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    echo "Installing Debian packages:$missing"
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of words
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "The test suite needs these Debian packages:$missing" >&2
    echo "Install them once: sudo apt-get install$missing" >&2
    exit 1
fi
