"""What maps read: a pin a public case, sums of pins by cell, and a spot an open case.

World coordinates are those of ``lib.mercator``. No foreign keys: a destroyed case must leave its
pin behind until the projection has taken it out of the sums.
"""

from __future__ import annotations

from django.db import models


class Pin(models.Model):
    """A public case at the middle of its grid cell; ``tile`` is the tile of TILE_ZOOM it is on."""

    case_id = models.BigIntegerField(primary_key=True)
    x = models.IntegerField()
    y = models.IntegerField()
    tile = models.IntegerField()
    category_key = models.BigIntegerField()  # 0: none
    month_key = models.IntegerField()  # 202611
    stage = models.CharField(max_length=6)

    class Meta:
        default_permissions = ()
        # All that a tile asks for, in the order it counts in: the rows are never looked up.
        indexes = (
            models.Index(
                fields=["tile", "x", "y", "stage", "category_key", "month_key"], name="pin_covers"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.x}/{self.y}"


class Spot(models.Model):
    """An open case at its exact place, for those at the desks who may see it."""

    case_id = models.BigIntegerField(primary_key=True)
    x = models.IntegerField()
    y = models.IntegerField()
    tile = models.IntegerField()

    class Meta:
        default_permissions = ()
        indexes = (models.Index(fields=["tile", "case_id"], name="spot_tile"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.x}/{self.y}"


class Cell(models.Model):
    """The pins of one square of a level, moved together with them.

    Beside the row of each category and month together there is one per category and per month
    alone and one of all: their other key is ``ALL``. ``sum_x`` and ``sum_y`` give the middle.
    """

    ALL = -1

    level = models.SmallIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    category_key = models.BigIntegerField()
    month_key = models.IntegerField()
    new = models.IntegerField(default=0)
    going = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    sum_x = models.BigIntegerField(default=0)
    sum_y = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = (
            # In the order in which tiles are read.
            models.UniqueConstraint(
                fields=["level", "category_key", "month_key", "x", "y"], name="cell_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.level}/{self.x}/{self.y} {self.category_key}/{self.month_key}"


class Edition(models.Model):
    """One row: how often the public map has changed. A tile of the same edition is the same."""

    number = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
