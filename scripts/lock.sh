#!/bin/sh
# Write requirements/*.txt and package-lock.json anew; no registry is named in any of them.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
for name in runtime dev node spark; do
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --upgrade \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
        "requirements/$name.in" --output-file "requirements/$name.txt"
done
npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
