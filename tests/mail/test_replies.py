"""Mails of many programs and languages beside what their senders wrote this time: the tables in fixtures/replies.

A case begins with a line "# name"; below it stand the lines of the mail, "+" before those that are shown and "-" before those that are folded away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskbell.mail.parse import parse
from deskbell.mail.reply_text import visible_text

TABLES = Path(__file__).parent / "fixtures" / "replies"


@dataclass(frozen=True, slots=True)
class Reply:
    """One case: the mail's lines, and those that are shown."""

    name: str
    lines: tuple[str, ...]
    shown: str


def read_table(path: Path) -> Iterator[Reply]:
    """The cases of a table."""
    for case in path.read_text(encoding="utf-8").removeprefix("# ").split("\n# "):
        name, *rows = case.strip("\n").split("\n")
        marked = [(row[:1], row[2:]) for row in rows]
        assert {mark for mark, _ in marked} <= {"+", "-"}, f"{path.name}, {name}: a line is neither shown nor folded"
        shown = "\n".join(line for mark, line in marked if mark == "+").strip("\n")
        yield Reply(f"{path.stem}: {name}", tuple(line for _, line in marked), shown)


REPLIES = [reply for path in sorted(TABLES.glob("*.txt")) for reply in read_table(path)]


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.name)
def test_what_the_sender_wrote_is_shown(reply: Reply) -> None:
    assert visible_text("\n".join(reply.lines)) == reply.shown


def test_line_ends_of_any_kind_say_the_same() -> None:
    ends = ("\r\n", "\n", "\r\n", "\r")
    for reply in REPLIES:
        body = "".join(line + ends[number % 4] for number, line in enumerate(reply.lines))
        mail = parse(b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + body.encode())
        assert mail.visible_reply == reply.shown, reply.name


def test_what_is_shown_is_shown_whole_when_it_is_read_again() -> None:
    assert [reply.name for reply in REPLIES if visible_text(reply.shown) != reply.shown] == []
