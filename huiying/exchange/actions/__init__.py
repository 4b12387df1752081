"""The only writers of exchange: files in."""

from huiying.exchange.actions.files import Outcome, import_file

__all__ = ["Outcome", "import_file"]
