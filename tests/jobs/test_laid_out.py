"""A mail in its mailbox's layout on the whole road: out by a real SMTP server, filed in Sent, and back as it is quoted."""

import email
from email import policy
from email.message import EmailMessage

import pytest

from deskbell.actions.dispatch import perform
from deskbell.model.mail_layout import Logo, MailLayout, SaveLayout
from deskbell.store.integrity import problems
from jobs.conftest import MailDesk
from jobs.test_the_road import customer_mail

pytestmark = pytest.mark.servers

LAYOUT = MailLayout(
    "<div><b>{{mailbox.name}}</b> für {{customer.name}}</div>",
    "{{mailbox.name}} für {{customer.name}}",
    '<div>#{{ticket.number}} · <a href="https://desk.example">desk.example</a></div>',
    "#{{ticket.number}} · desk.example",
    "#1f5fd6",
    Logo(bytes(range(256)) * 40, "image/png", 120, 40),
)


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=policy.default)


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n").strip()


def test_it_goes_out_and_what_comes_back_is_the_customers_words(mail_desk: MailDesk) -> None:
    layout = SaveLayout(agent_id=None, mailbox_id=mail_desk.mailbox, layout=LAYOUT)
    perform(mail_desk.desk, layout)
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@mail.example", "It does not work."))
    mail_desk.fetch()
    (row,) = mail_desk.tickets()
    mail_desk.reply(row.id, "Please restart it.", html="<div>Please <b>restart</b> it.</div>")
    assert mail_desk.send() == 1
    (received,) = mail_desk.smtp.wait(1)
    sent = read(received.content)
    text, html = body(sent, "plain"), body(sent, "html")
    assert text == f"{mail_desk.box().name} für Li Na\n\nPlease restart it.\n\n#{row.id} · desk.example"
    assert "border-bottom:2px solid #1f5fd6" in html
    (picture,) = (part for part in sent.walk() if part.get_content_maintype() == "image")
    assert LAYOUT.logo is not None
    assert picture.get_content() == LAYOUT.logo.content
    assert f"cid:{picture['Content-ID'].strip('<>')}" in html
    (copy,) = mail_desk.dovecot.messages(mail_desk.user, "Sent")
    assert body(read(copy), "html") == html

    quoted = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    answer = f"It works, thank you.\n\nOn Mon, Mar 2, 2026 at 9:10 AM Support <support@desk.example> wrote:\n\n{quoted}"
    back = customer_mail("2@mail.example", answer, f"In-Reply-To: {sent['Message-ID']}")
    mail_desk.dovecot.append(mail_desk.user, back)
    mail_desk.fetch()
    (row,) = mail_desk.tickets()
    ours, theirs = mail_desk.messages(row.id)[1:]
    assert (ours.visible, ours.attachments, row.attachments) == ("Please restart it.", (), 0)
    assert theirs.visible == "It works, thank you."
    assert mail_desk.desk.read(problems) == []
