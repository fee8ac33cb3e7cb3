"""What a database's error means to a person: the driver's exception becomes a `Trouble` with a sentence."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
    ("disk I/O error", "db.io"),
    ("malformed", "db.corrupt"),
    ("not a database", "db.corrupt"),
    ("Could not decode to UTF-8", "db.corrupt"),
    ("foreign key mismatch", "db.corrupt"),
)
# SQLSTATEs (PostgreSQL, appendix A): lost and refused connections, no more room, read-only, who may do what.
_POSTGRESQL = (
    ("53100", "db.full"),
    ("25006", "db.readonly"),
    ("55P03", "db.locked"),
    ("40", "db.locked"),
    ("08", "db.unreachable"),
    ("57P", "db.unreachable"),
    ("28", "db.login"),
    ("3D000", "db.absent"),
    ("42501", "db.rights"),
)
# A connection that is refused has no SQLSTATE (libpq keeps it to itself), only these words.
_REFUSED = (
    ("authentication failed", "db.login"),
    ("no password supplied", "db.login"),
    ("no pg_hba.conf entry", "db.login"),
    ('role "', "db.login"),
    ('database "', "db.absent"),
    ("certificate", "db.certificate"),
    ("does not support SSL", "db.certificate"),
    ('value: "', "db.url"),
)
# SQLite calls a disk without room for its shared memory an I/O error. With less than this left, that is what it was.
_HARDLY_ANY_BYTES = 1 << 20


def code_of(error: DBAPIError) -> str:
    """The code of the sentence for a driver's error, "" where it is no trouble of the surroundings but a bug."""
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return next((code for prefix, code in _POSTGRESQL if state.startswith(prefix)), "")
    words = str(error.orig)
    found = next((code for part, code in _SQLITE if part in words), "")
    if not found and isinstance(error, OperationalError) and type(error.orig).__module__.startswith("psycopg"):
        return next((code for part, code in _REFUSED if part in words), "db.unreachable")
    return found


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Within this block an error of the surroundings is raised as `Trouble` with its sentence."""
    try:
        yield
    except UnicodeDecodeError as error:
        # The driver's, over the text of a schema that is damaged: what we read ourselves are bytes.
        raise Trouble("db.corrupt", path=place_of(url), detail=str(error)) from error
    except DBAPIError as error:
        code = code_of(error)
        if not code:
            raise
        where = place_of(url)
        if code == "db.io" and _without_room(Path(where)):
            code = "db.full"
        raise Trouble(
            code,
            path=where,
            address=where,
            user=url.username or "-",
            name=url.database or "-",
            url=url.render_as_string(),
            detail=str(error.orig),
        ) from error


def place_of(url: URL) -> str:
    """Where a desk lies, in words for a sentence: a file, or the servers with their ports."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    if url.host:
        return f"{url.host}:{url.port or 5432}"
    several = url.query.get("host", "localhost")
    return several if isinstance(several, str) else ", ".join(several)


def _without_room(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < _HARDLY_ANY_BYTES
    except OSError:
        return False
