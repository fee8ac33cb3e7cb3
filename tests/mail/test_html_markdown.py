"""HTML made Markdown: it says the same, looks the same where Markdown can, and does nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskbell.mail.html_markdown import markdown_of, pictures_of
from deskbell.rules.markdown.html import page
from deskbell.rules.markdown.reading import plain, read
from rules.hostile_markdown import ADDRESSES, ALL
from rules.test_markdown import Vetted

_WORD_LIST = """
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span>
</span><![endif]>One</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Deeper</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Two</p>
<p class=MsoNormal>After</p>
"""

CASES = [
    ("", ""),
    ("<p> </p>", ""),
    ("<h2>Re<b>set</b></h2><p>One\n two<br>three</p><p>four</p>", "## Re**set**\n\nOne two\\\nthree\n\nfour"),
    ("One<br><br>two", "One\n\ntwo"),
    ("<b>bold </b><i>it</i> <s>gone</s> <code>a`b</code>", "**bold** *it* ~~gone~~ ``a`b``"),
    ("<b>a</b><b>b</b>", "**ab**"),
    ("<b>a <i>b</i></b>", "**a *b***"),
    ("这是<b>“重点”</b>的", "这是“重点”的"),
    ("<b style='font-weight:normal'><p><span style='font-weight:700'>x</span> y</p></b>", "**x** y"),
    ("snake_case, 2 * 3, [x], # no", "snake_case, 2 \\* 3, \\[x\\], # no"),
    ("<p># no</p><p>1. no</p><p>- no</p><p>> no</p><p>---</p>", "\\# no\n\n1\\. no\n\n\\- no\n\n\\> no\n\n\\---"),
    ("<p>[!NOTE]</p>", "\\[!NOTE\\]"),
    ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
    ("<ol start=3><li><p>a</p></li><li><p>b</p></li></ol>", "3. a\n4. b"),
    ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c"),
    ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
    (_WORD_LIST, "- One\n  1. Deeper\n- Two\n\nAfter"),
    ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    ("<div class='markdown-alert markdown-alert-tip'><p class='markdown-alert-title'>Tip</p><p>a</p></div>", "> [!TIP]\n> a"),
    ("<pre><code class='language-sh'>ls  -l\n\tx\n</code></pre>", "```sh\nls  -l\n\tx\n```"),
    ("<pre>a<br>```</pre>", "````\na\n```\n````"),
    ("a<hr>b", "a\n\n---\n\nb"),
    ("<table><tr><th>a|b<th>c<tr><td>1<td>2<br>3</table>", "| a\\|b | c |\n| --- | --- |\n| 1 | 2 3 |"),
    ("<table><tr><td colspan=2>a<td>b<tr><td>1<td>2<td>3</table>", "| a |  | b |\n| --- | --- | --- |\n| 1 | 2 | 3 |"),
    ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", "| a | b |\n| --- | --- |\n|  | c |"),
    ("<table><tr><td><p>only</p><p>laid out</p></td></tr></table>", "only\n\nlaid out"),
    ("<a href='https://a.example/x?b=1&amp;c=2'>here</a>", "[here](https://a.example/x?b=1&c=2)"),
    ("<a href='https://a.example/x'>https://a.example/x</a>", "<https://a.example/x>"),
    ("<a href='https://a.example/(x)'> <b>here</b> </a>now", "[**here**](<https://a.example/(x)>) now"),
    ("<a href='article:12#so'>so</a>", "[so](article:12#so)"),
    ("<a href='https://a.example'><div>one</div><div>two</div></a>", "one\n\ntwo"),
    ("<img src='https://a.example/x.png' alt='A screen'>", "\\[A screen\\]"),
    ("<dl><dt>Term</dt><dd>What it is</dd></dl>", "**Term**\n\nWhat it is"),
    ("<script>x</script><style>p{}</style><!-- c -->a<button>b</button>", "a"),
    ("Wow!<a href='https://a.example'>x</a>", "Wow\\![x](https://a.example)"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "markdown"), CASES)
def test_what_html_is_as_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


def test_pictures_are_shown_where_somebody_has_them() -> None:
    html = "<p><img src='data:image/png;base64,AA==' alt='One [1]'><img src='b.png'><a href='next.html'>next</a><img src='b.png'></p>"
    assert pictures_of(html) == ("data:image/png;base64,AA==", "b.png")
    made = markdown_of(html, picture={"b.png": "picture:2"}.get, link_to={"next.html": "article:7"}.get)
    assert made == "\\[One \\[1\\]\\]![](picture:2)[next](article:7)![](picture:2)"


@pytest.mark.parametrize("body", [case[1] for case in CASES if "\\[A" not in case[1]])
def test_a_page_of_ours_comes_back_as_the_same_page(body: str) -> None:
    names = {"tip": "Tip"}
    html = page(read(body), (), names).html
    assert page(read(markdown_of(html)), (), names).html == html


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_that_does_harm_is_taken(address: str) -> None:
    for quote in ('"', "'"):
        html = f"<p><a href={quote}{address}{quote}>words</a> <img src={quote}{address}{quote} alt='picture'></p>"
        Vetted(page(read(markdown_of(html)), (1,)).html)


@pytest.mark.parametrize("hostile", ALL[:400])
def test_what_means_harm_is_read_as_words(hostile: str) -> None:
    Vetted(page(read(markdown_of(hostile)), (1,)).html)


@given(st.text(st.sampled_from("ab1 *_`~[]()<>&#;!|\\-+.=:>\"'é中。“\n"), max_size=30))
@example("a&#;")
def test_words_are_read_as_the_same_words(words: str) -> None:
    from html import escape

    said = plain(read(markdown_of(f"<p>{escape(words)}</p>")))
    assert said.split() == words.split()


_WORDS = st.text(st.sampled_from("ab *_`(.中。"), min_size=1, max_size=5)
_TAGS = st.sampled_from(
    [
        "b",
        "i",
        "s",
        "code",
        "a",
        "span",
        "p",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h3",
        "td",
        "tr",
        "table",
        "pre",
        "br",
        "div",
    ]
)


@given(
    st.recursive(
        _WORDS,
        lambda inside: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", _TAGS, st.lists(inside, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_nothing_that_is_said_is_lost(html: str) -> None:
    import re

    def letters(text: str) -> str:
        return "".join(re.findall(r"[a-z中]", text))

    from deskbell.mail.html_tree import tree

    assert letters(plain(read(markdown_of(html)))) == letters(tree(html).words())
