"""How the dates, or the numbers, of a column are written is told from all of it: one 31/12/2025 says of every 03/04/2025 that the day comes first."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from deskbell.model.fields import FieldKind
from deskbell.model.table_forms import DateForm, Form, NumberForm
from deskbell.rules import table_dates, table_numbers
from deskbell.rules.fields import one_line
from deskbell.rules.spreadsheet import unguarded

_SAMPLES: Final = 2
_MOST_KEPT: Final = 8_192
# What is longer is seldom there twice, and no date and no number but for spaces around it: it is not kept.
_LONGEST_KEPT: Final = 100
_SERIAL: Final = table_dates.FORMS.index(DateForm.SERIAL)
_YEAR: Final = table_dates.FORMS.index(DateForm.YEAR_FIRST)
_DAY, _MONTH = 0, 1
# Hyphens and minus signs of every kind, and what is written in the width of Chinese letters.
_PLAIN: Final = str.maketrans(
    dict.fromkeys("‐‑‒–−﹣", "-") | {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
)

# Of what a cell can be read as which are the same: (0, 1, None, None) is two dates in two forms and none in the others.
_Pattern = tuple[int | None, ...]


class Verdict(Struct, frozen=True):
    """In which `form` a column is to be read. Where it could be `offered` others as well a person says which, and `form` is a guess. `told` says that the column itself told it,
    `any` that something there can be read; `samples` are cells that show it, `short_years` whether some have years of two digits."""

    form: Form
    offered: tuple[Form, ...] = ()
    told: bool = False
    any: bool = True
    samples: tuple[str, ...] = ()
    short_years: bool = False


class Tally:
    """What the cells of a column of dates or of numbers can be, counted as they come by."""

    def __init__(self, kind: FieldKind) -> None:
        self.kind = kind
        self._dates = kind is FieldKind.DATE
        self._waiting: Counter[str] = Counter()
        self._patterns: Counter[_Pattern] = Counter()
        self._samples: dict[_Pattern, list[str]] = {}
        self._years_first = False
        self._dotted: set[bool] = set()
        self._short_years = False
        self._other_digits = False

    def add(self, cell: str) -> None:
        """The next cell."""
        if len(cell) > _LONGEST_KEPT:
            self._look_at(cell, 1)
            return
        self._waiting[cell] += 1
        if len(self._waiting) >= _MOST_KEPT:
            self.look()

    def look(self) -> None:
        """Look at those that were added: the same cells, of which there are many in a column of dates, are looked at together."""
        for cell, count in self._waiting.items():
            self._look_at(cell, count)
        self._waiting.clear()

    def verdict(self, guess: Form) -> Verdict:
        """How the column is read. Where it does not tell, `guess` is taken if it can be."""
        self.look()
        if self._dates and self._are_serial():
            return Verdict(DateForm.SERIAL, told=True, samples=self._shown([_SERIAL]))
        forms: Sequence[Form] = table_dates.FORMS[:_SERIAL] if self._dates else table_numbers.FORMS
        places = [place for place in range(len(forms)) if place != _YEAR or self._may_begin_with_year()]
        reads = {place: self._reads(place) for place in places}
        readable = sum(
            count for one, count in self._patterns.items() if any(one[place] is not None for place in places)
        )
        if self._dotted == {True}:
            # With points between them it is the day that comes first, wherever one lives.
            guess = DateForm.DAY_FIRST
        whole = [place for place in places if reads[place] == readable]
        some = whole or sorted((place for place in places if reads[place]), key=lambda one: -reads[one])
        open_to = self._apart(some, forms.index(guess) if guess in forms else _DAY)
        best = max(reads.values())
        good = [forms[place] for place in (whole or [place for place in open_to if reads[place] == best])]
        form = guess if guess in good else good[0]
        return Verdict(
            form,
            tuple(forms[place] for place in open_to) if len(open_to) > 1 and self._is_open(open_to) else (),
            told=len(whole) == 1,
            any=readable > 0,
            samples=self._shown(places),
            short_years=self._short_years,
        )

    def _look_at(self, cell: str, count: int) -> None:
        text = _bare(cell)
        if not text:
            return
        found: Sequence[object] = table_dates.days(text) if self._dates else table_numbers.numbers(text)
        pattern = _pattern(found)
        self._patterns[pattern] += count
        if not any(map(_is_there, pattern)) and any(map(str.isdigit, text)):
            self._other_digits = True
        samples = self._samples.setdefault(pattern, [])
        if len(samples) < _SAMPLES and text not in samples:
            samples.append(text)
        if self._dates:
            self._note(text, found)

    def _note(self, text: str, found: Sequence[object]) -> None:
        # Behind the first number: in a time, too, there are points and hyphens.
        sign = text[:3]
        if found[_DAY] != found[_MONTH]:
            self._dotted.add("." in sign)
        if found[_YEAR] not in (None, found[_DAY]) and "-" in sign:
            self._years_first = True
        if not self._short_years and any(found[:_SERIAL]):
            self._short_years = table_dates.is_short(text)

    def _are_serial(self) -> bool:
        """Whether all are days as spreadsheets count them, but for words: one number more, and who knows what is counted there."""
        some = [pattern for pattern in self._patterns if any(map(_is_there, pattern))]
        return bool(some) and not self._other_digits and all(_only(pattern, _SERIAL) for pattern in some)

    def _may_begin_with_year(self) -> bool:
        """A year of two digits is looked for at the beginning only where hyphens stand, as ISO has it, or nothing else makes a date."""
        return self._years_first or any(_only(pattern, _YEAR) for pattern in self._patterns)

    def _reads(self, place: int) -> int:
        return sum(count for pattern, count in self._patterns.items() if pattern[place] is not None)

    def _apart(self, places: Sequence[int], liked: int) -> list[int]:
        """Those of the forms that do not say all the same as one before, or as the one that is `liked`."""
        liked_first = sorted(places, key=lambda place: place != liked)
        said: dict[_Pattern, int] = {}
        for place in liked_first:
            said.setdefault(tuple(pattern[place] for pattern in self._patterns), place)
        return [place for place in places if place in said.values()]

    def _is_open(self, places: Sequence[int]) -> bool:
        """Whether it matters which of them is taken. A number that can be read one way only is read so in any case."""
        if self._dates:
            return True
        return any(len({pattern[place] for place in places} - {None}) > 1 for pattern in self._patterns)

    def _shown(self, places: Sequence[int]) -> tuple[str, ...]:
        """Some cells, before all those that not every form can read, and those that are not the same in all."""
        readable = [one for one in self._patterns if any(one[place] is not None for place in places)]
        readable.sort(key=lambda one: (len(said := {one[place] for place in places}) == 1, None not in said))
        return tuple(text for pattern in readable for text in self._samples[pattern])[:_SAMPLES]


def value_in(cell: str, form: Form) -> str:
    """What a cell holds in this form, as a field keeps it; "" where that is nothing."""
    text = _bare(cell)
    if isinstance(form, NumberForm):
        return table_numbers.read_number(text, form) or ""
    found: date | None = table_dates.read_date(text, form)
    return "" if found is None else found.isoformat()


def in_forms(forms: Mapping[int, Form]) -> Callable[[Sequence[str]], Sequence[str]]:
    """What makes of the cells of a row the same with those of columns (by their places) of which a form is known as fields keep them. What cannot be read stays, and is
    refused where it is taken in."""
    # The same cells are many in a column of dates.
    known: list[tuple[int, Form, dict[str, str]]] = [(place, form, {}) for place, form in forms.items()]

    def taken(cells: Sequence[str]) -> Sequence[str]:
        changed = list(cells)
        for place, form, values in known:
            if place < len(changed):
                cell = changed[place]
                if len(cell) > _LONGEST_KEPT:
                    changed[place] = value_in(cell, form) or cell
                    continue
                if cell not in values:
                    if len(values) >= _MOST_KEPT:
                        values.clear()
                    values[cell] = value_in(cell, form) or cell
                changed[place] = values[cell]
        return changed

    return taken if known else lambda cells: cells


def _bare(cell: str) -> str:
    """What one sees of a cell: without marks of direction and of byte order, without spaces around it, and without the apostrophe that makes a text of it."""
    text = unguarded(cell)
    if not text.isascii():
        text = "".join(one for one in text.translate(_PLAIN) if unicodedata.category(one) != "Cf")
    return one_line(text).removeprefix("'")


def _pattern(found: Sequence[object]) -> _Pattern:
    seen: dict[object, int] = {}
    return tuple(None if one is None else seen.setdefault(one, len(seen)) for one in found)


def _is_there(one: int | None) -> bool:
    return one is not None


def _only(pattern: _Pattern, place: int) -> bool:
    return all((one is not None) == (there == place) for there, one in enumerate(pattern))
