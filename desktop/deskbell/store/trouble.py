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
    ("unsupported file format", "db.corrupt"),
    ("Could not decode to UTF-8", "db.corrupt"),
    ("foreign key mismatch", "db.corrupt"),
)
# SQLSTATEs (PostgreSQL, appendix A), the longer before the shorter.
_POSTGRESQL = (
    ("53100", "db.server_full"),
    ("53300", "db.crowded"),
    ("53", "db.exhausted"),
    ("25006", "db.standby"),
    ("25P03", "db.ended"),
    ("55P03", "db.busy"),
    ("40", "db.busy"),
    ("08", "db.unreachable"),
    ("57014", "db.slow"),
    ("57P03", "db.starting"),
    ("57P04", "db.absent"),
    ("57P", "db.ended"),
    ("28", "db.login"),
    ("3D000", "db.absent"),
    ("42501", "db.rights"),
    ("58", "db.fault"),
    ("XX", "db.fault"),
)
# A connection that is refused, or ends, has no SQLSTATE (libpq keeps it to itself), only these words. Those of a server that speaks another language
# are not among them: then it does not answer, and the details say what it said.
_REFUSED = (
    ("too many clients", "db.crowded"),
    ("too many connections", "db.crowded"),
    ("connection slots are reserved", "db.crowded"),
    ("permission denied", "db.rights"),
    ("authentication failed", "db.login"),
    ("no password supplied", "db.login"),
    ("no pg_hba.conf entry", "db.login"),
    ('role "', "db.login"),
    ("is not permitted to log in", "db.login"),
    ('database "', "db.absent"),
    ("certificate", "db.certificate"),
    ("does not support SSL", "db.certificate"),
    ("SSL error", "db.certificate"),
    ('value: "', "db.url"),
    ("the database system is", "db.starting"),
    ("session is read-only", "db.standby"),
    ("server is in hot standby", "db.standby"),
    ("translate host name", "db.host"),
    ("resolve host", "db.host"),
    ("Name or service not known", "db.host"),
    ("nodename nor servname", "db.host"),
    ("Connection refused", "db.refused"),
    ("actively refused", "db.refused"),
    ("terminating connection", "db.ended"),
    ("server closed the connection", "db.ended"),
    ("consuming input failed", "db.ended"),
    ("the connection is lost", "db.ended"),
    ("the connection is closed", "db.ended"),
)
BUSY = frozenset({"db.locked", "db.busy"})
"""What is over as soon as somebody else has finished."""
# SQLite calls a disk without room for its shared memory an I/O error. With less than this left, that is what it was.
_HARDLY_ANY_BYTES = 1 << 20


def code_of(error: DBAPIError) -> str:
    """The code of the sentence for a driver's error, "" where it is no trouble of the surroundings but a bug."""
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return next((code for prefix, code in _POSTGRESQL if state.startswith(prefix)), "")
    words = str(error.orig)
    if is_overdue(error):
        return "db.unreachable"
    if isinstance(error, OperationalError) and not _is_of_sqlite(error):
        return next((code for part, code in _REFUSED if part in words), "db.unreachable")
    return next((code for part, code in _SQLITE if part in words), "")


def is_overdue(error: DBAPIError) -> bool:
    """Whether we gave up waiting for an answer (`store.postgresql.Overdue`)."""
    return getattr(error.orig, "overdue", False)


def _is_of_sqlite(error: DBAPIError) -> bool:
    return "sqlite" in type(error.orig).__module__ or "sqlcipher" in type(error.orig).__module__


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
        raise as_trouble(error, code, url) from error


def as_trouble(error: DBAPIError, code: str, url: URL) -> Trouble:
    """What is told of a driver's error."""
    where = place_of(url)
    if code == "db.io" and _without_room(Path(where)):
        code = "db.full"
    return Trouble(
        code,
        path=where,
        address=where,
        user=url.username or "-",
        name=url.database or "-",
        url=url.render_as_string(),
        detail=str(error.orig),
    )


def place_of(url: URL) -> str:
    """Where a desk lies, in words for a sentence: a file, or the servers with their ports."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    several = url.query.get("host", ())
    if several:
        return several if isinstance(several, str) else ", ".join(several)
    return f"{url.host or 'localhost'}:{url.port or 5432}"


def _without_room(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < _HARDLY_ANY_BYTES
    except OSError:
        return False
