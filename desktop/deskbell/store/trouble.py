"""What a database's error means to a person: the driver's exception becomes a `Trouble` with a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError

from deskbell.model.errors import Trouble

# What SQLite says (sqlite.org/rescode.html), by the words that its messages hold in every version.
_SQLITE = (
    ("database is locked", "db.locked"),
    ("database table is locked", "db.locked"),
    ("readonly database", "db.readonly"),
    ("unable to open database", "db.readonly"),
    ("disk is full", "db.full"),
    ("disk I/O error", "db.full"),
    ("malformed", "db.corrupt"),
    ("not a database", "db.corrupt"),
)
# SQLSTATEs (PostgreSQL, appendix A): lost and refused connections, no more room, read-only.
_POSTGRESQL = (
    ("53100", "db.full"),
    ("25006", "db.readonly"),
    ("55P03", "db.locked"),
    ("40", "db.locked"),
    ("08", "db.unreachable"),
    ("57P", "db.unreachable"),
)


def code_of(error: DBAPIError) -> str:
    """The code of the sentence for a driver's error, "" where it is no trouble of the surroundings but a bug."""
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return next((code for prefix, code in _POSTGRESQL if state.startswith(prefix)), "")
    words = str(error.orig)
    found = next((code for part, code in _SQLITE if part in words), "")
    if not found and isinstance(error, OperationalError) and type(error.orig).__module__.startswith("psycopg"):
        return "db.unreachable"
    return found


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Within this block an error of the surroundings is raised as `Trouble` with its sentence."""
    try:
        yield
    except DBAPIError as error:
        code = code_of(error)
        if not code:
            raise
        where = url.database if url.get_backend_name() == "sqlite" else f"{url.host}:{url.port or 5432}"
        raise Trouble(code, path=where, address=where, detail=str(error.orig)) from error
