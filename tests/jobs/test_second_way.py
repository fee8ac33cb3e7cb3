"""The same mail on two ways is one ticket that names both; the same Message-ID on two mails is two messages."""

from collections.abc import Callable

import pytest

from deskbell.model.kinds import Deed
from deskbell.store.queries import events, ticket
from jobs.conftest import MailDesk
from jobs.test_the_road import customer_mail

pytestmark = pytest.mark.servers

LIST = "List-Id: Shop support <support.lists.example>"


def told(desk: MailDesk, number: int) -> list[tuple[Deed, str]]:
    return [(event.kind, event.after) for event in desk.desk.read(events.of_ticket, number)]


def test_one_mail_to_two_of_our_addresses(mail_desk: MailDesk, mail_user: str) -> None:
    billing = mail_desk.second(f"{mail_user}b")
    sent = customer_mail("1@mail.example", "It does not print.")
    mail_desk.dovecot.append(mail_desk.user, b"Received: by one\r\nDelivered-To: support@desk.example\r\n" + sent)
    mail_desk.dovecot.append(billing.user, b"Received: by other\r\nX-Spam: no\r\n" + sent)
    mail_desk.fetch()
    billing.fetch()
    (row,) = mail_desk.tickets()
    assert len(mail_desk.messages(row.id)) == 1
    assert told(mail_desk, row.id) == [(Deed.ALSO_CAME, "Billing")]
    # Once more through the same mailbox, as after a change of UIDs with other bytes: nothing new to say.
    mail_desk.dovecot.append(billing.user, b"Received: by a third\r\n" + sent)
    billing.fetch()
    assert len(told(mail_desk, row.id)) == 1


def test_one_mail_to_two_of_our_addresses_in_one_batch(mail_desk: MailDesk, mail_user: str) -> None:
    from deskbell.jobs.fetch_mail import MailboxFetcher
    from deskbell.jobs.read_mail import MailReader

    billing = mail_desk.second(f"{mail_user}b")
    for desk in (mail_desk, billing):
        sent = customer_mail("1@mail.example", "It does not print.", f"X-For: {desk.mailbox}")
        desk.dovecot.append(desk.user, sent)
        fetcher = MailboxFetcher(desk.office, desk.mailbox)
        fetcher.run(wait=False)
        fetcher.close()
    MailReader(mail_desk.office).run()
    (row,) = mail_desk.tickets()
    assert told(mail_desk, row.id) == [(Deed.ALSO_CAME, "Billing")]


def test_a_mail_that_also_comes_through_a_list(mail_desk: MailDesk) -> None:
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@mail.example", "It does not print."))
    footer = "It does not print.\n_______________________________________________\nShop support list\n"
    listed = customer_mail("1@mail.example", footer, LIST, subject="[shop] Printer offline")
    mail_desk.dovecot.append(mail_desk.user, listed, b"X-Again: yes\r\n" + listed)
    mail_desk.fetch()
    (row,) = mail_desk.tickets()
    assert len(mail_desk.messages(row.id)) == 1
    assert told(mail_desk, row.id) == [(Deed.ALSO_LISTED, "Shop support")]


@pytest.mark.parametrize(
    "other",
    [
        lambda: customer_mail("1@mail.example", "The disk is full again."),
        lambda: customer_mail("1@mail.example", "Disk full", subject="Printer on fire"),
        lambda: customer_mail("1@mail.example", "Disk full").replace(b"Date: Mon, 02", b"Date: Tue, 03"),
        lambda: customer_mail("1@mail.example", "Disk full").replace(b"li.na@", b"kim@"),
    ],
)
def test_a_message_id_that_is_used_again(mail_desk: MailDesk, other: Callable[[], bytes]) -> None:
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@mail.example", "Disk full"))
    mail_desk.fetch()
    mail_desk.dovecot.append(mail_desk.user, other())
    mail_desk.fetch()
    found = [message for row in mail_desk.tickets() for message in mail_desk.messages(row.id)]
    assert len(found) == 2


def test_the_detail_of_a_ticket_tells_it(mail_desk: MailDesk, mail_user: str) -> None:
    billing = mail_desk.second(f"{mail_user}b")
    for desk in (mail_desk, billing):
        desk.dovecot.append(desk.user, customer_mail("1@mail.example", "One", f"X-For: {desk.mailbox}"))
        desk.fetch()
    (row,) = mail_desk.tickets()
    detail = mail_desk.desk.read(ticket.detail, row.id, newest=10)
    assert detail is not None
    assert [event.kind for event in detail.events] == [Deed.ALSO_CAME]
