"""``python -m huiying``: the same as the command ``huiying``."""

import sys

from huiying.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
