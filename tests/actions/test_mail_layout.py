"""The layout of a mailbox's mails: kept, refused, put around what goes out, and not taken for what anybody wrote."""

import email
from email import policy
from email.message import EmailMessage

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from actions.conftest import SmallDesk, mail
from actions.test_reply import LI, frozen, number, send
from deskbell.actions.dispatch import perform
from deskbell.actions.send_reply import composed_ahead
from deskbell.model.commands import SendReply, UndoSend
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.model.mail_layout import LARGEST_LOGO, Logo, MailLayout, SaveLayout
from deskbell.store import blobs
from deskbell.store.integrity import problems
from deskbell.store.queries import drafts
from deskbell.store.queries.mail_layouts import layouts
from deskbell.store.tables import attachment, mailbox, outbox

__all__ = ["number"]

LOGO = Logo(b"\x89PNG picture", "image/png", 120, 40)
LAYOUT = MailLayout(
    "<div><b>{{mailbox.name}}</b> for {{customer.first_name}}</div>",
    "{{mailbox.name}} for {{customer.first_name}}",
    "<div>#{{ticket.number}} · {{agent.name|a machine}}</div>",
    "#{{ticket.number}} · {{agent.name|a machine}}",
    "#1f5fd6",
    LOGO,
)


def dress(small: SmallDesk, layout: MailLayout = LAYOUT, version: int = 0) -> None:
    perform(small.desk, SaveLayout(agent_id=small.ona, mailbox_id=small.support, layout=layout, version=version))


def bodies(sent: EmailMessage) -> tuple[str, str]:
    return tuple(sent.get_body((kind,)).get_content().replace("\r\n", "\n").strip() for kind in ("plain", "html"))  # type: ignore[return-value]


def test_it_is_kept(small: SmallDesk) -> None:
    dress(small)
    kept = small.desk.read(layouts)[small.support]
    assert (kept.layout, kept.version) == (LAYOUT, 1)
    dress(small, MailLayout(accent=" #1F5FD6 "), 1)
    kept = small.desk.read(layouts)[small.support]
    assert (kept.layout, kept.version) == (MailLayout(accent="#1f5fd6"), 2)
    assert small.desk.read(layouts, [small.billing]) == {}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"accent": "red"}, "layout.accent"),
        ({"accent": "#1f5fd6;background:url(//evil)"}, "layout.accent"),
        ({"logo": replace(LOGO, content=b"x" * (LARGEST_LOGO + 1))}, "layout.logo"),
        ({"logo": replace(LOGO, content_type="image/svg+xml")}, "layout.logo"),
        ({"logo": replace(LOGO, width=0)}, "layout.logo"),
        ({"logo": replace(LOGO, height=6000)}, "layout.logo"),
    ],
)
def test_what_is_no_layout_is_refused(small: SmallDesk, change: dict[str, object], code: str) -> None:
    with pytest.raises(Mistake) as refused:
        dress(small, replace(LAYOUT, **change))
    assert refused.value.code == code
    assert small.desk.read(layouts) == {}


def test_a_mailbox_that_is_not_there_has_none(small: SmallDesk) -> None:
    with pytest.raises(Mistake) as refused:
        perform(small.desk, SaveLayout(agent_id=small.ona, mailbox_id=999, layout=LAYOUT))
    assert refused.value.code == "mailbox.gone"


def test_who_saves_second_hears_of_it_and_changes_nothing(small: SmallDesk) -> None:
    dress(small)
    for version, layout in ((0, MailLayout(accent="#000000")), (7, MailLayout(accent="#000000"))):
        with pytest.raises(Conflict) as refused:
            dress(small, layout, version)
        assert refused.value.code == "layout.changed"
    assert small.desk.read(layouts)[small.support].layout == LAYOUT


def test_what_the_editor_made_is_made_harmless(small: SmallDesk) -> None:
    evil = '<div onclick="x()">Hi<script>alert(1)</script><img src="https://evil.example/x.png"></div>'
    dress(small, MailLayout(header_html=evil, header_text="Hi", footer_html="<p>gone</p>", footer_text=" "))
    layout = small.desk.read(layouts)[small.support].layout
    assert "script" not in layout.header_html
    assert "onclick" not in layout.header_html
    assert " src=" not in layout.header_html
    assert (layout.footer_html, layout.footer_text) == ("", "")


def test_an_answer_leaves_in_it(small: SmallDesk, number: int) -> None:
    dress(small)
    message_id = send(small, number, html="<div>Please <b>restart</b> it.</div>", quoted="> It does not work.")
    _, sent = frozen(small, message_id)
    text, html = bodies(sent)
    assert text == f"Support for Li\n\nPlease restart it.\n\n#{number} · Ona\n\n> It does not work."
    assert f"#{number} · Ona" in html
    (picture,) = [part for part in sent.walk() if part.get_content_maintype() == "image"]
    assert picture.get_content() == LOGO.content
    assert f"cid:{picture['Content-ID'].strip('<>')}" in html


