"""HTML: made harmless, told as text, and cut at the quoted mail by its structure."""

import re
import time

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbell.mail.html_tags import MOST_TABLES, unmarked
from deskbell.mail.html_text import render, text_of_html
from deskbell.mail.reply_text import read_html, visible_of_both
from deskbell.mail.sanitize import clean_link, sanitize, sanitize_marked
from deskbell.rules.remote_pictures import addresses, with_sources

HARMLESS = {
    '<a href="https://example.com/?a=1&amp;b=2">x</a>': '<a href="https://example.com/?a=1&amp;b=2">x</a>',
    '<a href="mailto:jane@example.com">x</a>': '<a href="mailto:jane@example.com">x</a>',
    '<a href="deskbell://ticket/1042">x</a>': '<a href="deskbell://ticket/1042">x</a>',
    '<a href="deskbell://ticket/1042?x">x</a>': "<a>x</a>",
    '<a href="deskbell://settings">x</a>': "<a>x</a>",
    '<img src="deskbell://ticket/1042">': "<img>",
    '<img src="mailto:a@b.example">': "<img>",
    '<a href="javascript:alert(1)">x</a>': "<a>x</a>",
    '<a href="JaVa\nscript:alert(1)">x</a>': "<a>x</a>",
    '<a href="//evil.example/x">x</a>': "<a>x</a>",
    '<a href="\\\\evil\\x">x</a>': "<a>x</a>",
    '<a href="file:///etc/passwd">x</a>': "<a>x</a>",
    '<a href="relative.html">x</a>': "<a>x</a>",
    '<a href="http:evil">x</a>': "<a>x</a>",
    '<a href="http:///evil">x</a>': "<a>x</a>",
    '<a href="data:text/html,x">x</a>': "<a>x</a>",
    '<img src="cid:a@b">': '<img src="cid:a@b">',
    '<img src="//evil/x">': "<img>",
    '<img src="\\\\evil\\x">': "<img>",
    '<img src="C:\\x.png">': "<img>",
    '<img src="file:///x">': "<img>",
    '<img src="data:image/png;base64,AAAA">': "<img>",
    '<img src="https://t.example/x.png?u=1&amp;v=2">': '<img data-remote="https://t.example/x.png?u=1&amp;v=2">',
    '<img srcset="https://t.example/x.png 2x" onerror="x()">': "<img>",
    '<table background="https://t.example/x"><tbody><tr><td>x</td></tr></tbody></table>': "<table><tbody><tr><td>x</td></tr></tbody></table>",
    '<p style="background:url(https://t.example)" class="a" id="b" onclick="x()">x</p>': "<p>x</p>",
    "<style>p{}</style><script>x()</script><title>t</title>x": "x",
    "<iframe src='https://e.example'>in</iframe><object data=x></object><svg><a xlink:href='x'>y</a></svg>x": "x",
    "<form action='https://e.example'><input value=1><button>b</button></form>": "b",
    '<link rel=stylesheet href="https://e.example"><meta http-equiv=refresh content="0;url=https://e.example"><base href="https://e.example">x': "x",
    "<section>a</section><section>b</section>": "<div>a</div><div>b</div>",
    '<span style="display:none">pre</span><div>x</div>': "<div>x</div>",
    '<div style="display:none">all there is</div>': "<div>all there is</div>",
    '<p class="MsoNormal">one</p><p class="MsoNormal">two</p>': "<div>one</div><div>two</div>",
    'text src="remote:x" data-remote="y"': 'text src="remote:x" data-remote="y"',
}  # fmt: skip


@pytest.mark.parametrize(("sent", "shown"), HARMLESS.items())
def test_html_is_made_harmless(sent: str, shown: str) -> None:
    assert sanitize(sent) == shown


def test_remote_pictures_are_kept_aside() -> None:
    html = sanitize(
        '<img src="https://a.example/1?x=1&amp;y=2" alt="one"><img src="cid:2"><img src="http://b.example/3">'
    )
    assert addresses(html) == ("https://a.example/1?x=1&y=2", "http://b.example/3")
    assert (
        with_sources(html)
        == '<img src="https://a.example/1?x=1&amp;y=2" alt="one"><img src="cid:2"><img src="http://b.example/3">'
    )


def test_a_picture_that_the_mail_itself_holds_is_no_remote_one() -> None:
    assert (
        sanitize('<img src="https://a.example/1.png">', {"https://a.example/1.png": "part1@x"})
        == '<img src="cid:part1@x">'
    )


@pytest.mark.parametrize("depth", [MOST_TABLES, MOST_TABLES + 1, 40, 3000])
def test_tables_nest_eight_deep_at_most_and_keep_their_words(depth: int) -> None:
    html = sanitize("<table><tr><td>" * depth + "word" + "</td></tr></table>" * depth)
    assert html.count("<table") == html.count("</table>") == min(depth, MOST_TABLES)
    assert "word" in html


