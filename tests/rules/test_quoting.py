"""What stands below an answer."""

import pytest

from deskbell.rules.quoting import (
    Written,
    below,
    forward,
    forward_subject,
    own_html,
    paragraphs,
    quote,
    reply_subject,
    with_signature,
    without_pictures,
    without_remote_pictures,
    without_signature,
)


@pytest.mark.parametrize(
    ("subject", "reply"),
    [
        ("Printer offline", "Re: Printer offline"),
        ("Re: Printer offline", "Re: Printer offline"),
        ("RE[2]: Printer offline", "RE[2]: Printer offline"),
        ("AW: Drucker", "AW: Drucker"),
        ("回复\uff1a退款", "回复\uff1a退款"),
        ("Refund: when?", "Re: Refund: when?"),
        ("  Retour ", "Re: Retour"),
        ("", "Re: "),
    ],
)
def test_a_reply_is_marked_once(subject: str, reply: str) -> None:
    assert reply_subject(subject) == reply


@pytest.mark.parametrize(
    ("subject", "forwarded"),
    [
        ("Invoice", "Fwd: Invoice"),
        ("FW: Invoice", "FW: Invoice"),
        ("转发: 发票", "转发: 发票"),
        ("Re: Invoice", "Fwd: Re: Invoice"),
    ],
)
def test_a_forwarded_mail_is_marked_once(subject: str, forwarded: str) -> None:
    assert forward_subject(subject) == forwarded


def test_quoted_lines_carry_their_depth() -> None:
    written = quote("Ona wrote:", Written("first\n\n> second\n>> third\n"))
    assert written.text == "Ona wrote:\n> first\n>\n>> second\n>>> third"


def test_what_a_sender_wrote_is_not_markup() -> None:
    written = quote("<b>Ona</b> wrote:", Written("<script>1</script> & more"))
    assert "&lt;script&gt;1&lt;/script&gt; &amp; more" in written.html
    assert "&lt;b&gt;Ona&lt;/b&gt;" in written.html


def test_a_quoted_html_loses_its_pictures_and_keeps_the_rest() -> None:
    html = '<p>see <img src="cid:a" width="3"><img data-remote="https://t.example/x.png"> <b>here</b></p>'
    assert without_remote_pictures(html) == '<p>see <img src="cid:a" width="3"> <b>here</b></p>'
    written = quote("Ona wrote:", Written("x", without_pictures(html)))
    assert "<img" not in written.html
    assert "<b>here</b>" in written.html


def test_a_forwarded_mail_keeps_headers_pictures_and_text() -> None:
    written = forward(
        "Forwarded", (("From", "Ona <ona@example.lt>"),), Written("hello", '<p>hello <img src="cid:a"></p>')
    )
    assert written.text == "Forwarded\nFrom: Ona <ona@example.lt>\n\nhello"
    assert "Ona &lt;ona@example.lt&gt;" in written.html
    assert '<img src="cid:a">' in written.html


def test_an_answer_without_html_gets_one_beside_a_quoted_html() -> None:
    written = below(Written("a <b>"), Written("> q", "<blockquote>q</blockquote>"))
    assert written.text == "a <b>\n\n> q"
    assert written.html == "<div>a &lt;b&gt;</div><br><blockquote>q</blockquote>"


def test_paragraphs_keep_empty_lines_and_spaces() -> None:
    assert paragraphs("a\n\n  b") == "<div>a</div><div><br></div><div>&nbsp; b</div>"


@pytest.mark.parametrize(
    ("text", "own"),
    [("hello\n-- \nOna", "hello"), ("hello\n--\nOna", "hello"), ("a -- b\n---\nc", "a -- b\n---\nc"), ("", "")],
)
def test_a_signature_is_cut_at_its_line(text: str, own: str) -> None:
    assert without_signature(text) == own


def test_a_signature_stands_below_its_line() -> None:
    signed = with_signature("Ona\n<Example>\n")
    assert signed.text == "\n\n-- \nOna\n<Example>"
    assert signed.html.endswith("<div>--&nbsp;</div><div>Ona</div><div>&lt;Example&gt;</div>")
    assert with_signature(" \n") == Written("")


@pytest.mark.parametrize(
    "tail", [quote("Ona wrote:", Written("> a", "<p>a</p>")), forward("Forwarded", (("From", "Ona"),), Written("a"))]
)
def test_our_own_part_is_found_again(tail: Written) -> None:
    assert own_html(below(Written("mine", "<p>mine</p>"), tail).html) == "<p>mine</p>"
    assert own_html("<p>no tail</p><br>") == "<p>no tail</p><br>"
