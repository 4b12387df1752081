"""``{{ reasons|all_said }}``, ``{{ reason|said }}``: why a rule proposes a unit."""

from __future__ import annotations

from django import template

from huiying.console.rulebook.reasons import all_said, said

register = template.Library()
register.filter(said)
register.filter(all_said)
