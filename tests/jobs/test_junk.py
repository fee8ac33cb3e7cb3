"""Mail that the provider put into its folder for spam, over a real server: in Spam, unless the desk wants otherwise or the mail answers one of ours."""

import email

import pytest

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveSettings
from deskbell.model.kinds import Shelf
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import ticket_list
from deskbell.store.tables import mailbox
from jobs.conftest import MailDesk
from jobs.test_the_road import customer_mail

pytestmark = pytest.mark.servers


def watch(mail_desk: MailDesk, *folders: str) -> None:
    with mail_desk.desk.writing() as session:
        session.connection.execute(mailbox.update().values(folders=list(folders)))


def lies(mail_desk: MailDesk, kind: ViewKind) -> list[str]:
    page = mail_desk.desk.read(ticket_list.page, View(kind), Sort.OLDEST, mail_desk.ona, limit=100)
    return [row.subject for row in page.rows]


@pytest.mark.parametrize("respected", [True, False])
def test_the_folder_for_spam(mail_desk: MailDesk, respected: bool) -> None:
    watch(mail_desk, "INBOX", "Junk")
    perform(mail_desk.desk, SaveSettings(agent_id=None, values=(("spam.folder", respected),)))
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@mail.example", "Hello", subject="Good"))
    mail_desk.dovecot.append(mail_desk.user, customer_mail("2@x.example", "Win!", subject="Bad"), folder="Junk")
    mail_desk.fetch()
    assert lies(mail_desk, ViewKind.SPAM) == (["Bad"] if respected else [])
    assert sorted(lies(mail_desk, ViewKind.OPEN)) == (["Good"] if respected else ["Bad", "Good"])


def test_the_folder_that_the_server_says_is_for_spam(mail_desk: MailDesk) -> None:
    mail_desk.dovecot.command(mail_desk.user, "CREATE", "Filtered")
    mail_desk.dovecot.command(mail_desk.user, "CREATE", "Forms")
    watch(mail_desk, "INBOX", "Filtered", "Forms")
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@x.example", "Win!", subject="Bad"), folder="Filtered")
    mail_desk.dovecot.append(mail_desk.user, customer_mail("2@mail.example", "Hello", subject="Good"), folder="Forms")
    mail_desk.fetch()
    assert lies(mail_desk, ViewKind.SPAM) == ["Bad"]
    assert lies(mail_desk, ViewKind.OPEN) == ["Good"]


def test_an_answer_that_the_provider_took_for_spam_is_not_hidden(mail_desk: MailDesk) -> None:
    watch(mail_desk, "INBOX", "Junk")
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@mail.example", "Hello"))
    mail_desk.fetch()
    (row,) = mail_desk.tickets()
    mail_desk.reply(row.id, "Hello Li Na")
    mail_desk.send()
    (received,) = mail_desk.smtp.wait(1)
    ours = email.message_from_bytes(received.content)["Message-ID"]
    answer = customer_mail("2@mail.example", "Thanks", f"In-Reply-To: {ours}", "X-Spam-Flag: YES")
    mail_desk.dovecot.append(mail_desk.user, answer, folder="Junk")
    mail_desk.fetch()
    (row,) = mail_desk.tickets()
    assert (row.shelf, len(mail_desk.messages(row.id))) == (Shelf.LIVE, 3)
