"""What is sent: nothing unknown, no null characters, and only rows of the directory that exist."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict, model_validator

from huiying.api.listing import Day
from huiying.cases import queries
from huiying.cases.refusals import BadValue
from huiying.directory import queries as directory


def _only_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("should be a text like 2026-03-10")  # noqa: TRY004 (pydantic's own way)
    return value


# JSON has types of its own: true is no number, 1 no yes, and a number no day.
Id = Annotated[int, Field(ge=1, le=2**53, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Date = Annotated[Day, BeforeValidator(_only_text)]


class Sent(Schema):
    """A body. A name nobody knows is a slip, so it is told and not passed over."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @model_validator(mode="after")
    def _no_null(self) -> Sent:
        for value in self.__dict__.values():
            if isinstance(value, str) and "\x00" in value:
                raise ValueError("null character")
        return self


def unit_id(ident: int | None) -> int | None:
    return _known(directory.units(), ident, _("单位"))


def area_id(ident: int | None) -> int | None:
    return _known(directory.areas(), ident, _("区划"))


def category_id(ident: int | None) -> int | None:
    return _known(directory.categories(), ident, _("分类"))


def cause_id(ident: int | None) -> int | None:
    if ident is not None and ident not in dict(queries.causes()):
        raise BadValue(field=_("成因"), why=_("没有“%(value)s”这一项。") % {"value": ident})
    return ident


def _known(tree: directory.Tree[Any], ident: int | None, field: str) -> int | None:
    if ident is not None and ident not in tree.rows:
        raise BadValue(field=field, why=_("没有“%(value)s”这一项。") % {"value": ident})
    return ident
