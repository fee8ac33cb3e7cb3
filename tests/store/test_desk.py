"""A desk's transactions: on which connections they run."""

import threading
from typing import Any

import pytest

from deskbell.store.desk import Desk
from deskbell.store.session import Session


def driver(session: Session) -> Any:
    return session.connection.connection.dbapi_connection


def test_sqlite_is_written_on_one_connection_whoever_reads_or_writes(desk: Desk) -> None:
    if desk.engine.dialect.name != "sqlite":
        pytest.skip("other engines have many writers")
    with desk.reading() as reader:
        first = desk.transact(driver)
        assert driver(reader) is not first
    with desk.reading(), desk.writing() as session:
        assert driver(session) is first
    elsewhere: list[Any] = []
    thread = threading.Thread(target=lambda: elsewhere.append(desk.transact(driver)))
    thread.start()
    thread.join()
    assert elsewhere == [first]


def test_after_an_error_the_next_write_is_whole(desk: Desk) -> None:
    def break_off(session: Session) -> None:
        session.connection.exec_driver_sql("INSERT INTO tag (name) VALUES ('half')")
        raise ZeroDivisionError

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            desk.transact(break_off)
        with pytest.raises(ZeroDivisionError), desk.writing() as session:
            break_off(session)
        desk.transact(lambda session: session.connection.exec_driver_sql("UPDATE tag SET name = 'x'"))
    with desk.reading() as session:
        assert session.connection.exec_driver_sql("SELECT count(*) FROM tag").scalar() == 0


def test_a_closed_desk_has_no_connection(desk: Desk) -> None:
    desk.transact(driver)
    desk.close()
    assert desk.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
