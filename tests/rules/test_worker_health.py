"""What is said of a desk's mail, and how bad it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from deskbell.model.kinds import MailboxState
from deskbell.model.rows import MailboxRow, WorkerRow
from deskbell.model.sentences import SENTENCES
from deskbell.rules.worker_health import Facts, Level, findings

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


HERE = WorkerRow("desk-1/7/a", NOW + timedelta(seconds=20), True)
GONE = WorkerRow("desk-1/7/a", ago(3), False)
SERVICE = WorkerRow("server/8/b", NOW + timedelta(seconds=20), True)
ENDED = WorkerRow("", ago(9), False)
DIED = WorkerRow("server/8/b", ago(9), False)
WELL = Facts(NOW, HERE, None, (), 0, None, 0, 0)


def box(state: MailboxState = MailboxState.GOOD, **values: Any) -> MailboxRow:
    fields = dict.fromkeys(MailboxRow.__struct_fields__)
    fields |= {"name": "Support", "active": True, "imap_host": "imap.example", "state": state, "good_at": ago(1)}
    fields |= {"reason": "mail.login", "reason_values": {"host": "imap.example"}, "state_since": ago(40)}
    return MailboxRow(**(fields | values))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [(Level.OK, "health.worker")]),
        ({"service": SERVICE, "worker": SERVICE}, [(Level.OK, "health.service")]),
        ({"service": ENDED}, [(Level.OK, "health.worker")]),
        ({"service": DIED}, [(Level.WARN, "health.service_gone")]),
        ({"service": DIED, "worker": GONE}, [(Level.FAIL, "health.nobody"), (Level.WARN, "health.service_gone")]),
        ({"worker": None}, [(Level.FAIL, "health.never")]),
        ({"mailboxes": (box(),)}, [(Level.OK, "health.worker")]),
        ({"mailboxes": (box(MailboxState.FAILING),)}, [(Level.FAIL, "health.failing")]),
        ({"mailboxes": (box(MailboxState.FAILING, active=False),)}, [(Level.OK, "health.worker")]),
        ({"mailboxes": (box(MailboxState.FAILING, imap_host=""),)}, [(Level.OK, "health.worker")]),
        ({"mailboxes": (box(MailboxState.LAPSING),)}, [(Level.WARN, "health.lapsing")]),
        ({"mailboxes": (box(good_at=ago(14)),)}, [(Level.OK, "health.worker")]),
        ({"mailboxes": (box(good_at=ago(16)),)}, [(Level.WARN, "health.quiet")]),
        (
            {"mailboxes": (box(good_at=ago(16)), box(MailboxState.FAILING))},
            [(Level.FAIL, "health.failing"), (Level.WARN, "health.quiet")],
        ),
        ({"due": 2, "due_since": ago(4)}, [(Level.OK, "health.worker")]),
        ({"due": 2, "due_since": ago(6)}, [(Level.WARN, "health.unsent")]),
        ({"due": 2, "due_since": ago(31)}, [(Level.FAIL, "health.unsent")]),
        ({"undecided": 1}, [(Level.WARN, "health.undecided")]),
        ({"unfiled": 500}, [(Level.OK, "health.worker")]),
    ],
)
def test_findings(changes: dict[str, Any], expected: list[tuple[Level, str]]) -> None:
    found = findings(replace(WELL, **changes))
    assert [(one.level, one.code) for one in found] == expected
    for one in found:
        values = one.values | {"reason": "why"} if one.reason[0] else one.values
        assert "{" not in SENTENCES[one.code].format(**values)
