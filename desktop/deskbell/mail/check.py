"""What the Test button asks a server: does it let us in, and what does it have. Nothing is changed there."""

from collections.abc import Sequence

from msgspec import Struct

from deskbell.mail.folders import Folder, choose_sent
from deskbell.mail.imap import Inbox
from deskbell.mail.smtp import Submission
from deskbell.model.errors import Trouble
from deskbell.model.mail import Server


class ImapReport(Struct, frozen=True):
    """A mailbox that let us in: its folders, which one is for copies of sent mail ("" for none), and of the folders that were tried how many mails
    they hold together, and which are not there."""

    folders: tuple[Folder, ...]
    sent_folder: str
    mails: int
    missing: tuple[str, ...]


def check_imap(server: Server, folders: Sequence[str] = ("INBOX",)) -> ImapReport:
    """Log in, list the folders, and open those of these names read-only. Raises `Trouble` or `Mistake` with the sentence for what is wrong."""
    with Inbox.open(server) as inbox:
        listed = inbox.folders()
        mails = 0
        missing = []
        for name in folders:
            try:
                mails += inbox.select(name).exists
            except Trouble as trouble:
                if trouble.code != "mail.folder":
                    raise
                missing.append(name)
        return ImapReport(listed, choose_sent(listed), mails, tuple(missing))


def check_smtp(server: Server) -> None:
    """Log in and leave again. Raises `Trouble` or `Mistake` with the sentence for what is wrong."""
    with Submission.open(server):
        pass
