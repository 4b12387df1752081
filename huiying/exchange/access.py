"""Who may bring files in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.cases.refusals import NotYours

IMPORTERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.ADMINISTRATOR)


def check_importer(actor: Actor) -> None:
    """Raise NotYours for anybody else."""
    if not actor.has(*IMPORTERS):
        roles = "、".join(str(role.label) for role in IMPORTERS)
        raise NotYours(number="", verb=_("导入"), roles=roles)
