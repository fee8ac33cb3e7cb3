"""Carrying all of a desk into a new place: copy, read back and compare, make the search index; from where an earlier run was cut off."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from deskbell.model.carrying import CarryCourse, CarryStage
from deskbell.model.errors import Trouble
from deskbell.rules.pace import Pace
from deskbell.store.carry.held import held_reading, held_writing
from deskbell.store.carry.load import empty, last_number, load, number_on
from deskbell.store.carry.place import Place, note, state
from deskbell.store.carry.rows import Batch, Digest, batches, count, digest, first_difference, key_of
from deskbell.store.carry.shape import ARTICLES, SEARCH, Shape, column_names, shapes
from deskbell.store.search import articles, index
from deskbell.store.search.entries import entries
from deskbell.store.session import Session
from deskbell.store.tables import change, message, meta
from deskbell.store.trouble import place_of

log = logging.getLogger("deskbell.carry")

# A transaction ends with so many rows, or about so many bytes of them: what a kill costs.
_COMMIT_ROWS: Final = 20_000
_COMMIT_BYTES: Final = 32 << 20

Tell = Callable[[CarryCourse], None]
"""Hears how far it is, several times a second. What it raises ends the run; what was committed is gone on with."""


class Carrying:
    """One run from `source`, which must show one picture all the while, into `place`. `step` is the source's schema; `indexed` is false where `index` will not
    be called.
    """

    def __init__(self, source: Session, place: Place, tell: Tell, *, step: int, indexed: bool = True) -> None:
        self._source = source
        self._place = place
        self._tell = tell
        self._step = step
        self._indexed = indexed
        self._shapes: Sequence[Shape] = ()
        self._counts: dict[str, int] = {}
        self._stage = CarryStage.COPY
        self._done = 0
        self._pace = Pace(time.monotonic())
        # Of the source, as it is read in this run.
        self._digests: dict[str, Digest] = {}
        self.went_on = False

    @property
    def rows(self) -> int:
        """How many rows the source has."""
        return sum(self._counts.values())

    def run(self) -> dict[str, Digest]:
        """Carry all rows; what each table is known by, on both sides alike.

        Raises `Trouble` carry.differs where what was read back is not what was read, and db.corrupt where the source is damaged.
        """
        self._begin()
        try:
            return self._whole_run()
        except Trouble as trouble:
            if trouble.code != "carry.differs" or not self.went_on:
                raise
            # The source was changed after the first run had read it, and before this one held it.
            log.info("the source has changed since the first run (%s): beginning anew", trouble.detail)
            self._place.discard()
            self.went_on = False
            self._begin()
            return self._whole_run()

    def index(self) -> None:
        """Make the search index of the new place, whose schema is the newest by now, of its messages, and then that of its articles."""
        self._stage = CarryStage.INDEX
        self._count_for_the_planner()
        desk = self._place.desk
        after, done = desk.read(state, SEARCH) or (0, 0)
        self._on(done)
        while True:
            with held_writing(desk) as session:
                found = entries(session, after)
                if not found:
                    break
                index.add(session, found)
                after, done = found[-1].message_id, done + len(found)
                note(session, SEARCH, [after, done])
            self._on(len(found))
        after = desk.read(state, ARTICLES) or 0
        while True:
            with held_writing(desk) as session:
                texts = articles.entries(session, after)
                if not texts:
                    return
                articles.add(session, texts)
                after = texts[-1].text_id
                note(session, ARTICLES, after)

    def _count_for_the_planner(self) -> None:
        """PostgreSQL plans for empty tables until somebody counts; SQLite is counted by the worker's upkeep."""
        with held_writing(self._place.desk) as session:
            if session.engine_name == "postgresql":
                for shape in self._shapes:
                    session.connection.exec_driver_sql(f'ANALYZE "{shape.name}"')

    def _begin(self) -> None:
        """See that the place is one for this source as it is: empty, or begun by an earlier run."""
        self._place.begin(self._step)
        # With the order and the types of our own migrations: what a stranger's database says of itself is not gone by.
        self._shapes = self._place.desk.read(shapes)
        wrong = [one.name for one in self._shapes if column_names(self._source, one.name) != {*one.names}]
        if wrong:
            raise Trouble("db.corrupt", path=self._where(), detail=", ".join(wrong))
        self._counts = {shape.name: count(self._source, shape.name) for shape in self._shapes}
        mark, kept = self._mark(), self._place.desk.read(state, "source")
        self.went_on = kept == mark
        # One that was whole has no notes any more, and has what makes a database a desk.
        if not self.went_on and (kept is not None or self._place.desk.read(count, meta.name)):
            self._place.discard()
            self._place.begin(self._step)
        with held_writing(self._place.desk) as session:
            note(session, "source", mark)

    def _mark(self) -> list[Any]:
        """What tells the source from others, and roughly from itself at another time."""
        who = self._source.connection.execute(select(meta.c.value).where(meta.c.key == "desk_id")).scalar()
        last = self._source.connection.execute(select(func.max(change.c.id))).scalar()
        return [who, self._step, last, self._counts]

    def _where(self) -> str:
        return place_of(self._source.connection.engine.url)

    def _whole_run(self) -> dict[str, Digest]:
        self._done, self._digests = 0, {}
        self._stage = CarryStage.COPY
        for shape in self._shapes:
            self._copy(shape)
        self._stage = CarryStage.VERIFY
        with held_reading(self._place.desk) as session:
            for shape in self._shapes:
                self._verify(session, shape)
        return self._digests

    def _copy(self, shape: Shape) -> None:
        desk = self._place.desk
        kept = desk.read(state, shape.name) or {"rows": 0, "after": [], "whole": False}
        self._on(kept["rows"])
        if kept["whole"]:
            return
        made = Digest() if not kept["rows"] else None
        rows, after = kept["rows"], kept["after"]
        parts = batches(self._source, shape, after)
        whole = False
        while not whole:
            with held_writing(desk) as session:
                if not rows:
                    empty(session, shape)
                room_rows, room_bytes = _COMMIT_ROWS, _COMMIT_BYTES
                while room_rows > 0 and room_bytes > 0:
                    batch = next(parts, None)
                    if batch is None:
                        whole = True
                        break
                    self._load(session, shape, batch)
                    if made is not None:
                        made.add(batch)
                    rows, after = rows + len(batch.rows), key_of(shape, batch.rows[-1])
                    room_rows, room_bytes = room_rows - len(batch.rows), room_bytes - len(batch.lines)
                    self._on(len(batch.rows))
                if whole and shape.numbered:
                    number_on(session, shape, last_number(self._source, shape))
                note(session, shape.name, {"rows": rows, "after": after, "whole": whole})
        if made is not None:
            self._digests[shape.name] = made

    def _load(self, session: Session, shape: Shape, batch: Batch) -> None:
        try:
            load(session, shape, batch.rows)
        except (IntegrityError, DataError, OverflowError) as error:
            # Rows that break their own tables' promises: SQLite keeps what was written past it.
            detail = f"{shape.name}: {error.orig if isinstance(error, DBAPIError) else error}"
            raise Trouble("db.corrupt", path=self._where(), detail=detail) from error

    def _verify(self, there: Session, shape: Shape) -> None:
        """Read a table back, and compare it with the source's."""
        found = digest(there, shape, self._on)
        ours = self._digests.get(shape.name)
        if ours is None:
            ours = self._digests[shape.name] = digest(self._source, shape)
        if found.value() != ours.value():
            key = first_difference(shape, batches(self._source, shape), batches(there, shape))
            raise Trouble("carry.differs", table=shape.name, address=self._place.name, detail=f"{shape.name} {key}")

    def _on(self, rows: int) -> None:
        """So many rows further."""
        self._done += rows
        self._pace.mark(time.monotonic(), self._done)
        expected = 2 * self.rows + (self._counts[message.name] if self._indexed else 0)
        rate, left = self._pace.rate(), self._pace.left(expected - self._done)
        self._tell(CarryCourse(self._stage, self._done, expected, rate, left))
