"""Moving a desk to another database, of either engine: all of it, compared row by row, gone on with where it was cut off."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from deskbell.model.carrying import CarryEnd
from deskbell.model.errors import Mistake
from deskbell.store import migrations
from deskbell.store.carry.held import held_reading
from deskbell.store.carry.place import is_occupied, making, refuse_in_use
from deskbell.store.carry.run import Carrying, Tell
from deskbell.store.carry.shape import shapes
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.trouble import place_of


def move_desk(source: Desk, address: str, tell: Tell) -> CarryEnd:
    """Make the desk at `address` of `source`, to which nobody can write meanwhile and in which nothing is changed.

    Raises `Mistake` db.occupied where there is a desk already, db.in_use where a worker is at the source, carry.running, db.same, db.older, db.newer and
    db.empty, and `Trouble`; what was carried by then stays where nobody sees it, and the next run goes on with it.
    """
    began = time.monotonic()
    migrations.check(source)
    with making(address) as place:
        with closing(Desk.open(address)) as there:
            if place_of(there.url) == place_of(source.url) and there.url.database == source.url.database:
                raise Mistake("db.same", address=place.name)
            if is_occupied(there):
                raise Mistake("db.occupied", address=place.name)
        with _held(source) as session:
            carrying = Carrying(session, place, tell, step=migrations.taken(session))
            digests = carrying.run()
            carrying.index()
            place.settle("", replace=False)
        seconds = round(time.monotonic() - began, 3)
        return CarryEnd(place.name, len(digests), carrying.rows, seconds, went_on=carrying.went_on)


@contextmanager
def _held(source: Desk) -> Iterator[Session]:
    """A transaction that keeps all others from writing, and sees what they have written."""
    if source.url.get_backend_name() == "sqlite":
        with source.writing() as session:
            refuse_in_use(session)
            yield session
        return
    with held_reading(source) as session:
        # Before anything is read: the picture is taken by the first query.
        tables = source.read(lambda other: ", ".join(f'"{shape.name}"' for shape in shapes(other)))
        session.connection.exec_driver_sql(f"LOCK TABLE {tables} IN SHARE MODE")
        refuse_in_use(session)
        yield session
