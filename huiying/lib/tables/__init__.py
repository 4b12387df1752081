"""Tables in files: read safely, written safely."""

from huiying.lib.tables.reading import Table, as_text, find_header, open_table
from huiying.lib.tables.refusals import BadFile, DangerousFile, NoHeader, NoSheet, TooLarge
from huiying.lib.tables.safety import Limits
from huiying.lib.tables.writing import Sheet, safe, write_csv, write_xlsx

__all__ = [
    "BadFile",
    "DangerousFile",
    "Limits",
    "NoHeader",
    "NoSheet",
    "Sheet",
    "Table",
    "TooLarge",
    "as_text",
    "find_header",
    "open_table",
    "safe",
    "write_csv",
    "write_xlsx",
]
