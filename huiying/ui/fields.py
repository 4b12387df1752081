"""Form fields that pages need again and again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString

Pairs = Sequence[tuple[str, str]]


class OptionList(forms.Select):
    """A select over hundreds of plain pairs: written in one go, not option by option."""

    choices: Pairs = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = value if isinstance(value, list | tuple) else [value]
        chosen = {str(one) for one in given if one is not None}
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if key in chosen else ""}>'
            f"{escape(label)}</option>"
            for key, label in self.choices
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return SafeString(f"<select{attributes}>{options}</select>")


class OptionListMany(OptionList, forms.SelectMultiple):
    allow_multiple_selected = True

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        return {**super().build_attrs(base_attrs, extra_attrs), "multiple": True}


class _Plain:
    """``choices`` as they are given: a form with a thousand of them costs nothing until shown."""

    _choices: Pairs = ()
    widget: Any

    @property
    def choices(self) -> Pairs:
        return self._choices

    @choices.setter
    def choices(self, value: Pairs) -> None:
        self._choices = value
        self.widget.choices = value

    def valid_value(self, value: Any) -> bool:
        return any(key == str(value) for key, _label in self._choices)

    def __deepcopy__(self, memo: Any) -> Any:
        kept, self._choices = self._choices, ()
        try:
            result = super().__deepcopy__(memo)  # type: ignore[misc]
        finally:
            self._choices = kept
        result.choices = kept
        return result


def _ident(value: str) -> int | None:
    return int(value) if value else None


class Select(_Plain, forms.TypedChoiceField):  # type: ignore[misc]
    """One of many by id, None for nothing; a plain select that the browser makes searchable."""

    combobox = True

    def __init__(self, **more: Any) -> None:
        super().__init__(coerce=_ident, empty_value=None, widget=OptionList, **more)


class Choose(_Plain, forms.ChoiceField):  # type: ignore[misc]
    """One of many by its word; as quick to show as `Select`."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=OptionList, **more)


class SelectMany(_Plain, forms.TypedMultipleChoiceField):  # type: ignore[misc]
    """Several of many by id."""

    def __init__(self, **more: Any) -> None:
        super().__init__(coerce=int, empty_value=[], widget=OptionListMany, **more)
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
