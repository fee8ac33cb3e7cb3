"""A mail of ours in its layout comes back quoted: what the customer wrote is told apart, however their program quotes."""

import pytest

from deskbell.mail.html_text import text_of_html
from deskbell.mail.reply_text import read_html, visible_of_both, visible_text
from deskbell.mail.sanitize import sanitize_marked
from deskbell.model.mail_layout import Logo, MailLayout
from deskbell.rules.mail_layout import dressed
from deskbell.rules.placeholders import Facts
from deskbell.rules.quoting import Written, quote, with_signature

OWN = "Thank you, it works now.\nBut the invoice is still missing."
OWN_HTML = "<div>Thank you, it works now.</div><div>But the invoice is still missing.</div>"
LAYOUT = MailLayout(
    "<div><b>{{mailbox.name}}</b></div><div>We help you gladly</div>",
    "{{mailbox.name}}\nWe help you gladly",
    "<div>Amber, Vilnius · <a href='https://amber.example'>amber.example</a></div><div>Number #{{ticket.number}}</div>",
    "Amber, Vilnius · amber.example\nNumber #{{ticket.number}}",
    "#1f5fd6",
    Logo(b"picture", "image/png", 120, 40),
)
SIGNED = with_signature("Ona Desk\nAmber")
SENT = dressed(
    Written(f"Please restart it.{SIGNED.text}", f"<div>Please restart it.</div>{SIGNED.html}"),
    LAYOUT,
    Facts(number=42, mailbox="Amber Support"),
    quoted=quote("On Friday Jane wrote:", Written("It does not work.")),
)
OURS = ("Amber Support", "gladly", "Vilnius", "#42", "restart")

# How programs put what they answer below; {0} is the quoted HTML.
HTML = {
    "gmail": '<div dir="ltr">{own}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
    "On Fri, May 3, 2024 at 2:20 PM Ona Desk &lt;<a href='mailto:s@desk.example'>s@desk.example</a>&gt; wrote:<br></div>"
    '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{sent}</blockquote></div>',
    "thunderbird": '{own}<div class="moz-cite-prefix">On 03/05/2024 14:20, Ona Desk wrote:<br></div>'
    '<blockquote type="cite" cite="mid:1@desk.example">{sent}</blockquote>',
    "apple": "<div>{own}</div><br><div><blockquote type='cite'><div>On 3 May 2024, at 14:20, Ona Desk &lt;s@desk.example&gt; wrote:</div>"
    "<br><div>{sent}</div></blockquote></div>",
    "outlook": '<div class="WordSection1">{own}<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
    '<p class="MsoNormal"><b>From:</b> Ona Desk &lt;s@desk.example&gt;<br><b>Sent:</b> Friday, May 3, 2024 2:20 PM<br>'
    "<b>To:</b> Jane &lt;jane@example.com&gt;<br><b>Subject:</b> RE: Parcel</p></div>{sent}</div>",
    "outlook web": '<div>{own}</div><hr id="x_stopSpelling"><div id="divRplyFwdMsg"><b>From:</b> Ona Desk &lt;s@desk.example&gt;<br>'
    "<b>Sent:</b> Friday, May 3, 2024 2:20 PM<br><b>To:</b> Jane<br><b>Subject:</b> Re: Parcel</div><div>{sent}</div>",
}
TEXT = {
    "quoted": "On Fri, May 3, 2024 at 2:20 PM Ona Desk <s@desk.example> wrote:\n\n{quoted}",
    "below headers": "From: Ona Desk <s@desk.example>\nSent: Friday, May 3, 2024 2:20 PM\nTo: Jane <jane@example.com>\nSubject: RE: Parcel\n\n{sent}",
    "original message": "-----Original Message-----\nFrom: Ona Desk\nSent: Friday, May 3, 2024 2:20 PM\nTo: Jane\nSubject: RE: Parcel\n\n{sent}",
}


def below_own(way: str) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in SENT.text.split("\n"))
    return f"{OWN}\n\n{TEXT[way].format(quoted=quoted, sent=SENT.text)}"


@pytest.mark.parametrize("way", TEXT)
def test_below_a_plain_answer(way: str) -> None:
    assert visible_text(below_own(way)) == OWN


@pytest.mark.parametrize("program", HTML)
def test_below_an_answer_in_html(program: str) -> None:
    read = read_html(sanitize_marked(HTML[program].format(own=OWN_HTML, sent=SENT.html)))
    assert read.visible == OWN
    assert text_of_html(read.html_visible) == OWN
    assert all(words in read.text for words in OURS)


@pytest.mark.parametrize("program", HTML)
@pytest.mark.parametrize("way", TEXT)
def test_below_an_answer_in_both(program: str, way: str) -> None:
    marked = sanitize_marked(HTML[program].format(own=OWN_HTML, sent=SENT.html))
    visible, html = visible_of_both(below_own(way), marked)
    assert visible == OWN
    assert text_of_html(html) == OWN


@pytest.mark.parametrize("renamed", ["deskbell-", "x_deskbell-", "x_x_deskbell-"])
def test_header_and_footer_are_known_where_the_program_marks_no_quote(renamed: str) -> None:
    """Some only put the cursor above, and leave what stands below as it was."""
    sent = dressed(
        Written("Please restart it.", "<div>Please restart it.</div>"), LAYOUT, Facts(mailbox="Amber Support")
    )
    html = sent.html.replace('class="deskbell-', f'class="{renamed}')
    read = read_html(sanitize_marked(f"{OWN_HTML}<br>{html}"))
    assert read.visible == OWN


def test_a_mail_of_another_such_desk_shows_what_was_written() -> None:
    sent = dressed(
        Written("Please restart it.", "<div>Please restart it.</div>"), LAYOUT, Facts(mailbox="Amber Support")
    )
    visible, _ = visible_of_both(sent.text, sanitize_marked(sent.html))
    assert "Please restart it." in visible
    assert "Please restart it." in read_html(sanitize_marked(sent.html)).visible


def test_an_answer_below_ours_is_not_lost() -> None:
    sent = dressed(
        Written("Please restart it.", "<div>Please restart it.</div>"), LAYOUT, Facts(mailbox="Amber Support")
    )
    assert "invoice is still missing" in read_html(sanitize_marked(f"{sent.html}{OWN_HTML}")).visible
