"""Searching by when tickets are due: the same on both engines, with words and without, whether few are due or many."""

from datetime import datetime, time, timedelta

import pytest

from building import Builder
from deskbell.model.kinds import Status
from deskbell.store.desk import Desk
from deskbell.store.search import by_due
from store.test_search_tickets import search

# How many days from today on, at noon here; None for no due date.
DUE = {"late": -1, "later": 8, "soon": 1, "done": -3, "undue": None}
MEETING = [
    ("due:overdue", "late"),
    ("-due:overdue", "later soon done undue"),
    ("due:overdue is:closed", ""),
    ("is:overdue", "late"),
    ("-is:overdue", "later soon done undue"),
    ("is:closed,overdue", "late done"),
    ("is:overdue due:<1d", "late"),
    ("due:none", "undue"),
    ("-due:none", "late later soon done"),
    ("-due:none is:open", "late later soon"),
    ("due:yesterday", "late"),
    ("due:today", ""),
    ("due:tomorrow", "soon"),
    ("due:1d,overdue", "soon late"),
    ("due:<1d", "late done"),
    ("due:<=1d", "late soon done"),
    ("due:>1d", "later"),
    ("due:>=1d", "later soon"),
    ("due:<8d", "late soon done"),
    ("due:<8d is:open", "late soon"),
    ("-due:<8d", "later undue"),
    ("due:{soon}", "soon"),
    ("due:<{soon} -is:closed", "late"),
    ("due:>{later:%Y}", ""),
    ("due:whenever", ""),
]


def test_what_is_due_is_found(desk: Desk, build: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    today = desk.read(lambda session: session.now).astimezone().date()
    days = {name: today + timedelta(days=ahead) for name, ahead in DUE.items() if ahead is not None}
    noon = {name: datetime.combine(day, time(12)).astimezone() for name, day in days.items()}
    with build.together():
        tickets = {
            name: build.ticket(status=Status.SOLVED if name == "done" else Status.OPEN, due_at=noon.get(name))
            for name in DUE
        }
        for number in tickets.values():
            build.message(number, "A lamp")
    names = {number: name for name, number in tickets.items()}
    queries = {query: query.format(**days) for query, _ in MEETING}
    for words, few in (("", 100), ("", 1), ("lamp ", 100)):
        monkeypatch.setattr(by_due, "_FEW", few)
        found = {
            query: {names[number] for number in search(desk, build, words + said)} for query, said in queries.items()
        }
        assert found == {query: set(wanted.split()) for query, wanted in MEETING}, (words, few)
