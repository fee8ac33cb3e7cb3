"""What was searched for in the knowledge base and not found: counting it, saying what becomes of it, and forgetting it."""

from datetime import timedelta

from sqlalchemy import case, delete, func, select, update

from deskbell.actions.deeds import record
from deskbell.model.errors import Mistake
from deskbell.model.gaps import AddSynonym, GapState, NoteUnfound, SettleGap
from deskbell.model.kinds import Deed, Entity
from deskbell.model.knowledge_settings import SYNONYMS
from deskbell.rules import gaps
from deskbell.rules.folding import fold
from deskbell.rules.synonyms import MOST, groups, is_word, joined
from deskbell.store.queries.customers_named import is_named
from deskbell.store.queries.names_wanted import names_wanted
from deskbell.store.queries.settings import DESK
from deskbell.store.session import Session
from deskbell.store.tables import article_gap, setting
from deskbell.store.upsert import insert_into


def note_unfound(session: Session, command: NoteUnfound) -> None:
    """Count words, where they are worth keeping, tell of no customer, and there is room. Nobody's history, so no deed is recorded, and nobody need look again for it."""
    sought = gaps.kept(command.words)
    of = article_gap.c
    if sought is None or _names_somebody(session, sought, command.ticket_id):
        return
    there = session.connection.execute(select(of.id).where(of.words == sought.key)).first()
    if there is None and _kept(session) >= 2 * gaps.MOST:
        return  # Until the worker has made room.
    asked_by = command.agent_id if names_wanted(session) else None
    values = {
        "written": sought.written,
        "hits": max(0, command.hits),
        "asked_at": session.now,
        "asked_by": asked_by,
        "deed": command.deed,
    }
    fresh = insert_into(session, article_gap).values(words=sought.key, times=1, **values)
    again = of.state == GapState.ANSWERED.value
    # The same command a second time is the same search.
    counted = {
        "times": case((of.deed == command.deed, of.times), (again, 1), else_=of.times + 1),
        "state": case((again, GapState.OPEN.value), else_=of.state),
    }
    session.connection.execute(fresh.on_conflict_do_update(index_elements=[of.words], set_={**values, **counted}))


def settle_gap(session: Session, command: SettleGap) -> None:
    """Say what becomes of words; who searched for them is of no interest any more. Of words that are gone by now nothing is said."""
    settle(session, command.id, command.state)


def add_synonym(session: Session, command: AddSynonym) -> None:
    """Put a word into the group of another. Raises `Mistake` gap.word where one of them is none, gap.same, gap.full."""
    word, other = (" ".join(one.split()) for one in (command.word, command.other))
    if not (is_word(word) and is_word(other)):
        raise Mistake("gap.word")
    if fold(word) == fold(other):
        raise Mistake("gap.same", word=word)
    of = setting.c
    # There in any case, so that two at once come after each other.
    empty = insert_into(session, setting).values(key=SYNONYMS.key, owner=DESK, value=SYNONYMS.default)
    session.connection.execute(empty.on_conflict_do_nothing())
    here = (of.key == SYNONYMS.key, of.owner == DESK)
    kept = str(session.connection.execute(select(of.value).where(*here).with_for_update()).scalar_one())
    if len(groups(kept)) >= MOST:
        raise Mistake("gap.full", limit=MOST)
    session.connection.execute(update(setting).where(*here).values(value=joined(kept, word, other)))
    record(session, command, Deed.SETTINGS, [])
    session.changed(Entity.SETTING, DESK)
    if command.gap_id:
        settle(session, command.gap_id, GapState.ANSWERED)


def forget_gaps(session: Session) -> None:
    """Make room: of what is kept, leave what is searched for most, and nothing that nobody has searched for in a year, or that is a customer's name by now; and no
    names of who searched where the desk wants none."""
    of = article_gap.c
    if not names_wanted(session):
        session.connection.execute(update(article_gap).where(of.asked_by.is_not(None)).values(asked_by=None))
    old = of.asked_at < session.now - timedelta(days=gaps.KEPT_DAYS)
    session.connection.execute(delete(article_gap).where(old))
    for number, written in session.connection.execute(select(of.id, of.written)).all():
        sought = gaps.kept(written)
        if sought is None or _names_somebody(session, sought):
            session.connection.execute(delete(article_gap).where(of.id == number))
    if _kept(session) > gaps.MOST:
        best = select(of.id).order_by(of.times.desc(), of.asked_at.desc(), of.id).limit(gaps.MOST)
        session.connection.execute(delete(article_gap).where(of.id.not_in(best)))


def _names_somebody(session: Session, sought: gaps.Sought, ticket_id: int = 0) -> bool:
    """As far as it is known: the people of the ticket that is open, in any words; and customers where they are called just so."""
    # Loaded once somebody found nothing.
    from deskbell.store.queries.article_drafts import people_of

    people = people_of(session, ticket_id) if ticket_id else ()
    return gaps.tells(sought, people) or any(is_named(session, run, sought.written) for run in gaps.runs(sought))


def _kept(session: Session) -> int:
    return int(session.connection.execute(select(func.count()).select_from(article_gap)).scalar_one())


def settle(session: Session, gap_id: int, state: GapState) -> None:
    """The same for whoever records it."""
    values = {"state": state.value, "asked_by": None}
    if session.connection.execute(update(article_gap).where(article_gap.c.id == gap_id).values(values)).rowcount:
        session.changed(Entity.ARTICLE, 0)
