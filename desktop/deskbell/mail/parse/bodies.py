"""Which parts of a mail are its body and which its attachments (RFC 2046, RFC 2387, RFC 2183)."""

import html as markup
import re
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from deskbell.mail.parse.charsets import decode
from deskbell.mail.parse.limits import refuse_over
from deskbell.mail.parse.mime import SEALED, Part
from deskbell.mail.parse.names import attachment_name, message_subject, safe_name, type_of_name
from deskbell.mail.parse.plain import plain_of_enriched, tidy, unflow
from deskbell.mail.parse.transfer import uuencoded
from deskbell.mail.parse.words import HeaderText
from deskbell.model.limits import Limits
from deskbell.model.mail import InboundAttachment, Mailbox

_TEXTS: Final = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "application/xhtml+xml"})
# Renderings for watches and for Google's AMP: they repeat the body.
_REPEATED: Final = frozenset({"text/x-amp-html", "text/watch-html"})
_CALENDARS: Final = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
_META: Final = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HTML: Final = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_CID: Final = re.compile(r"cid:([^\"'\s)>]{1,400})", re.IGNORECASE)


class Body(Struct):
    """What a part contributes to the body: plain text (None where it has only HTML) and HTML ("" where it has none)."""

    text: str | None = None
    html: str = ""


class Content(Struct):
    """A mail's body and all the rest. `locations` maps the Content-Location of a part to the content id under which it is listed, `calendars` are
    the texts of the calendar files among the attachments; `subject` and `sender` what a winmail.dat says of the mail, for one that does not itself."""

    body: Body = field(default_factory=Body)
    attachments: list[InboundAttachment] = field(default_factory=list)
    locations: dict[str, str] = field(default_factory=dict)
    calendars: list[str] = field(default_factory=list)
    subject: str = ""
    sender: Mailbox | None = None


def mark_inline(content: Content) -> None:
    """Mark the attachments that the HTML body shows in place: those it refers to by content id or by address."""
    if not content.attachments:
        return
    shown = content.body.html
    referred = {found.lower() for found in _CID.findall(shown)}
    referred |= {content_id.lower() for location, content_id in content.locations.items() if location in shown}
    content.attachments = [
        replace(one, inline=True) if one.content_id and one.content_id.lower() in referred else one
        for one in content.attachments
    ]


