"""The hand-written part of the sample desk, read from `resources/sample`: who works there, what it sells, who writes, and about what.

`resources/sample/README.md` says how the files are written, for whoever adds a thread or a language.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from deskbell.model.kinds import Presence, Priority, Role, Status, TagColour
from deskbell.model.resources import resource
from deskbell.sample.content import SampleAgent, SampleFile, SampleMailbox, SampleTag, SampleTeam
from deskbell.sample.wording import Wording

LANGUAGES: Final = ("en", "zh_CN", "zh_TW", "ru", "lt")
_SPEAKERS: Final = ("customer", "agent", "note", "away", "bounce")
_TYPES: Final = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".ics": "text/calendar",
}


class Step(Struct, frozen=True):
    """One message of a thread. `who` is customer, agent, note, away (the customer's automatic answer) or bounce.

    `after` is the time since the message before, `ago` the time before now, both in seconds (None: as it comes). `then` is the status that
    the step leaves the ticket in (None: by the speaker). `writer` names the agent where it matters.
    """

    who: str
    words: Wording
    after: float | None
    ago: float | None
    then: Status | None
    files: tuple[SampleFile, ...]
    bare: bool
    writer: str


class Thread(Struct, frozen=True):
    """A conversation to be played. `customer`, `assignee` and `messages ago` are set for those that stand at fixed places only."""

    name: str
    language: str
    subject: Wording
    mailbox: str
    tags: tuple[str, ...]
    products: tuple[str, ...]
    priority: Priority | None
    weight: int
    business: bool
    status: Status | None
    steps: tuple[Step, ...]
    customer: str
    assignee: str
    sender: tuple[str, str] | None
    blanks: Mapping[str, str]
    snooze: float | None
    draft: str


class Product(Struct, frozen=True):
    """A kind of thing the company sells: its models with their prices in euros, and its name in each language in up to three cases."""

    kind: str
    models: tuple[str, ...]
    prices: tuple[int, ...]
    names: Mapping[str, tuple[str, str, str]]


class Person(Struct, frozen=True):
    """A customer as written down by hand."""

    name: str
    call: str
    feminine: bool
    email: str
    organisation: str
    city: str
    note: str


class Language(Struct, frozen=True):
    """How people write in one language: greetings and endings, the lines that mail programs put above a quote, dates and sums.

    `later_ends` are for those who have begun the conversation before, or have said `thanks` already.
    """

    code: str
    share: int
    greets: tuple[str, ...]
    ends: tuple[str, ...]
    later_ends: tuple[str, ...]
    thanks: str
    signature: str
    devices: tuple[str, ...]
    agent_greets: tuple[str, ...]
    agent_ends: tuple[str, ...]
    quotes: tuple[str, ...]
    headers: tuple[str, ...]
    away: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    month_names: tuple[str, ...]
    date: str
    halves: tuple[str, str]
    money: str
    comma: str
    people: tuple[Person, ...]


class Library(Struct, frozen=True):
    """All of it."""

    company: str
    agents: tuple[SampleAgent, ...]
    mailboxes: tuple[SampleMailbox, ...]
    teams: tuple[SampleTeam, ...]
    tags: Mapping[str, SampleTag]
    products: tuple[Product, ...]
    languages: Mapping[str, Language]
    threads: Mapping[str, tuple[Thread, ...]]
    unwanted: tuple[Thread, ...]
    shown: tuple[Thread, ...]
    folder: Path

    def file(self, source: str) -> bytes:
        """The bytes of an attachment."""
        return (self.folder / "files" / source).read_bytes()


def load(folder: Path | None = None) -> Library:
    """Read the sample's files; raises `ValueError` with the file and the thread where something is written wrongly."""
    folder = folder or resource("sample")
    desk = _read(folder / "desk.toml")
    products = _read(folder / "products.toml")
    return Library(
        company=desk["company"],
        agents=tuple(_agent(row) for row in desk["agent"]),
        mailboxes=tuple(SampleMailbox(row["name"], row["address"], row["signature"]) for row in desk["mailbox"]),
        teams=tuple(_team(row, desk) for row in desk["team"]),
        tags={
            name: SampleTag(row["group"], TagColour(colour))
            for row in desk["tags"]
            for name, colour in row["colours"].items()
        },
        products=tuple(_product(kind, row) for kind, row in products.items()),
        languages={code: _language(code, folder / code) for code in LANGUAGES},
        threads={code: tuple(_threads(sorted((folder / code).glob("threads*.toml")), code)) for code in LANGUAGES},
        unwanted=tuple(_threads([folder / "unwanted.toml"], "en")),
        shown=tuple(_threads([folder / "shown.toml"], "en")),
        folder=folder,
    )


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        try:
            return tomllib.load(file)
        except tomllib.TOMLDecodeError as error:
            msg = f"{path.name}: {error}"
            raise ValueError(msg) from error


def _agent(row: dict[str, Any]) -> SampleAgent:
    return SampleAgent(
        name=row["name"],
        email=row["email"],
        role=Role(row.get("role", "agent")),
        presence=Presence(row.get("presence", "available")),
        signature=row["signature"],
        feminine=row["feminine"],
        languages=tuple(row["languages"]),
        signs_as=row.get("signs_as", {}),
    )


def _team(row: dict[str, Any], desk: dict[str, Any]) -> SampleTeam:
    agents, boxes = ([one["name"] for one in desk[kind]] for kind in ("agent", "mailbox"))
    return SampleTeam(
        name=row["name"],
        members=tuple(agents.index(name) for name in row["members"]),
        mailboxes=tuple(boxes.index(name) for name in row.get("mailboxes", ())),
        takes=frozenset(row.get("takes", ())),
    )


def _product(kind: str, row: dict[str, Any]) -> Product:
    names = {}
    for code in LANGUAGES:
        forms = row[code] if isinstance(row[code], list) else [row[code]]
        names[code] = (forms[0], forms[-1] if len(forms) < 2 else forms[1], forms[-1])
    return Product(kind, tuple(row["models"]), tuple(row["prices"]), names)


def _language(code: str, folder: Path) -> Language:
    row = _read(folder / "manners.toml")
    people = _read(folder / "people.toml")["people"]
    return Language(
        code=code,
        share=row["share"],
        greets=tuple(row["customer"]["greets"]),
        ends=tuple(row["customer"]["ends"]),
        later_ends=tuple(row["customer"]["later_ends"]),
        thanks=row["customer"]["thanks"],
        signature=row["customer"]["signature"],
        devices=tuple(row["customer"]["devices"]),
        agent_greets=tuple(row["agent"]["greets"]),
        agent_ends=tuple(row["agent"]["ends"]),
        quotes=tuple(row["quotes"]["leads"]),
        headers=tuple(row["quotes"]["headers"]),
        away=row["away"],
        weekdays=tuple(row["dates"]["weekdays"]),
        months=tuple(row["dates"]["months"]),
        month_names=tuple(row["dates"].get("month_names", row["dates"]["months"])),
        date=row["dates"]["date"],
        halves=(row["dates"]["halves"][0], row["dates"]["halves"][1]),
        money=row["money"]["form"],
        comma=row["money"]["comma"],
        people=tuple(
            Person(name, call, gender == "f", email, organisation, city, note)
            for name, call, gender, email, organisation, city, note in people
        ),
    )


def _threads(paths: list[Path], code: str) -> Iterator[Thread]:
    for path in paths:
        for number, row in enumerate(_read(path).get("thread", ()), start=1):
            try:
                yield _thread(row, row.get("language", code), f"{path.parent.name}/{path.name}#{number}")
            except (KeyError, ValueError, TypeError) as error:
                msg = f"{path.parent.name}/{path.name}, thread {number} ({row.get('subject')}): {error!r}"
                raise ValueError(msg) from error


def _thread(row: dict[str, Any], code: str, name: str) -> Thread:
    product = row.get("product", [])
    return Thread(
        name=name,
        language=code,
        subject=Wording(row["subject"]),
        mailbox=row["mailbox"],
        tags=tuple(row.get("tags", ())),
        products=(product,) if isinstance(product, str) else tuple(product),
        priority=Priority[row["priority"].upper()] if "priority" in row else None,
        weight=row.get("weight", 1),
        business=row.get("business", False),
        status=Status[row["status"].upper()] if "status" in row else None,
        steps=tuple(_step(step) for step in row["step"]),
        customer=row.get("customer", ""),
        assignee=row.get("assignee", ""),
        sender=(row["from"][0], row["from"][1]) if "from" in row else None,
        blanks=row.get("blanks", {}),
        snooze=_seconds(row["snooze"]) if "snooze" in row else None,
        draft=row.get("draft", ""),
    )


def _step(row: dict[str, Any]) -> Step:
    (who,) = [speaker for speaker in _SPEAKERS if speaker in row]
    unknown = set(row) - {who, "after", "ago", "then", "files", "bare", "writer"}
    if unknown:
        msg = f"a step knows no {sorted(unknown)}"
        raise ValueError(msg)
    return Step(
        who=who,
        words=Wording(row[who]),
        after=_seconds(row["after"]) if "after" in row else None,
        ago=_seconds(row["ago"]) if "ago" in row else None,
        then=Status[row["then"].upper()] if "then" in row else None,
        files=tuple(_file(spoken, row[who]) for spoken in row.get("files", ())),
        bare=row.get("bare", False),
        writer=row.get("writer", ""),
    )


def _file(spoken: str, words: str) -> SampleFile:
    """`slip.pdf` or `slip.pdf as 退货单.pdf`; a picture that the words show with `!(slip.png)` is inline."""
    source, _, name = spoken.partition(" as ")
    inline = f"!({source})" in words
    return SampleFile(source, name or source, _TYPES[Path(source).suffix], source if inline else "")


def _seconds(spoken: str) -> float:
    """`4m`, `3h`, `2d` or several: `1d 2h`."""
    units = {"m": 60.0, "h": 3_600.0, "d": 86_400.0}
    return sum(float(word[:-1]) * units[word[-1]] for word in spoken.split())
