"""Labelled messages out of a file, for learning, and messages to be judged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from huiying.exchange.messages import cell_text, opened
from huiying.insights.rules.letters import Letter


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows of a file, in its order; ``labels`` is "" where a cell is empty or not asked for."""

    letters: list[Letter]
    labels: list[str]
    idents: list[str]


def labelled(path: Path, label_column: str = "", *, id_column: str = "") -> Labelled:
    """Every row. Raises a refusal of `lib.tables`, NoSuchColumn, NoWords.

    A row without a number is called after its line.
    """
    found = Labelled([], [], [])
    with opened(path, id_column=id_column) as rows:
        label = rows.place(label_column) if label_column else None
        for line, cells in rows.cells():
            found.letters.append(Letter(rows.text(cells, "title"), rows.text(cells, "body")))
            found.labels.append(cell_text(cells, label))
            found.idents.append(rows.text(cells, "number") or f"#{line}")
    return found