@pytest.mark.parametrize(
    "html",
    ["<div>" * 20_000 + "word" + "</div>" * 20_000, "<b>" * 20_000 + "word", "<blockquote>" * 20_000 + "word",
     "<ul><li>" * 10_000 + "word", "<p><table>" * 10_000 + "word", "word" + "<" * 300_000, "word" + '<a href="' * 50_000,
     "<font size=1>" * 3_000 + "<p>word" * 3_000, "word<!--" + "<!--" * 100_000],
    ids=lambda html: html[:16],
)  # fmt: skip
def test_hostile_html_takes_linear_time(html: str) -> None:
    began = time.process_time()
    assert "word" in text_of_html(sanitize(html))
    assert time.process_time() - began < 4


@pytest.mark.parametrize("piece", ["<p>", "<p>word", "<b>word</b>", "<li>word", "<br>", "<!-->"])
def test_a_mail_of_a_million_tags_is_read_in_time(piece: str) -> None:
    html = piece * 1_000_000 + "<p>the last words</p>"
    began = time.process_time()
    marked = sanitize_marked(html)
    text = render(marked).text
    assert time.process_time() - began < 4
    assert text.split()[-3:] == ["the", "last", "words"]
    assert marked.count("<") <= 2 * 100_000 + 10


FRAGMENTS = st.sampled_from(
    ["<div>", "</div>", "<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<b>", "</b>", "<a href='https://x.example'>", "<a>", "</a>", "<ul>", "<li>",
     "</ul>", "<pre>", "</pre>", "\n", " ", "&nbsp;", "word", "&lt;b&gt;", "<img src='https://x.example/y'>", "<img src=cid:z>", "<br>", "<blockquote type=cite>",
     "</blockquote>", "<div class=gmail_quote>", "<span style='display:none'>", "</span>", "<p class=MsoNormal>", "<h1>", "<hr>", "<center>", "<section>", "<i>", "<!--", "-->",
     "<svg>", "<math>", "<style>", "</style>", "<title>", "\\\\evil", "\"", "'", ">", "<", "src=\"remote:", "<th>", "<caption>", "<dl>", "<dt>", "<tbody>"]
)  # fmt: skip
HTML = st.lists(FRAGMENTS, max_size=40).map("".join) | st.text(max_size=200)


@settings(max_examples=300)
@given(HTML)
def test_sanitising_twice_changes_nothing(html: str) -> None:
    once = sanitize(html)
    assert sanitize(once) == once


@settings(max_examples=300)
@given(HTML)
def test_nothing_dangerous_is_left(html: str) -> None:
    clean = sanitize(html)
    assert not re.search(r"<[^>]*\s(?:style|class|id|on\w+|srcset|background)=", clean)
    assert all(source.startswith("cid:") for source in re.findall(r'<[^>]* src="([^"]*)"', clean))
    assert all(clean_link(target) for target in re.findall(r'<[^>]* href="([^"]*)"', clean))
    # Nothing that a second, stricter cleaning would still take out.
    assert "<script" not in clean
    assert nh3.clean(clean, attributes={"*": set()}, tags=set()) == nh3.clean(html_without_tags(clean), tags=set())


