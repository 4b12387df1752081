#!/bin/sh
# Spark for its tests, where there is Java to run it; without, they are skipped and say so.
set -eu
cd "$(dirname "$0")/.."

command -v java >/dev/null || exit 0
.venv/bin/python -c 'import pyspark' 2>/dev/null && exit 0
echo "Installing Spark for its tests."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt
