"""Months by their names, as programs write them into tables in the languages of those who use them."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from deskbell.rules.folding import fold

# January to December, a language each; where a name is written in a date in another case, in that one.
_NAMES: Final = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber mrz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mrt april maj juni juli augusti september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
)
_SHORTEST: Final = 3


def month_called(word: str) -> int | None:
    """The month of a name, or of its beginning (Dec, Sept, märz); None where that says nothing, or two of them (jui)."""
    return _months().get(fold(word))


@cache
def _months() -> Mapping[str, int]:
    whole = {fold(name): month for names in _NAMES for month, name in enumerate(names.split(), 1)}
    short: dict[str, set[int]] = {}
    for name, month in whole.items():
        for end in range(_SHORTEST, len(name)):
            short.setdefault(name[:end], set()).add(month)
    return {name: months.pop() for name, months in short.items() if len(months) == 1} | whole
