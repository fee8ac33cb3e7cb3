"""What an address alone tells about its mailbox."""

import pytest

from deskbell.mail.autoconfig import suggest
from deskbell.model.kinds import Security
from deskbell.ui.settings.mailbox_draft import MailboxDraft, ServerDraft
from deskbell.ui.settings.mailbox_suggested import name_of, suggested


@pytest.mark.parametrize(
    ("address", "incoming", "outgoing"),
    [
        ("help@gmail.com", ("imap.gmail.com", 993, Security.TLS, ""), ("smtp.gmail.com", 465, Security.TLS, "")),
        (
            "Help@iCloud.com",
            ("imap.mail.me.com", 993, Security.TLS, "Help"),
            ("smtp.mail.me.com", 587, Security.STARTTLS, ""),
        ),
        ("a@shop.example", ("imap.shop.example", 993, Security.TLS, ""), ("smtp.shop.example", 465, Security.TLS, "")),
    ],
)
def test_servers_are_filled_in(address: str, incoming: tuple[object, ...], outgoing: tuple[object, ...]) -> None:
    draft = MailboxDraft(address=address, incoming=ServerDraft(password="typed"))
    made = suggested(draft, suggest(address))
    assert (made.incoming.host, made.incoming.port, made.incoming.security, made.incoming.user) == incoming
    assert (made.outgoing.host, made.outgoing.port, made.outgoing.security, made.outgoing.user) == outgoing
    assert made.incoming.password == "typed"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("support@example.com", "Support"),
        ("help.desk@example.com", "Help Desk"),
        ("IT-service@example.com", "IT Service"),
        ("客服@example.cn", "客服"),
        ("@example.com", ""),
    ],
)
def test_a_name_is_proposed(address: str, name: str) -> None:
    assert name_of(address) == name
