"""Canned replies on both engines: kept with their texts and files, private or shared, counted."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, update

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.canned import CannedReply, CannedText, RemoveCannedReply, SaveCannedReply, UseCannedReply
from deskbell.model.commands import SaveAgent, SaveDraft
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.store.desk import Desk
from deskbell.store.queries import canned, drafts
from deskbell.store.tables import canned_file, canned_text, canned_use

LT, EN = CannedText("lt", "<div>Ačiū!</div>", "Ačiū!"), CannedText("en", "<div>Thanks!</div>", "Thanks!")
SLIP = OutboundAttachment("slip.pdf", "application/pdf", b"slip")


def save(desk: Desk, agent_id: int, **values: object) -> int:
    made = SaveCannedReply(agent_id=agent_id, id=0, owner_id=None, name="Thanks", texts=(EN,))
    return perform(desk, replace(made, **values)) or 0


def seen(desk: Desk, agent_id: int) -> dict[int, CannedReply]:
    return {reply.id: reply for reply in desk.read(canned.replies, agent_id)}


def test_it_is_kept_whole(small: SmallDesk) -> None:
    desk, ona = small.desk, small.ona
    made = save(desk, ona, name=" Many  thanks ", folder="Polite", shortcut="/Thx", texts=(LT, EN), files=(SLIP,))
    reply = seen(desk, ona)[made]
    assert (reply.name, reply.folder, reply.shortcut, reply.texts) == ("Many thanks", "Polite", "thx", (EN, LT))
    assert [(file.name, file.size) for file in reply.files] == [("slip.pdf", 4)]
    assert desk.read(canned.files_of, made, ona) == (SLIP,)
    other = OutboundAttachment("map.png", "image/png", b"map", "map@here")
    kept = tuple(file.id for file in reply.files)
    save(desk, ona, id=made, texts=(LT,), files=(other,), files_from=kept, version=1)
    again = seen(desk, ona)[made]
    assert (again.texts, again.version) == ((LT,), 2)
    assert set(desk.read(canned.files_of, made, ona)) == {SLIP, other}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "  "}, "name.empty"),
        ({"texts": ()}, "canned.empty"),
        ({"texts": (CannedText("", "", " \n"),)}, "canned.empty"),
        ({"id": 99}, "canned.missing"),
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_told(small: SmallDesk, values: dict[str, object], code: str) -> None:
    with pytest.raises(Mistake) as refused:
        save(small.desk, small.ona, **values)
    assert refused.value.code == code


def test_a_private_one_is_seen_by_its_owner_alone(small: SmallDesk) -> None:
    made = save(small.desk, small.tomas, owner_id=small.tomas, files=(SLIP,))
    assert made in seen(small.desk, small.tomas)
    assert seen(small.desk, small.ona) == {}
    assert small.desk.read(canned.files_of, made, small.ona) == ()
    with pytest.raises(Mistake) as refused:
        save(small.desk, small.ona, id=made, version=1)
    assert refused.value.code == "canned.missing"
    perform(small.desk, UseCannedReply(agent_id=small.ona, id=made))
    assert seen(small.desk, small.tomas)[made].used_month == 0


def test_an_agent_changes_their_own_and_no_shared_one(small: SmallDesk) -> None:
    rasa = perform(small.desk, SaveAgent(agent_id=small.ona, id=0, name="Rasa", email="rasa@desk.example")) or 0
    shared, own = save(small.desk, small.ona), save(small.desk, rasa, owner_id=rasa)
    save(small.desk, rasa, id=own, owner_id=rasa, name="My thanks", version=1)
    for owner, code in ((None, "rights.manager"), (rasa, "canned.shared")):
        with pytest.raises(Mistake) as refused:
            save(small.desk, rasa, id=shared, owner_id=owner, version=1)
        assert refused.value.code == code
    with pytest.raises(Mistake) as refused:
        perform(small.desk, RemoveCannedReply(agent_id=rasa, id=shared, owner_id=rasa, version=1))
    assert refused.value.code == "canned.missing"
    perform(small.desk, RemoveCannedReply(agent_id=rasa, id=own, owner_id=rasa, version=2))
    assert list(seen(small.desk, rasa)) == [shared]


def test_a_manager_shares_their_own(small: SmallDesk) -> None:
    made = save(small.desk, small.ona, owner_id=small.ona)
    save(small.desk, small.ona, id=made, version=1)
    assert seen(small.desk, small.tomas)[made].owner_id is None


def test_removed_with_all_that_hangs_on_it(small: SmallDesk) -> None:
    made = save(small.desk, small.ona, files=(SLIP,))
    perform(small.desk, UseCannedReply(agent_id=small.ona, id=made))
    with pytest.raises(Conflict):
        perform(small.desk, RemoveCannedReply(agent_id=small.ona, id=made, owner_id=None, version=7))
    perform(small.desk, RemoveCannedReply(agent_id=small.ona, id=made, owner_id=None, version=1))
    with small.desk.reading() as session:
        for table in (canned_text, canned_file, canned_use):
            assert session.connection.execute(select(func.count()).select_from(table)).scalar() == 0


def test_uses_are_counted_once_each_for_a_week_and_a_month(small: SmallDesk) -> None:
    made = save(small.desk, small.ona)
    twice = UseCannedReply(agent_id=small.ona, id=made)
    for command in (
        twice,
        twice,
        UseCannedReply(agent_id=small.ona, id=made),
        UseCannedReply(agent_id=small.tomas, id=made),
    ):
        perform(small.desk, command)
    reply = seen(small.desk, small.tomas)[made]
    assert (reply.used_week, reply.used_month) == (3, 3)
    assert reply.last_used is not None
    for days, counted in ((6, (3, 3)), (7, (0, 3)), (29, (0, 3)), (30, (0, 0))):
        with small.desk.writing() as session:
            today = canned.day_of(session.now)
            session.connection.execute(update(canned_use).values(day=today - days))
        reply = seen(small.desk, small.ona)[made]
        assert (reply.used_week, reply.used_month) == counted


def test_files_come_from_a_draft_and_from_another_reply(small: SmallDesk) -> None:
    desk, ona = small.desk, small.ona
    draft = {"ticket_id": 0, "kind": ReplyKind.NEW, "mailbox_id": small.support}
    perform(desk, SaveDraft(agent_id=ona, text="x", attachments=(SLIP,), **draft))
    (kept,) = desk.read(drafts.of_ticket, ona, 0)[0].attachments
    first = save(desk, ona, attachments_from=(kept.id,))
    (file,) = seen(desk, ona)[first].files
    second = save(desk, ona, files_from=(file.id,))
    assert desk.read(canned.files_of, first, ona) == desk.read(canned.files_of, second, ona) == (SLIP,)


def test_files_are_in_the_order_in_which_they_came(small: SmallDesk) -> None:
    desk, ona = small.desk, small.ona
    one, two, three, four = (OutboundAttachment(f"{name}.pdf", "application/pdf", name.encode()) for name in "1234")
    elsewhere = save(desk, ona, files=(three,))
    made = save(desk, ona, files=(one, two))
    ids = tuple(file.id for reply in (made, elsewhere) for file in seen(desk, ona)[reply].files)
    save(desk, ona, id=made, files=(four,), files_from=ids, version=1)
    assert desk.read(canned.files_of, made, ona) == (one, two, three, four)


def test_old_uses_are_forgotten(small: SmallDesk) -> None:
    from deskbell.jobs.upkeep import forget_uses

    made = save(small.desk, small.ona)
    perform(small.desk, UseCannedReply(agent_id=small.ona, id=made))
    small.desk.transact(lambda session: forget_uses(session, session.now + timedelta(days=30)))
    assert seen(small.desk, small.ona)[made].used_month == 1
    small.desk.transact(lambda session: forget_uses(session, session.now + timedelta(days=33)))
    assert seen(small.desk, small.ona)[made].last_used is None


def test_a_draft_keeps_which_macro_waits_for_it(small: SmallDesk) -> None:
    (placed,) = small.arrive(mail("1@mail.example"))
    wanted = {"ticket_id": placed.ticket_id, "kind": ReplyKind.REPLY, "mailbox_id": small.support}
    for macro_id in (7, 0):
        perform(small.desk, SaveDraft(agent_id=small.ona, **wanted, text="Wait", macro_id=macro_id))
        (kept,) = small.desk.read(drafts.of_ticket, small.ona, placed.ticket_id)
        assert kept.macro_id == macro_id


def test_a_number_is_one_reply_s_of_an_owner_and_ones_own_goes_first(small: SmallDesk) -> None:
    desk, ona, tomas = small.desk, small.ona, small.tomas
    first, second = save(desk, ona, number=3), save(desk, ona, name="Refund", number=4)
    own = save(desk, tomas, owner_id=tomas, name="Mine", number=3)
    save(desk, ona, name="Nowhere", number=12)

    def numbered(agent_id: int) -> dict[int, tuple[int, str]]:
        return {number: (one.id, one.name) for number, one in desk.read(canned.numbered, agent_id).items()}

    assert numbered(ona) == {3: (first, "Thanks"), 4: (second, "Refund")}
    assert numbered(tomas) == {3: (own, "Mine"), 4: (second, "Refund")}
    save(desk, ona, id=second, name="Refund", number=3, version=1)
    assert numbered(ona) == {3: (second, "Refund")}
    assert (seen(desk, ona)[first].number, seen(desk, ona)[first].version) == (0, 1)
    assert numbered(tomas) == {3: (own, "Mine")}


def test_one_is_read_with_whom_it_is_for(small: SmallDesk) -> None:
    made = save(small.desk, small.ona)
    reply, ticket_id, _ = small.desk.read(canned.one_for, made, 7, small.ona)
    assert (reply, ticket_id) == (seen(small.desk, small.ona)[made], 7)
    assert small.desk.read(canned.one_for, made + 1, 7, small.ona)[0] is None
