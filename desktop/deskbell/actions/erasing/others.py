"""Where else a person who is erased is named: in drafts, in saved views, and in what is known of other customers and of organisations."""

import json
from contextlib import suppress
from typing import Any

from sqlalchemy import delete, or_, select, update

from deskbell.model.errors import Mistake
from deskbell.model.fields import FieldKind, FieldOwner
from deskbell.model.kinds import Entity
from deskbell.rules.blacking_out import Blackout
from deskbell.rules.fields import as_lines, from_lines
from deskbell.rules.recipients import read_addresses, write_addresses
from deskbell.store.erasing import Eraser
from deskbell.store.queries.erasure import Person
from deskbell.store.queries.fields import definitions
from deskbell.store.queries.owned_fields import TABLES, held, put
from deskbell.store.session import Session
from deskbell.store.tables import customer, customer_journal, organisation, organisation_journal, webhook_call

_RECIPIENTS = ("to", "cc", "bcc")


def drafts_without(session: Session, eraser: Eraser, who: Person, blackout: Blackout) -> set[int]:
    """Remove the drafts that are written to them alone, and take them out of all others; the contents that nothing may need any more."""
    gone: list[int] = []
    for row in eraser.drafts(_named(who)):
        lines = {name: _line(row[name], who, blackout) for name in _RECIPIENTS}
        if not any(lines.values()) and any(row[name] for name in _RECIPIENTS):
            gone.append(row["id"])
        else:
            texts = {name: blackout.text(row[name]) for name in ("subject", "html", "text", "before")}
            # What else it has said is not needed to go on with it.
            versions: dict[str, Any] = {"versions": []} if blackout.knows(str(row["versions"])) else {}
            eraser.write("draft", row["id"], lines | texts | versions)
        session.changed(Entity.DRAFT, row["id"])
    contents = eraser.draft_contents(gone, [])
    eraser.remove("draft", gone)
    return contents


def others_without(session: Session, eraser: Eraser, who: Person, blackout: Blackout) -> None:
    """Take them out of saved views, and out of what is written of other customers and of organisations."""
    named = _named(who)
    if not named:
        return
    _calls_without(session, named)
    for row in eraser.saved_views(named):
        eraser.write("saved_view", row["id"], {name: blackout.text(row[name]) for name in ("name", "query")})
        session.changed(Entity.SETTING, row["owner_id"] or 0)
    for of, entity in ((customer, Entity.CUSTOMER), (organisation, Entity.ORGANISATION)):
        noted = or_(*(of.c.note.icontains(text, autoescape=True) for text in named))
        for found in session.connection.execute(select(of.c.id, of.c.note).where(noted)).all():
            without = update(of).where(of.c.id == found.id)
            session.connection.execute(without.values(note=blackout.text(found.note), version=of.c.version + 1))
            session.changed(entity, found.id)
    _fields_without(session, named, blackout)
    for lines in (customer_journal, organisation_journal):
        told = [column.icontains(text, autoescape=True) for text in named for column in (lines.c.before, lines.c.after)]
        eraser.remove(lines.name, list(session.connection.execute(select(lines.c.id).where(or_(*told))).scalars()))


def _calls_without(session: Session, named: list[str]) -> None:
    """Remove the calls of webhooks that tell of them, made or not. What is sent is JSON, and so are many answers: quotes stand otherwise there."""
    written = {json.dumps(text, ensure_ascii=plain)[1:-1] for text in named for plain in (False, True)}
    told = [
        column.icontains(text, autoescape=True)
        for text in sorted({*named, *written})
        for column in (webhook_call.c.body, webhook_call.c.answer)
    ]
    session.connection.execute(delete(webhook_call).where(or_(*told)))


def _fields_without(session: Session, named: list[str], blackout: Blackout) -> None:
    """Take them out of what fields of other customers and of organisations hold."""
    for owner, entity in ((FieldOwner.CUSTOMER, Entity.CUSTOMER), (FieldOwner.ORGANISATION, Entity.ORGANISATION)):
        table, whose = TABLES[owner]
        holding = or_(*(table.c.value.icontains(text, autoescape=True) for text in named))
        numbers = set(session.connection.execute(select(whose).where(holding)).scalars())
        texts = {field.id for field in definitions(session, owner) if field.kind is FieldKind.TEXT}
        for number, fact in held(session, owner, numbers).items():
            values = from_lines(fact)
            for field_id, value in values.items():
                black = blackout.text(value)
                # A number without some of its digits is none.
                values[field_id] = black if black == value or field_id in texts else ""
            put(session, owner, {number: as_lines(values)})
            session.changed(entity, number)


def _named(who: Person) -> list[str]:
    """What they are called by that is nobody else's."""
    return [*who.emails, *(name for name in who.names if " " in name), *(one for one in who.phones if len(one) > 5)]


def _line(line: str, who: Person, blackout: Blackout) -> str:
    with suppress(Mistake):
        return write_addresses(one for one in read_addresses(line) if one.email.casefold() not in who.emails)
    # Half typed as yet.
    return blackout.text(line)
