"""Mail that comes alone is filed by the look that fetches it; whatever stands in the way of that, it is kept, and the reader files it."""

from collections.abc import Callable
from unittest import mock

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from deskbell.actions.keep_raw import RawMail, keep_raw
from deskbell.jobs import take_in
from deskbell.jobs.fetch_mail import MailboxFetcher
from deskbell.jobs.read_mail import LEASE, MailReader
from deskbell.jobs.take_in import FEW
from deskbell.mail.pool import ParserPool
from deskbell.model.kinds import Deed, MailboxState, RawState, Why
from deskbell.model.views import ViewKind
from deskbell.store.tables import deed, message, raw_mail
from jobs.conftest import MailDesk
from jobs.test_junk import lies, watch
from jobs.test_read_mail import RECEIVED
from jobs.test_the_road import customer_mail

pytestmark = pytest.mark.servers

DEEP = b"Subject: deep\r\n" + b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(200)
)


@pytest.fixture
def quiet(mail_desk: MailDesk) -> MailDesk:
    """A desk where a reader has run before, and has given its lease back."""
    token = mail_desk.office.take(LEASE)
    assert token is not None
    mail_desk.office.release(LEASE, token)
    return mail_desk


def look(desk: MailDesk) -> None:
    """Fetch what is new; nobody reads what is only kept."""
    fetcher = MailboxFetcher(desk.office, desk.mailbox)
    fetcher.run(wait=False)
    fetcher.close()
    assert desk.box().state is MailboxState.GOOD


def states(desk: MailDesk) -> list[str]:
    with desk.desk.reading() as session:
        return list(session.connection.execute(select(raw_mail.c.state).order_by(raw_mail.c.uid)).scalars())


def texts(desk: MailDesk) -> list[str]:
    with desk.desk.reading() as session:
        return list(session.connection.execute(select(message.c.text).order_by(message.c.id)).scalars())


def put(desk: MailDesk, *numbers: int) -> None:
    desk.dovecot.append(desk.user, *(customer_mail(f"{number}@mail.example", str(number)) for number in numbers))


def test_a_few_mails_are_kept_and_filed_in_one_commit(quiet: MailDesk) -> None:
    put(quiet, 1, 2)
    quiet.dovecot.append(quiet.user, DEEP)
    look(quiet)
    assert states(quiet) == [RawState.FILED.value, RawState.FILED.value, RawState.UNREADABLE.value]
    assert texts(quiet)[:2] == ["1", "2"]
    assert not quiet.office.news.is_set(), "nothing is left to the reader"
    (unread,) = quiet.messages(3)
    assert (unread.why, [file.name for file in unread.attachments]) == (Why.UNREADABLE, ["original.eml"])
    with quiet.desk.reading() as session:
        kept = set(session.connection.execute(select(raw_mail.c.kept_at)).scalars())
        filed = set(session.connection.execute(select(deed.c.at).where(deed.c.kind == Deed.RECEIVED.value)).scalars())
    assert kept == filed
    assert len(kept) == 1, "the clock of one transaction"
    put(quiet, 3)
    look(quiet)
    assert texts(quiet)[3:] == ["3"]


def hold_elsewhere(desk: MailDesk) -> None:
    assert replace(desk.office, holder="another").take(LEASE) is not None


def never_read(desk: MailDesk) -> None:
    with desk.desk.writing() as session:
        session.connection.exec_driver_sql("DELETE FROM lease")


def let_one_wait(desk: MailDesk) -> None:
    raw = [RawMail(1, RECEIVED, customer_mail("0@mail.example", "0"))]
    desk.desk.transact(lambda session: keep_raw(session, desk.mailbox, "Elsewhere", 1, raw))


def close_the_pool(desk: MailDesk) -> None:
    desk.office.pool.close()


@pytest.mark.parametrize("stand_in_the_way", [hold_elsewhere, never_read, let_one_wait, close_the_pool])
def test_what_cannot_be_filed_now_is_kept(
    quiet: MailDesk, stand_in_the_way: Callable[[MailDesk], None], parser_pool: ParserPool
) -> None:
    quiet = replace(quiet, office=replace(quiet.office, pool=ParserPool(workers=1)))
    stand_in_the_way(quiet)
    put(quiet, 1)
    look(quiet)
    quiet.office.pool.close()
    assert texts(quiet) == []
    assert set(states(quiet)) == {RawState.NEW.value}
    assert quiet.office.news.is_set()
    # The other one gives its lease back.
    reader = replace(quiet.office, pool=parser_pool, holder="another")
    MailReader(reader).run()
    assert texts(quiet)[-1] == "1"


def test_more_than_a_few_are_kept_first(quiet: MailDesk) -> None:
    put(quiet, *range(FEW + 1))
    look(quiet)
    assert states(quiet) == [RawState.NEW.value] * (FEW + 1)
    assert MailReader(quiet.office).run() == FEW + 1


def test_a_mail_on_which_filing_breaks_is_kept_for_the_reader(
    quiet: MailDesk, caplog: pytest.LogCaptureFixture
) -> None:
    put(quiet, 1)
    with mock.patch.object(take_in, "receive_new", side_effect=ZeroDivisionError):
        look(quiet)
    assert states(quiet) == [RawState.NEW.value]
    assert "could not be filed at once" in caplog.text
    assert MailReader(quiet.office).run() == 1
    assert texts(quiet) == ["1"]


def test_the_folder_for_spam_is_known_at_once_too(quiet: MailDesk) -> None:
    quiet.dovecot.command(quiet.user, "CREATE", "Filtered")
    watch(quiet, "INBOX", "Filtered")
    quiet.dovecot.append(quiet.user, customer_mail("1@x.example", "Win!", subject="Bad"), folder="Filtered")
    look(quiet)
    assert lies(quiet, ViewKind.SPAM) == ["Bad"]
