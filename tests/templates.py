"""A template that names a variable nobody gave it must fail the test, not print nothing."""

import inspect
from pathlib import Path
from typing import Self

from django.template.base import Template

OURS = str(Path(__file__).resolve().parent.parent / "huiying")


class UnknownVariable(str):
    """Django's ``string_if_invalid``: it asks for ``x % name`` when a variable is unknown.

    Only our own templates are held to it; those of libraries rely on silent blanks.
    """

    __slots__ = ()

    def __new__(cls) -> Self:
        return super().__new__(cls, "%s")

    def __mod__(self, name: object) -> str:
        template = _template_being_rendered()
        if template is not None and template.startswith(OURS):
            raise AssertionError(f"{template}: the variable {{{{ {name} }}}} is unknown")
        return ""


def _template_being_rendered() -> str | None:
    """The file of the innermost template: nodes know the origin that Django gave them."""
    for frame in inspect.stack():
        node = frame.frame.f_locals.get("self")
        if isinstance(node, Template):
            return str(node.origin.name)
        origin = getattr(node, "origin", None)
        if origin is not None:
            return str(origin.name)
    return None