def test_what_was_written_is_shown_and_found_apart_from_it(small: SmallDesk, number: int) -> None:
    dress(small)
    send(small, number, html="<div>Please <b>restart</b> it.</div>")
    shown = small.ticket(number).messages[-1]
    assert (shown.visible, shown.html_visible) == ("Please restart it.", "<div>Please <b>restart</b> it.</div>")
    assert shown.text.startswith("Support for Li")
    assert "<img" not in shown.html
    assert shown.attachments == ()
    assert small.ticket(number).row.attachments == 0
    assert small.desk.read(problems) == []


def test_files_go_along_besides_the_logo(small: SmallDesk, number: int) -> None:
    dress(small)
    file = OutboundAttachment("a.txt", "text/plain", b"hello")
    message_id = send(small, number, attachments=(file,))
    _, sent = frozen(small, message_id)
    assert [part.get_filename() for part in sent.iter_attachments()] == ["a.txt"]
    assert [one.name for one in small.ticket(number).messages[-1].attachments] == ["a.txt"]
    assert small.ticket(number).row.attachments == 1


def test_a_plain_answer_stays_plain(small: SmallDesk, number: int) -> None:
    dress(small)
    _, sent = frozen(small, send(small, number, text="1 < 2"))
    assert not sent.is_multipart()
    assert sent.get_content().replace("\r\n", "\n").strip() == f"Support for Li\n\n1 < 2\n\n#{number} · Ona"
    assert small.ticket(number).messages[-1].html == ""


def test_an_answer_that_is_taken_back_is_the_text_it_was(small: SmallDesk, number: int) -> None:
    dress(small)
    message_id = send(small, number, text="1 < 2", html="<div>1 &lt; 2</div>")
    perform(small.desk, UndoSend(agent_id=small.ona, message_id=message_id))
    (draft,) = small.desk.read(drafts.of_ticket, small.ona, number)
    assert (draft.text, draft.html) == ("1 < 2", "<div>1 &lt; 2</div>")
    with small.desk.reading() as session:
        assert session.connection.execute(select(func.count()).select_from(attachment)).scalar() == 0
    assert small.desk.read(problems) == []


def test_a_new_ticket_leaves_in_it_with_its_number(small: SmallDesk) -> None:
    dress(small)
    html = "<div>Where to?</div>"
    _, sent = frozen(small, send(small, 0, kind=ReplyKind.NEW, subject="Your order", to=(LI,), html=html))
    text, _ = bodies(sent)
    assert text.startswith("Support for Li")
    assert text.endswith(" · Ona")
    assert "#{{" not in text
    assert "#0" not in text


def test_another_mailbox_sends_as_before(small: SmallDesk, number: int) -> None:
    dress(small)
    _, sent = frozen(small, send(small, number, mailbox_id=small.billing))
    assert sent.get_content().strip() == "Please restart it."


def test_a_mail_composed_ahead_is_the_same_and_follows_a_change(small: SmallDesk, number: int) -> None:
    dress(small)
    file = OutboundAttachment("a.txt", "text/plain", b"hello")
    command = SendReply(
        agent_id=small.ona,
        ticket_id=number,
        kind=ReplyKind.REPLY,
        mailbox_id=small.support,
        to=(LI,),
        text="Please restart it.",
        html="<div>Please restart it.</div>",
        attachments=(file,),
    )
    ahead = composed_ahead(small.desk, command)
    dress(small, MailLayout(footer_text="Vilnius", footer_html="<div>Vilnius</div>"), 1)
    message_id = small.desk.transact(lambda session: ahead(session, command))
    assert bodies(frozen(small, message_id)[1])[0] == "Please restart it.\n\nVilnius"


def test_the_answer_that_goes_out_by_itself_leaves_in_it(small: SmallDesk) -> None:
    dress(small)
    with small.desk.writing() as session:
        session.connection.execute(
            mailbox.update().values(acknowledge=True, acknowledgement="We have it as #{number}.")
        )
    (placed,) = small.arrive(mail("9@mail.example"))
    with small.desk.reading() as session:
        (row,) = session.connection.execute(select(outbox)).all()
        sent = email.message_from_bytes(blobs.read(session, row.blob_id), policy=policy.default)
    text, html = bodies(sent)
    said = f"We have it as #{placed.ticket_id}."
    assert text == f"Support for Li\n\n{said}\n\n#{placed.ticket_id} · a machine"
    assert f"<div>{said}</div>" in html
    shown = small.ticket(placed.ticket_id).messages[-1]
    assert (shown.visible, shown.html_visible, "<img" in shown.html) == (said, f"<div>{said}</div>", False)
    assert small.desk.read(problems) == []
