"""Tickets that are made up by another process are the same, and its end is told."""

import multiprocessing
from datetime import UTC, datetime
from itertools import islice
from multiprocessing.process import BaseProcess

import pytest

from deskbell.model.errors import Trouble
from deskbell.sample.apart import PROCESS, generate_apart
from deskbell.sample.fill import CHUNK
from deskbell.sample.generate import generate
from deskbell.sample.library import load
from deskbell.store.search.index import body_terms

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MORE_THAN_ONCE = CHUNK + 7


def makers() -> list[BaseProcess]:
    """The processes that make tickets up now."""
    return [process for process in multiprocessing.active_children() if process.name == PROCESS]


def test_the_tickets_are_those_of_one_process() -> None:
    apart = generate_apart(tickets=MORE_THAN_ONCE, seed=3, now=NOW)
    for one, here in zip(
        apart.tickets(), generate(load(), tickets=MORE_THAN_ONCE, seed=3, now=NOW).tickets(), strict=True
    ):
        assert one == here._replace(terms=tuple(map(body_terms, here.searched())))
    assert makers() == []


def test_who_stops_early_leaves_no_process() -> None:
    tickets = generate_apart(tickets=3 * CHUNK, seed=3, now=NOW).tickets()
    assert len(list(islice(tickets, 5))) == 5
    tickets.close()  # type: ignore[attr-defined]
    assert makers() == []


def test_a_maker_that_dies_is_told() -> None:
    tickets = generate_apart(tickets=50 * CHUNK, seed=3, now=NOW).tickets()
    next(tickets)
    (maker,) = makers()
    maker.kill()
    with pytest.raises(Trouble) as told:
        list(tickets)
    assert told.value.code == "sample.maker"
