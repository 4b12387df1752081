"""The only writes of the directory. Each is one transaction and one line in the journal."""

from huiying.directory.actions.areas import (
    deactivate_area,
    put_alias,
    put_area,
    remove_alias,
)
from huiying.directory.actions.calendars import (
    Day,
    DaysPut,
    put_calendar,
    put_calendar_days,
    put_year,
)
from huiying.directory.actions.categories import (
    Condition,
    deactivate_category,
    put_category,
    put_code_set,
    put_conditions,
    put_crosswalk,
    remove_crosswalk,
)
from huiying.directory.actions.core import Put
from huiying.directory.actions.policies import end_policy, put_policy
from huiying.directory.actions.units import deactivate_unit, put_unit

__all__ = [
    "Condition",
    "Day",
    "DaysPut",
    "Put",
    "deactivate_area",
    "deactivate_category",
    "deactivate_unit",
    "end_policy",
    "put_alias",
    "put_area",
    "put_calendar",
    "put_calendar_days",
    "put_category",
    "put_code_set",
    "put_conditions",
    "put_crosswalk",
    "put_policy",
    "put_unit",
    "put_year",
    "remove_alias",
    "remove_crosswalk",
]
