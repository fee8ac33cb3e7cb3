"""What the Test button asks a server: does it let us in, and what does it have. Nothing is changed there."""

from dataclasses import dataclass

from deskbell.mail.folders import Folder, choose_sent
from deskbell.mail.imap import Inbox
from deskbell.mail.smtp import Submission
from deskbell.model.mail import Server


@dataclass(frozen=True, slots=True)
class ImapReport:
    """A mailbox that let us in: its folders, which one is for copies of sent mail ("" for none), and how many mails the tried folder holds."""

    folders: tuple[Folder, ...]
    sent_folder: str
    mails: int


def check_imap(server: Server, folder: str = "INBOX") -> ImapReport:
    """Log in, list the folders, and open `folder` read-only. Raises `Trouble` or `Mistake` with the sentence for what is wrong."""
    with Inbox.open(server) as inbox:
        folders = inbox.folders()
        return ImapReport(folders, choose_sent(folders), inbox.select(folder).exists)


def check_smtp(server: Server) -> None:
    """Log in and leave again. Raises `Trouble` or `Mistake` with the sentence for what is wrong."""
    with Submission.open(server):
        pass