def html_without_tags(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


@settings(max_examples=300)
@given(HTML)
def test_the_visible_html_is_the_beginning_of_the_html(html: str) -> None:
    marked = sanitize_marked(html)
    read = read_html(marked)
    assert all(line in read.text.split("\n") for line in read.visible.split("\n") if line)
    if read.html_visible:
        # A link that holds the quote too tells its target where it ends, which is earlier in the cut.
        shown, whole = (
            words.replace(" <https://x.example>", "").split("\n")
            for words in (text_of_html(read.html_visible), read.text)
        )
        assert shown == whole[: len(shown)] or not any(shown)


def test_text_of_html() -> None:
    html = sanitize(
        "<h1>Order</h1><p>Dear  Jane,<br>see <a href='https://example.com/o/1'>your order</a> at <a href='https://example.com'>example.com</a>.</p>"
        "<ul><li>one</li><li>two<ol start=3><li>deep</li></ol></li></ul><table><tr><th>Item</th><th>Price</th></tr><tr><td>Shoes</td><td>5&nbsp;€</td></tr></table>"
        "<blockquote>said<blockquote>before</blockquote></blockquote><pre>  keep\n   this</pre><hr>end <img src='cid:x' alt='Logo'>"
    )
    assert text_of_html(html) == (
        "Order\n\nDear Jane,\nsee your order <https://example.com/o/1> at example.com.\n\n- one\n- two\n  3. deep\n\nItem\tPrice\nShoes\t5 €\n\n"
        "> said\n>\n>> before\n\n  keep\n   this\n\n" + "-" * 40 + "\nend [Logo]"
    )


def test_each_line_knows_where_it_began() -> None:
    marked = sanitize_marked("<p>one</p><div>two<br>three</div>")
    rendered = render(marked)
    assert [
        marked[start:].startswith(line) for line, start in zip(rendered.lines, rendered.starts, strict=True) if line
    ] == [True] * 3


OWN = "Thank you, <b>all</b> fine.<br><br>Jane"
QUOTED = {
    "gmail": '<div dir="ltr">{own}</div><br><div class="gmail_quote"><div class="gmail_attr">Am Fr. schreef Ona:<br></div><blockquote class="gmail_quote" style="margin:0">Old</blockquote></div>',
    "gmail in an unknown language": '<div dir="ltr">{own}</div><br><div class="gmail_quote">Ona skribis<br><blockquote class="gmail_quote">Old</blockquote></div>',
    "outlook desktop": '<div class="WordSection1"><p class="MsoNormal">{own}</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>Von:</b> Ona &lt;o@desk.example&gt;<br><b>Gesendet:</b> Freitag, 3. Mai 2024 14:20<br><b>An:</b> Jane<br><b>Betreff:</b> AW: Paket</p></div><p class="MsoNormal">Old</p></div>',
    "outlook web": '<div>{own}</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Frá:</b> Ona<br><b>Sent:</b> x</div><div>Old</div>',
    "outlook phone": '<div>{own}</div><div class="ms-outlook-mobile-reference-message"><hr><b>From:</b> Ona<br>Old</div>',
    "apple": '<div>{own}</div><div><br><blockquote type="cite"><div>On 3 May 2024, at 14:20, Ona &lt;o@desk.example&gt; wrote:</div><br><div>Old</div></blockquote></div>',
    "thunderbird": '<p>{own}</p><div class="moz-cite-prefix">Am 03.05.24 um 14:20 schrieb Ona:<br></div><blockquote type="cite" cite="mid:x">Old</blockquote>',
    "yahoo": '<div><div>{own}</div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Friday, May 3, 2024, Ona wrote:</div><div>Old</div></div>',
    "qq": '<div>{own}</div><div><br></div><div style="font:Arial;background:#efefef">------------------ 原始邮件 ------------------</div><div><b>发件人:</b> Ona</div><div>Old</div>',
    "163": '<div>{own}</div><p>在 2024-05-03 14:20:05，"Ona" &lt;o@desk.example&gt; 写道：</p><blockquote id="isReplyContent">Old</blockquote>',
    "protonmail": '<div>{own}</div><div class="protonmail_quote">On Friday, Ona wrote:<br><blockquote class="protonmail_quote" type="cite">Old</blockquote></div>',
    "zimbra": '<div>{own}</div><hr id="zwchr" data-marker="__DIVIDER__"><div><b>From: </b>Ona</div>Old',
    "old hotmail": '<div>{own}</div><hr id="stopSpelling">From: o@desk.example<br>Old',
    "yandex": '<div>{own}</div><div> </div><div>03.05.2024, 14:20, "Ona" &lt;o@desk.example&gt;:</div><blockquote><p>Old</p></blockquote>',
    "plain lines": "<div>{own}</div><div>On 3 May 2024 14:20, Ona &lt;o@desk.example&gt; wrote:<br>&gt; Old</div>",
}  # fmt: skip


@pytest.mark.parametrize("html", QUOTED.values(), ids=QUOTED.keys())
def test_the_quote_is_cut_off(html: str) -> None:
    read = read_html(sanitize_marked(html.replace("{own}", OWN)))
    assert read.visible == "Thank you, all fine.\n\nJane"
    assert text_of_html(read.html_visible) == read.visible
    assert "Old" in read.text
    assert "dk-" not in read.html_visible


WHOLE = {
    "answers between": '<div class="gmail_quote"><div>On Friday Ona wrote:</div><blockquote class="gmail_quote">Size?</blockquote><div>Large.</div><blockquote class="gmail_quote">Colour?</blockquote><div>Blue.</div></div>',
    "indented words": '<div>My list:</div><blockquote style="margin:0 0 0 40px;border:none"><div>one</div><div>two</div></blockquote>',
    "below outlook": '<div id="divRplyFwdMsg"><b>From:</b> Ona<br></div><div>Size? Large!</div>',
    "forwarded": '<div class="gmail_quote">---------- Forwarded message ---------<br>From: Shop &lt;s@example.com&gt;<br>Your order</div>',
    "no quote": "<p>Hello</p><p>-- all of it</p>",
}  # fmt: skip


@pytest.mark.parametrize("html", WHOLE.values(), ids=WHOLE.keys())
def test_own_words_are_never_cut_off(html: str) -> None:
    read = read_html(sanitize_marked(html))
    assert read.visible == read.text
    assert read.html_visible == ""


def test_the_html_tells_where_the_plain_text_does_not() -> None:
    html = sanitize_marked(
        '<div>Fine,\nthank you</div><div class="gmail_quote">Ona skribis<blockquote class="gmail_quote">Old</blockquote></div>'
    )
    assert visible_of_both("Fine, thank\nyou\n\nOna skribis\nOld", html) == (
        "Fine, thank\nyou",
        "<div>Fine,\nthank you</div>",
    )
    assert visible_of_both("Other words\n\nOna skribis\nOld", html)[0] == "Other words\n\nOna skribis\nOld"


def test_marks_never_reach_the_window() -> None:
    assert "dk-" not in unmarked(sanitize_marked("".join(QUOTED.values())))
