"""What holds for whatever a sender writes. Each takes bytes and raises where a promise is broken; `BY_NAME` names them."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC
from html.parser import HTMLParser
from typing import Final

from deskbell.mail.html_tags import MOST_TABLES
from deskbell.mail.inspect import describe
from deskbell.mail.parse import parse
from deskbell.mail.reply_text import read_html, visible_text
from deskbell.mail.sanitize import sanitize, sanitize_marked
from deskbell.model.errors import Trouble
from deskbell.model.mail import InboundMail

# How Windows, macOS and Linux would take a name as more than one component, or not show it as it is.
_NOT_IN_A_NAME: Final = set('/\\:*?"<>|\u202e\u200b\u2028') | {chr(number) for number in range(32)}
_NOT_IN_A_LINE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LINK: Final = re.compile(r"(?:https?://[^\s/\\]|mailto:\S|deskbell://ticket/[0-9])", re.IGNORECASE)
_NEVER: Final = frozenset({"script", "style", "iframe", "object", "embed", "form", "input", "link", "meta", "base", "svg", "math", "template"})  # fmt: skip
_ATTRIBUTES: Final = frozenset({
    "href", "title", "src", "alt", "width", "height", "data-remote", "start", "type", "border", "cellpadding", "cellspacing", "align", "colspan",
    "rowspan", "valign", "dir",
})  # fmt: skip
_CHARACTERS: Final = 20_000


def a_mail_is_read(raw: bytes) -> None:
    """Any bytes are a mail, or beyond a limit; its values can be stored, shown on one line and saved under their names."""
    try:
        mail = parse(raw)
    except Trouble:
        return
    json.dumps(describe(mail)).encode("utf-8")
    for text in (mail.text, mail.html, mail.visible_reply, mail.html_visible, *_lines(mail)):
        text.encode("utf-8")
        assert "\x00" not in text, "a database does not take it"
    for line in _lines(mail):
        assert not _NOT_IN_A_LINE.search(line), line
    for file in mail.attachments:
        assert file.name, "an attachment without a name"
        assert not set(file.name) & _NOT_IN_A_NAME, file.name
        assert file.name not in {".", ".."}
        assert file.name == file.name.strip()
    for date in (mail.date, *(one.start for one in mail.invites), *(one.end for one in mail.invites)):
        assert date is None or date.tzinfo is UTC
    _stands_in_its_text(mail.visible_reply, mail.text)
    _is_harmless(mail.html)
    _is_harmless(mail.html_visible)


def a_visible_reply_is_of_its_text(raw: bytes) -> None:
    """What is shown of a body are lines of it in their order."""
    text = raw[:_CHARACTERS].decode("utf-8", "replace").replace("\r", "")
    _stands_in_its_text(visible_text(text), text)


def html_is_made_harmless(raw: bytes) -> None:
    """Sanitised HTML runs nothing, fetches nothing, nests as deep as Qt can take, and stays the same when it is sanitised again."""
    html = raw[:_CHARACTERS].decode("utf-8", "replace")
    clean = sanitize(html)
    _is_harmless(clean)
    assert sanitize(clean) == clean, "sanitising it again changes it"
    read = read_html(sanitize_marked(html))
    _is_harmless(read.html_visible)
    _stands_in_its_text(read.visible, read.text)


BY_NAME: Final[Mapping[str, Callable[[bytes], None]]] = {
    "parse": a_mail_is_read,
    "visible": a_visible_reply_is_of_its_text,
    "sanitize": html_is_made_harmless,
}


def _lines(mail: InboundMail) -> list[str]:
    """What is shown on one line."""
    people = (mail.sender, *mail.to, *mail.cc, *mail.reply_to, *(one.organizer for one in mail.invites))
    return [
        mail.subject,
        *(text for person in people for text in (person.name, person.email)),
        *(text for one in mail.invites for text in (one.summary, one.location, one.zone)),
        *(one.name for one in mail.attachments),
    ]


def _stands_in_its_text(shown: str, text: str) -> None:
    """Every line that is shown stands in the text, in the same order."""
    lines = iter(text.split("\n"))
    for line in shown.split("\n") if shown else ():
        assert any(line.strip() == other.strip() for other in lines), f"nobody wrote this line: {line!r}"


def _is_harmless(html: str) -> None:
    looked_at = _Look()
    looked_at.feed(html)
    looked_at.close()


class _Look(HTMLParser):
    """Looks at each tag as another program would, not as our own patterns do."""

    def __init__(self) -> None:
        super().__init__()
        self._tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One opening tag."""
        assert tag not in _NEVER, tag
        for name, value in attrs:
            assert name in _ATTRIBUTES, f"{tag} {name}"
            if name in {"href", "data-remote"}:
                assert _LINK.match(value or ""), value
            if name == "src":
                assert (value or "").lower().startswith("cid:"), value
        self._tables += tag == "table"
        assert self._tables <= MOST_TABLES, "tables too deep"

    def handle_endtag(self, tag: str) -> None:
        """One closing tag."""
        self._tables -= tag == "table"
