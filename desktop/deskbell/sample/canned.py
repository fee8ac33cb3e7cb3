"""The canned replies of the sample desk: `resources/sample/canned.toml`."""

import tomllib
from collections.abc import Callable, Mapping
from html import escape
from itertools import groupby
from typing import Any

from deskbell.actions.canned import save_canned
from deskbell.model.canned import Actions, CannedText, Handing, SaveCannedReply
from deskbell.model.kinds import Status
from deskbell.model.mail import OutboundAttachment
from deskbell.model.resources import resource
from deskbell.store import plain
from deskbell.store.bulk import is_empty
from deskbell.store.queries.canned import day_of
from deskbell.store.session import Session
from deskbell.store.tables import canned_reply, canned_use
from deskbell.store.tables.base import to_milliseconds

_PDF = "application/pdf"


def replies() -> list[dict[str, Any]]:
    """What is written down, as it stands there."""
    found: list[dict[str, Any]] = tomllib.loads(resource("sample", "canned.toml").read_text("utf-8"))["reply"]
    return found


def add_canned(session: Session, agents: Mapping[str, int], file: Callable[[str], bytes]) -> None:
    """Write them, with their uses, where the desk has none; `agents` are ids by name, `file` reads what is attached."""
    if not is_empty(session, canned_reply):
        return
    first = next(iter(agents.values()))
    uses = []
    for row in replies():
        command = SaveCannedReply(
            agent_id=first,
            id=0,
            owner_id=agents[row["owner"]] if "owner" in row else None,
            name=row["name"],
            folder=row.get("folder", ""),
            shortcut=row.get("shortcut", ""),
            texts=tuple(
                CannedText(code, _html(words), words.strip(), row.get("subject", {}).get(code, ""))
                for code, words in row["text"].items()
            ),
            actions=_actions(row.get("does", {})),
            files=tuple(OutboundAttachment(name, _PDF, file(name)) for name in row.get("files", ())),
        )
        made = save_canned(session, command)
        week, month = row["used"]
        for days, count in ((1, week), (12, month - week)):
            if count:
                uses.append(
                    {
                        "reply_id": made,
                        "agent_id": first,
                        "day": day_of(session.now) - days,
                        "n": count,
                        "used_at": to_milliseconds(session.now),
                        "deed": command.deed,
                    }
                )
    plain.insert(session.connection, canned_use, uses)


def _actions(does: Mapping[str, Any]) -> Actions:
    return Actions(
        status=Status[does["status"].upper()] if "status" in does else None,
        assign=Handing(does.get("assign", "")),
        add_tags=tuple(does.get("add_tags", ())),
        remove_tags=tuple(does.get("remove_tags", ())),
        snooze_days=does.get("snooze_days", 0),
        due_days=does.get("due_days"),
        checklist=tuple(does.get("checklist", ())),
    )


def _html(words: str) -> str:
    """A line a paragraph, as the composer makes them; lines that begin with "- " are a list."""
    parts = []
    for is_item, lines in groupby(words.strip().split("\n"), lambda line: line.startswith("- ")):
        if is_item:
            parts.append(f"<ul>{''.join(f'<li>{escape(line[2:], quote=False)}</li>' for line in lines)}</ul>")
        else:
            parts += [f"<div>{escape(line, quote=False) or '<br>'}</div>" for line in lines]
    return "".join(parts)
