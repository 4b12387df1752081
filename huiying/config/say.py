"""What the command line says, in the language of the terminal: no Django needed for that."""

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def language(environ: Mapping[str, str]) -> str:
    """``zh`` for a Chinese terminal, else ``en``; LC_ALL wins over LC_MESSAGES over LANG."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(variable):
            return "zh" if environ[variable].lower().startswith("zh") else "en"
    return "en"


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """The messages in that language; Chinese needs none, being the source."""
    if code == "zh":
        return gettext.NullTranslations()
    return gettext.translation("django", LOCALE, languages=[code], fallback=True)


def _(message: str) -> str:
    """``message`` in the terminal's language."""
    return catalogue(language(os.environ)).gettext(message)
