"""Rows that may be there already: ON CONFLICT, which each engine's INSERT knows and the common one does not."""

from typing import Any

from sqlalchemy import Table

from deskbell.store.session import Session


def insert_into(session: Session, table: Table) -> Any:
    """An INSERT with `on_conflict_do_nothing` and `on_conflict_do_update`, in the dialect of the session's engine."""
    # Loaded here, and one of them only: a window begins without either.
    if session.engine_name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
