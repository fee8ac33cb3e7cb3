"""Which servers a mailbox's latest mails name as those that check senders."""

from actions.conftest import RECEIVED, SmallDesk
from deskbell.actions import proof_servers
from deskbell.actions.keep_raw import RawMail, keep_raw
from deskbell.model.kinds import RawState
from deskbell.model.proof_servers import ProofServers
from deskbell.store.tables import raw_mail


def keep(small: SmallDesk, *heads: bytes, mailbox: int | None = None) -> None:
    """Mails with these headers, filed."""
    with small.desk.writing() as session:
        first = small.uid + 1
        small.uid += len(heads)
        mails = [
            RawMail(first + n, RECEIVED, head + b"Subject: %d\r\n\r\nx" % (first + n)) for n, head in enumerate(heads)
        ]
        keep_raw(session, mailbox or small.support, "INBOX", 1, mails)
        session.connection.execute(raw_mail.update().values(state=RawState.FILED.value))


OURS = b"Authentication-Results: MX.Desk.example 1; dmarc=pass header.from=mail.example\r\n"
THEIRS = b"Authentication-Results: mx.elsewhere.example; dmarc=pass\r\n"
FOLDED = b"Authentication-Results:\r\n mx.desk.example;\r\n spf=pass\r\n"


def test_the_topmost_of_each_mail_counts(small: SmallDesk) -> None:
    keep(small, OURS + THEIRS, FOLDED, THEIRS, b"From: a@b.example\r\n", OURS)
    keep(small, THEIRS, mailbox=small.billing)
    found = small.desk.read(proof_servers.proof_servers, small.support)
    assert found == ProofServers(5, (("mx.desk.example", 3), ("mx.elsewhere.example", 1)))


def test_only_the_latest_are_looked_at(small: SmallDesk) -> None:
    keep(small, THEIRS, *[OURS] * proof_servers.LATEST)
    assert small.desk.read(proof_servers.proof_servers, small.support).servers == (("mx.desk.example", 50),)


def test_a_mailbox_without_mail_suggests_nothing(small: SmallDesk) -> None:
    assert small.desk.read(proof_servers.proof_servers, small.support) == ProofServers()
