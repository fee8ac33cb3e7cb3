"""How a step of a thread reads as a mail: greeting, words, ending, signature and the quote below, each by the writer's habits."""

from datetime import UTC, datetime
from html import escape
from random import Random
from typing import NamedTuple

from deskbell.sample.content import SampleCustomer
from deskbell.sample.library import Language, Step
from deskbell.sample.wording import Blanks, as_html, as_text

# Of ten customers, this many write with a program that sends HTML.
_HTML_OF_TEN = 7
# Whoever answers an answer often leaves greeting and name away.
_GREETS_AGAIN = 0.25
_SIGNS_AGAIN = 0.6
_QUOTES = 0.8
# Where a mail would say its thanks.
_TAIL = 24


class Letter(NamedTuple):
    """The four forms of one body; see `InboundMail`."""

    text: str
    visible: str
    html: str
    html_visible: str


class Quoted(NamedTuple):
    """The message that an answer stands above."""

    sender: str
    address: str
    to: str
    subject: str
    at: float
    letter: Letter


def from_customer(
    step: Step, blanks: Blanks, customer: SampleCustomer, language: Language, below: Quoted | None, random: Random
) -> Letter:
    """What a customer writes; `below` is the message that is answered, None for a first mail."""
    blanks.feminine = customer.feminine
    manner = customer.manner
    first = below is None
    marked = step.words.fill(blanks, random)
    if not step.bare:
        thanked = language.thanks in marked[-_TAIL:].lower()
        marked = marked[0].upper() + marked[1:]
        if first or random.random() < _GREETS_AGAIN:
            marked = _joined(language.greets[manner % len(language.greets)].format_map(blanks), marked)
        if first or random.random() < _SIGNS_AGAIN:
            ends = language.ends if first and not thanked else language.later_ends
            marked = _joined(marked, ends[manner // 3 % len(ends)].format_map(blanks))
    with_html = manner % 10 < _HTML_OF_TEN or "!(" in marked or "\n|" in marked
    visible = as_text(marked)
    html_visible = as_html(marked) if with_html else ""
    signature = "" if step.bare else _signature(customer, language, blanks)
    text = f"{visible}\n\n{signature}" if signature else visible
    html = html_visible + (f"<p>{_lines(signature)}</p>" if signature and with_html else "")
    if below is not None and random.random() < _QUOTES:
        tail_text, tail_html = quote(below, language, manner // 2)
        text = f"{text}\n\n{tail_text}"
        html = html + tail_html if with_html else ""
    return Letter(text, visible, html, html_visible)


def from_agent(
    step: Step, blanks: Blanks, names: tuple[str, str], language: Language, below: Quoted | None, random: Random
) -> Letter:
    """What an agent answers; `names` are how the agent signs and for which mailbox."""
    marked = step.words.fill(blanks, random)
    if not step.bare:
        greeting = language.agent_greets[int(random.random() * len(language.agent_greets))]
        ending = language.agent_ends[int(random.random() * len(language.agent_ends))]
        blanks["agent"], blanks["mailbox"] = names
        marked = f"{greeting.format_map(blanks)}\n\n{marked}\n\n{ending.format_map(blanks)}"
    visible, html_visible = as_text(marked), as_html(marked)
    if below is None:
        return Letter(visible, visible, html_visible, html_visible)
    tail_text, tail_html = quote(below, language, 0)
    return Letter(f"{visible}\n\n{tail_text}", visible, html_visible + tail_html, html_visible)


def plain(marked: str) -> Letter:
    """A note, or what a machine wrote: no greeting, no quote."""
    text = as_text(marked)
    return Letter(text, text, "", "")


def quote(below: Quoted, language: Language, habit: int) -> tuple[str, str]:
    """The quoted message as text and as HTML: under one line and with `>`, or under a block of headers, by the mail program's `habit`."""
    sent = datetime.fromtimestamp(below.at, UTC)
    blanks = _when(language, sent)
    blanks.update(sender=below.sender, address=below.address, to=below.to, subject=below.subject)
    forms = len(language.quotes) + len(language.headers)
    form = habit % forms
    visible, html_visible = below.letter.visible, below.letter.html_visible or as_html(below.letter.visible)
    if form < len(language.quotes):
        lead = language.quotes[form].format_map(blanks)
        lines = visible.replace("\n", "\n> ")
        return f"{lead}\n> {lines}", f"<p>{_lines(lead)}</p><blockquote>{html_visible}</blockquote>"
    lead = language.headers[form - len(language.quotes)].format_map(blanks)
    return f"{lead}\n\n{visible}", f"<p>{_lines(lead)}</p>{html_visible}"


def _when(language: Language, sent: datetime) -> dict[str, str]:
    hour = sent.hour % 12 or 12
    return {
        "weekday": language.weekdays[sent.weekday()],
        "day": str(sent.day),
        "day2": f"{sent.day:02d}",
        "month": language.months[sent.month - 1],
        "month2": f"{sent.month:02d}",
        "number": str(sent.month),
        "year": str(sent.year),
        "time": f"{sent.hour:02d}:{sent.minute:02d}",
        "time12": f"{hour}:{sent.minute:02d}",
        "half": language.halves[sent.hour >= 12],
        "seconds": f"{sent.second:02d}",
    }


def _signature(customer: SampleCustomer, language: Language, blanks: Blanks) -> str:
    if customer.organisation and customer.manner % 3:
        return "-- \n" + language.signature.format_map(blanks)
    return language.devices[customer.manner // 5 % len(language.devices)]


def _joined(above: str, below: str) -> str:
    return f"{above}\n\n{below}" if above and below else above or below


def _lines(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")
