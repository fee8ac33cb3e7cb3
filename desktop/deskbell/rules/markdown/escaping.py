"""Words as they are written in Markdown so that they are read as words."""

import re
from typing import Final

# What is never a mark between letters is left: snake_case, 5 ~ 6, AT&T, C:\Users.
_MARKS: Final = re.compile(
    r"[`*\[\]]"
    r"|\\(?=[!-/:-@\[-`{-~]|$)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|~(?=~|$)|(?:(?<=~)|^)~"
    r"|<(?=[A-Za-z/!?]|$)"
    r"|&(?=#?\w{1,40};|$)"
    r"|!$"
)
_LINE_START: Final = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=:|][-=:|\s]*$)")
_NUMBERED: Final = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_TICKS: Final = re.compile("`+")


def escaped(words: str) -> str:
    """Words within a line. It holds whatever stands before and behind them."""
    return _MARKS.sub(r"\\\g<0>", words)


def line(words: str) -> str:
    """A line, its words escaped, that begins no heading, list, quotation or table."""
    if _LINE_START.match(words):
        return "\\" + words
    return _NUMBERED.sub(r"\1\\\2", words, count=1) if _NUMBERED.match(words) else words


def code(words: str) -> str:
    """Words in a line as code: between more backticks than they hold."""
    ticks = "`" * (max(map(len, _TICKS.findall(words)), default=0) + 1)
    edge = " " if words[:1] == "`" or words[-1:] == "`" or (words[:1] == words[-1:] == " " and words.strip()) else ""
    return f"{ticks}{edge}{words}{edge}{ticks}"


def fenced(words: str, language: str = "") -> str:
    """Lines as a block of code."""
    ticks = "`" * max(3, max(map(len, _TICKS.findall(words)), default=0) + 1)
    return f"{ticks}{language}\n{words}\n{ticks}"


def link(words: str, address: str) -> str:
    """A link; `words` are escaped already, `address` is harmless."""
    # What is escaped in an address would be read as another letter.
    address = re.sub(r"&(?=#?\w{1,40};)", "&amp;", address)
    return f"[{words}](<{address}>)" if re.search(r"[()]", address) else f"[{words}]({address})"
