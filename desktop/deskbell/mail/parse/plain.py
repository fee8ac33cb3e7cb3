"""A text/plain body as it is meant to be read: line ends, stray control characters, format=flowed (RFC 3676)."""

import re
from typing import Final

_LINE_END: Final = re.compile(r"\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufeff]")
_BLANK_START: Final = re.compile(r"\A(?:[ \t\xa0]*\n)+")
_ENRICHED: Final = re.compile(r"(?is)<<|<param>[^<]*</param>|</?[a-z0-9-]{1,60}>")
_QUOTE: Final = re.compile(r">*")


def tidy(text: str) -> str:
    """`text` with plain line ends, without control characters and without blank lines around it."""
    return _BLANK_START.sub("", _CONTROL.sub("", _LINE_END.sub("\n", text))).rstrip()


def unflow(text: str, *, delete_space: bool) -> str:
    """The paragraphs of a format=flowed body, each in one line; quoted ones keep their marks (RFC 3676, 4.1 to 4.6)."""
    out: list[str] = []
    open_depth = -1
    pieces: list[str] = []

    def close() -> None:
        nonlocal open_depth
        if pieces:
            out.append(("> " if open_depth == 1 else ">" * open_depth + " " if open_depth else "") + "".join(pieces))
            pieces.clear()
        open_depth = -1

    for line in text.split("\n"):
        marks = _QUOTE.match(line)
        depth = marks.end() if marks else 0
        content = line[depth:]
        content = content.removeprefix(" ")
        if depth != open_depth:
            close()
        if content == "-- ":
            close()
            out.append((">" * depth + " " if depth else "") + content)
            continue
        open_depth = depth
        if content.endswith(" "):
            pieces.append(content[:-1] if delete_space and not _between_words(content) else content)
        else:
            pieces.append(content)
            close()
    close()
    return "\n".join(line.rstrip() if line.rstrip() != "--" else line for line in out)


def _between_words(content: str) -> bool:
    """Whether the one space at the end parts words of a Latin script: many senders declare delsp and forget to double that space."""
    word = content[:-1].rpartition(" ")[2]
    return word.isascii() and word.isalpha()


def plain_of_enriched(text: str) -> str:
    """text/enriched without its commands; single line ends are only folds, double ones paragraphs (RFC 1896)."""
    folded = re.sub(r"(?<!\n)\n(?!\n)", " ", _LINE_END.sub("\n", text))
    return _ENRICHED.sub(lambda found: "<" if found[0] == "<<" else "", folded)
