"""Public holidays of a country and its parts, from the library `holidays`, which is loaded with the first question."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

_BETWEEN: Final = "; "


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """Which countries are known (ISO 3166, two letters)."""
    import holidays

    return tuple(sorted(code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2))


@lru_cache(maxsize=8)
def regions(country: str) -> tuple[tuple[str, str], ...]:
    """The parts of a country that have holidays of their own: each as (code, name), the name the code itself where no other is known."""
    of_it = _of(country, "", ())
    if of_it is None:
        return ()
    names = {code: name for name, code in of_it.subdivisions_aliases.items()}
    return tuple(sorted(((code, names.get(code, code)) for code in of_it.subdivisions), key=lambda one: one[1]))


@lru_cache(maxsize=256)
def days(country: str, region: str, year: int) -> Mapping[date, tuple[str, ...]]:
    """The holidays of a year by day, each under the names that it has in the country's own language. None where country or region is not known."""
    of_it = _of(country, region, (year,))
    return {} if of_it is None else {day: tuple(names.split(_BETWEEN)) for day, names in sorted(of_it.items())}


def known(country: str, region: str) -> bool:
    """Whether there is such a country, and such a part of it ("" for none)."""
    return country in countries() and (not region or region in dict(regions(country)))


def _of(country: str, region: str, years: tuple[int, ...]) -> Any:
    if country not in countries():
        return None
    import holidays

    kind = getattr(holidays, country)
    if region and region not in kind.subdivisions:
        return None
    # Without a language the library takes that of the computer, and a holiday would have another name on each.
    return kind(subdiv=region or None, years=years, language=kind.default_language)