class BodyReader:
    """Walks the parts of one mail and sorts them into body and attachments."""

    def __init__(self, header: HeaderText, limits: Limits) -> None:
        self._header = header
        self._problems = header.problems
        self._limits = limits
        self._content = Content()
        self._text_bytes = 0
        self._has_body = False
        self._named_texts: list[tuple[Part, InboundAttachment]] = []

    def read(self, root: Part) -> Content:
        """Body and attachments of the mail whose tree is `root`. Raises `Trouble` parse.body_bytes."""
        self._content.body = self._body(root, alone=True)
        if not self._has_body and self._named_texts:
            # All that the mail says is in a text that it shows in place, though that has a name.
            part, file = self._named_texts[0]
            self._content.body = self._text(part)
            self._content.attachments.remove(file)
        return self._content

    def _body(self, part: Part, *, alone: bool = False) -> Body:
        kind = part.content_type
        if kind == "multipart/alternative":
            return self._alternative(part)
        if kind == "multipart/related":
            return self._related(part)
        if kind == "multipart/encrypted":
            self._problems.append("encrypted:pgp")
        elif kind.startswith("multipart/"):
            return _in_a_row([self._body(child) for child in part.parts])
        if kind.startswith("multipart/"):
            for child in part.parts:
                self._attach(child)
        elif kind in _REPEATED:
            return Body()
        elif kind in SEALED and part.parts:
            body = self._body(part.parts[0], alone=alone)
            self._attach(part)
            return body
        elif self._is_body(part, alone=alone):
            return self._text(part)
        else:
            self._attach(part)
        return Body()

    def _is_body(self, part: Part, *, alone: bool) -> bool:
        if part.content_type not in _TEXTS or part.disposition == "attachment":
            return False
        # A named text is a file that somebody attached, unless nothing else could be the body.
        return not part.name or alone or (not self._has_body and part.disposition != "inline")

    def _alternative(self, part: Part) -> Body:
        """The plainest text and the richest HTML of the same content: the sender puts the richest last."""
        bodies = [
            self._text(child)
            if child.content_type in _TEXTS and child.disposition != "attachment"
            else self._body(child)
            for child in part.parts
        ]
        texts = [body.text for body in bodies if body.text and body.text.strip()]
        htmls = [body.html for body in bodies if body.html.strip()]
        return Body(texts[0] if texts else None, htmls[-1] if htmls else "")

    def _related(self, part: Part) -> Body:
        """The root (the first part, unless `start` names another) and what it shows."""
        start = part.params.get("start", "").strip("<> ")
        root = next(
            (child for child in part.parts if start and child.content_id == start),
            part.parts[0] if part.parts else None,
        )
        bodies = []
        for child in part.parts:
            own = child is root or (
                child.content_type in _TEXTS and not child.content_id and not child.headers.has("content-location")
            )
            if own or child.content_type.startswith("multipart/"):
                bodies.append(self._body(child))
            else:
                self._attach(child)
        return _in_a_row(bodies)

    def _text(self, part: Part) -> Body:
        self._has_body = True
        raw = part.content(self._problems)
        self._text_bytes += len(raw)
        refuse_over("parse.body_bytes", self._text_bytes, self._limits.body_bytes)
        declared = part.params.get("charset", "")
        if part.content_type in {"text/html", "application/xhtml+xml"}:
            meta = _META.search(raw[:4096])
            return Body(None, self._decoded(raw, declared, meta[1].decode("ascii") if meta else ""))
        raw = self._without_files(raw)
        text = self._decoded(raw, declared, "")
        if part.content_type != "text/plain":
            return Body(tidy(plain_of_enriched(text)))
        if _HTML.match(text) and "</" in text:
            self._problems.append("text:is-html")
            return Body(None, text)
        text = tidy(text)
        if part.params.get("format", "").lower() == "flowed":
            text = unflow(text, delete_space=part.params.get("delsp", "").lower() == "yes")
        return Body(text)

    def _decoded(self, raw: bytes, declared: str, meta: str) -> str:
        text, problem = decode(raw, declared or meta, *(hint for hint in (meta, *self._header.hints) if hint))
        if problem:
            self._problems.append(problem)
        return text

    def _without_files(self, raw: bytes) -> bytes:
        """A text body without the uuencoded files in it, which become attachments."""
        if b"begin " not in raw:
            return raw
        out, position = [], 0
        for name, content, start, end in uuencoded(raw):
            self._problems.append("uuencode:opened")
            refuse_over("parse.parts", len(self._content.attachments) + 1, self._limits.parts)
            shown = attachment_name(
                self._header.text(name, "uuencode"), "application/octet-stream", len(self._content.attachments) + 1
            )
            self._content.attachments.append(InboundAttachment(shown, type_of_name(shown), content))
            out.append(raw[position:start])
            position = end
        return b"".join((*out, raw[position:]))

    def _attach(self, part: Part) -> None:
        if part.content_type.startswith("multipart/"):
            for child in part.parts:
                self._attach(child)
            return
        if part.content_type in SEALED and not part.parts:
            self._problems.append(f"encrypted:{part.params.get('smime-type', 'smime')[:30]}")
        content = part.content(self._problems)
        if part.content_type in _CALENDARS:
            self._content.calendars.append(self._decoded(content, part.params.get("charset", ""), ""))
        subject = (
            message_subject(content, self._header) if part.content_type in {"message/rfc822", "message/global"} else ""
        )
        location = self._header.text(part.headers.first("content-location"), "content-location").strip()
        number = len(self._content.attachments) + 1
        name = attachment_name(part.name or _file_of(location), part.content_type, number, subject)
        content_id = part.content_id
        if location:
            content_id = content_id or f"part{number}@location"
            self._content.locations[location] = content_id
        file = InboundAttachment(name, part.content_type, content, content_id=content_id)
        self._content.attachments.append(file)
        if part.content_type in _TEXTS and part.disposition == "inline":
            self._named_texts.append((part, file))


def _file_of(location: str) -> str:
    """The file name inside a Content-Location, "" where its last component is none."""
    last = safe_name(re.split(r"[/\\:?#]", location)[-1])
    return last if re.search(r"\.\w{1,5}$", last) else ""


def _in_a_row(bodies: list[Body]) -> Body:
    """Several bodies behind each other, as mailing lists and Apple Mail send them."""
    filled = [body for body in bodies if (body.text and body.text.strip()) or body.html.strip()]
    if len(filled) <= 1:
        return filled[0] if filled else Body()
    texts = [body.text for body in filled if body.text is not None]
    text = "\n\n".join(texts) if len(texts) == len(filled) else None
    if not any(body.html for body in filled):
        return Body(text)
    return Body(text, "<br>\n".join(body.html or html_of_text(body.text or "") for body in filled))


def html_of_text(text: str) -> str:
    """Plain text as HTML that shows the same lines."""
    return "<div>" + markup.escape(text).replace("\n", "<br>\n") + "</div>"
