"""Transactions that are held for as long as a desk takes: PostgreSQL ends those of everyday work when a statement takes long, or nothing is asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from deskbell.store.desk import Desk
from deskbell.store.session import Session


@contextmanager
def held_reading(desk: Desk) -> Iterator[Session]:
    """As `Desk.reading`."""
    with desk.reading() as session, _held(session):
        yield session


@contextmanager
def held_writing(desk: Desk) -> Iterator[Session]:
    """As `Desk.writing`."""
    with desk.writing() as session, _held(session):
        yield session


@contextmanager
def _held(session: Session) -> Iterator[None]:
    if session.engine_name == "sqlite":
        yield
        return
    from deskbell.store.postgresql import unhurried

    with unhurried(session.connection):
        session.connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield
