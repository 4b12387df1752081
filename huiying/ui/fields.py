"""Form fields that pages need again and again."""

from __future__ import annotations

from typing import Any

from django import forms


def _ident(value: str) -> int | None:
    return int(value) if value else None


class Select(forms.TypedChoiceField):
    """One of many by id, None for nothing; a plain select that the browser makes searchable."""

    combobox = True

    def __init__(self, **more: Any) -> None:
        super().__init__(coerce=_ident, empty_value=None, **more)


class SelectMany(forms.TypedMultipleChoiceField):
    """Several of many by id."""

    def __init__(self, **more: Any) -> None:
        super().__init__(coerce=int, empty_value=[], **more)
        self.widget.attrs["size"] = 6


class _FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files; what is in them is looked at by the domain, not by their names."""

    photos = True

    def __init__(self, **more: Any) -> None:
        accept = "image/jpeg,image/png,image/webp,image/heic,application/pdf"
        super().__init__(widget=_FilesInput(attrs={"multiple": True, "accept": accept}), **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The uploads, none when nothing was chosen and nothing is required."""
        given = data if isinstance(data, (list, tuple)) else [data]
        files = [super(Files, self).clean(one, initial) for one in given if one]
        if not files:
            super().clean(None, initial)
        return files
