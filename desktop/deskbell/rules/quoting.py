"""What stands below an answer: the quoted or forwarded message, as text and as HTML.

The words ("On Friday Ona wrote:") come from the window, in its language; here they are only put in place.
"""

import re
from html import escape
from typing import Final

from msgspec import Struct

from deskbell.model.mail import Mailbox

SIGNATURE_LINE: Final = "-- "
"""What stands above a signature, so that readers can tell it apart (RFC 3676, 4.3). Its last character is a space."""

# Mail programs that know the first name fold what stands in it; by the second we find our own.
_TAIL: Final = '<div class="gmail_quote deskbell-tail">'
_QUOTE_STYLE: Final = "margin:0 0 0 0.8ex;border-left:2px solid #c8ced8;padding-left:1ex"
_IMAGE: Final = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
# "Re:", "Re[2]:", "RE: AW:" and what other languages' mail programs write in its place.
_REPLY_MARK: Final = re.compile(
    r"^(?:re|aw|sv|antw|vs|res|rif|odp|ats|ha|от|回复|回覆|答复|答覆)(?:\[\d{1,3}\])?\s{0,3}[:\uff1a]", re.IGNORECASE
)
_FORWARD_MARK: Final = re.compile(r"^(?:fwd?|wg|tr|rv|pd|vl|пересл|转发|轉寄|轉發)\s{0,3}[:\uff1a]", re.IGNORECASE)


class Written(Struct, frozen=True):
    """The two forms of one text: `html` is a fragment without `<html>`, "" where only the text is sent."""

    text: str
    html: str = ""


def reply_subject(subject: str) -> str:
    """The subject of an answer: with "Re: " in front, but never twice."""
    subject = subject.strip()
    return subject if _REPLY_MARK.match(subject) else f"Re: {subject}"


def forward_subject(subject: str) -> str:
    """The subject of a forwarded mail: with "Fwd: " in front, but never twice."""
    subject = subject.strip()
    return subject if _FORWARD_MARK.match(subject) else f"Fwd: {subject}"


def bare_subject(subject: str) -> str:
    """What a subject says without the marks of answers and forwards in front of it, however many there are."""
    bare = subject.strip()
    while mark := _REPLY_MARK.match(bare) or _FORWARD_MARK.match(bare):
        bare = bare[mark.end() :].lstrip()
    return bare


def with_signature(signature: str) -> Written:
    """What a fresh answer begins with: room to write, then the signature below its line; empty where there is none."""
    signature = signature.strip()
    if not signature:
        return Written("")
    line = SIGNATURE_LINE.replace(" ", "&nbsp;")
    html = f"<div><br></div><div><br></div><div>{line}</div>{paragraphs(signature)}"
    return Written(f"\n\n{SIGNATURE_LINE}\n{signature}", html)


def without_signature(text: str) -> str:
    """`text` up to the line that opens a signature: what its writer wrote this time."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.rstrip() == "--":
            return "\n".join(lines[:number])
    return text


def quote(lead: str, original: Written) -> Written:
    """`original` as it stands below an answer, under the line `lead`; its HTML comes sanitised and without pictures, which the answer doesn't carry."""
    text = "\n".join([lead, *(_quoted_line(line) for line in original.text.strip("\n").split("\n"))])
    inside = original.html or paragraphs(original.text)
    html = f'{_TAIL}<p>{escape(lead)}</p><blockquote style="{_QUOTE_STYLE}">{inside}</blockquote></div>'
    return Written(text, html)


def forward(lead: str, headers: tuple[tuple[str, str], ...], original: Written) -> Written:
    """`original` as it is passed on: `lead`, its headers (name and value), then all of it with its own pictures; its HTML comes sanitised."""
    text = "\n".join([lead, *(f"{name}: {value}" for name, value in headers), "", original.text.strip("\n")])
    lines = "<br>".join(f"<b>{escape(name)}:</b> {escape(value)}" for name, value in headers)
    inside = original.html or paragraphs(original.text)
    return Written(text, f"{_TAIL}<p>{escape(lead)}</p><p>{lines}</p>{inside}</div>")


def without_pictures(html: str) -> str:
    """Sanitised HTML without its pictures. To be sanitised again: taking something out may put together what was apart."""
    return _IMAGE.sub("", html)


def without_remote_pictures(html: str) -> str:
    """The same, but those stay that the mail itself carries."""
    return _IMAGE.sub(lambda found: found.group() if ' src="cid:' in found.group() else "", html)


def below(written: Written, tail: Written) -> Written:
    """`written` with `tail` under it, one empty line between."""
    html = f"{written.html or paragraphs(written.text)}<br>{tail.html or paragraphs(tail.text)}"
    return Written(f"{written.text.rstrip()}\n\n{tail.text}", html)


def above(written: Written, quoted: Written) -> Written:
    """`quoted` first and `written` under it, as mailing lists like it."""
    html = f"{quoted.html or paragraphs(quoted.text)}<br>{written.html or paragraphs(written.text)}"
    return Written(f"{quoted.text.rstrip()}\n\n{written.text}", html)


def own_html(html: str) -> str:
    """What the writer wrote of an HTML that `below` made: up to the quoted or forwarded message. Another HTML comes back whole."""
    own, tail, _ = html.partition(_TAIL)
    return own.removesuffix("<br>") if tail else html


def paragraphs(text: str) -> str:
    """Plain text as HTML that looks the same: nothing in it is read as markup."""
    return "".join(f"<div>{_spaces_kept(escape(line)) or '<br>'}</div>" for line in text.strip("\n").split("\n"))


def spoken(mailbox: Mailbox) -> str:
    """An address as people write it: the name with the address behind it, or the address alone."""
    return f"{mailbox.name} <{mailbox.email}>" if mailbox.name else mailbox.email


def _quoted_line(line: str) -> str:
    # A line that is a quote already gets no space, so that the marks of each depth stay together (RFC 3676, 4.5).
    return f">{line}" if line.startswith(">") else f"> {line}".rstrip()


def _spaces_kept(line: str) -> str:
    return line.replace("  ", "&nbsp; ").replace("\t", "&nbsp; &nbsp; ")
