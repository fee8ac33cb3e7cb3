"""Markdown read and made HTML: what it means, and that it can do nothing but be read."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskbell.rules.markdown.html import Page, page
from deskbell.rules.markdown.reading import harmless, linked_articles, outline, pictures, plain, read, target
from rules.hostile_markdown import ADDRESSES, ALL, HEAVY

_TAGS = {
    *("p", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "td", "th", "hr", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("em", "strong", "s", "a", "br", "code", "pre", "img"),
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
    "table": {"class", "border", "cellspacing", "cellpadding", "width"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
_VOID = {"br", "hr", "img"}


class Vetted(HTMLParser):
    """Reads a page as a browser would, and stops at whatever a page of ours does not have."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS
        for name, value in attrs:
            assert name in _ATTRIBUTES.get(tag, set()), (tag, name)
            assert value is not None
            assert name != "href" or harmless(value)
            assert name != "src" or value == "cid:1"
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def shown(body: str) -> Page:
    return page(read(body), {1}, {"warning": "Warning"})


def html(body: str) -> str:
    return shown(body).html.replace("\n", "")


@pytest.mark.parametrize("body", ALL)
def test_whatever_is_written_it_can_only_be_read(body: str) -> None:
    Vetted(shown(body).html)


@pytest.mark.parametrize("body", HEAVY, ids=range(len(HEAVY)))
def test_what_is_made_to_take_long_is_read_all_the_same(body: str) -> None:
    tokens = read(body)
    Vetted(page(tokens, {1}).html)
    plain(tokens)


_PIECES = st.sampled_from(
    [*ADDRESSES, "<", ">", '"', "'", "&", "[", "]", "(", ")", "!", "`", "```", "\n", "\n\n", "> ", "- ", "1. ", "# ", "|", "---", "*", "_", "~~", "\\", "&lt;"]
)  # fmt: skip


@given(st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=30).map("".join))
@example("> [!NOTE]\n> - > [!TIP]\n>   x")
@example("[x](#\u202e\x7f)")
def test_no_text_makes_anything_but_what_is_named_here(body: str) -> None:
    tokens = read(body)
    made = page(tokens, {1})
    Vetted(made.html)
    assert made.html.count("<table") == len(made.tables)
    assert [heading.anchor for heading in made.headings] == list(dict.fromkeys(one.anchor for one in made.headings))
    assert read(body) == tokens
    plain(tokens)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://docs.example/a?b=c#d", True),
        ("http://localhost:8080/", True),
        ("https://例え.example/道", True),
        ("mailto:li@example.org", True),
        ("tel:+370 612 34567", True),
        ("article:12", True),
        ("article:12#first-steps", True),
        ("attachment:3", True),
        ("#first-steps", True),
        ("", False),
        ("article:", False),
        ("article:12/x", False),
        ("https://user@evil.example/", False),
        ("https://good.example:pw@evil.example/", False),
        ("https://", False),
        ("//evil.example", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("mailto:x y", False),
        ("https://good.example/\n", False),
    ],
)
def test_which_addresses_are_harmless(address: str, good: bool) -> None:
    assert harmless(address) is good


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("Some *em* **strong** ~~gone~~ `co<de`", "<p>Some <em>em</em> <strong>strong</strong> <s>gone</s> <code>co&lt;de</code></p>"),
        ("one  \ntwo", "<p>one<br>two</p>"),
        ("# A & B", '<h1 id="a-b">A &amp; B</h1>'),
        ("- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("[x](article:12#y)", '<p><a href="article:12#y">x</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("![Way](picture:1)", '<p><img src="cid:1" alt="Way"></p>'),
        ("![Way](picture:2)", "<p>[Way]</p>"),
        ("![Way](https://evil.example/a.png)", "<p>[Way]</p>"),
        ("---", "<hr>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
    ],
)  # fmt: skip
def test_what_a_text_means(body: str, made: str) -> None:
    assert html(body) == made


def test_a_table_says_how_its_columns_stand() -> None:
    made = shown("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<th align="right">b</th>' in made.html
    assert made.tables == ("",)


def test_a_call_out_is_a_box_with_its_name() -> None:
    made = shown("> [!WARNING]\n> Mind **this**.\n\n```sh\nls\n```\n\n> [!NOPE]\n> x\n\n> > [!NOTE]\n> > within")
    assert made.tables == ("warning", "code")
    assert "<p><strong>Warning</strong></p>\n<p>Mind <strong>this</strong>.</p>" in made.html
    assert "[!NOPE]" in made.html
    assert "[!NOTE]" in made.html


def test_headings_have_anchors_of_their_own() -> None:
    there = outline(read("# First *steps*\n\nx\n\n## First steps\n\n### 退款\n\n# !!!"))
    assert [(one.level, one.text, one.anchor) for one in there] == [
        (1, "First steps", "first-steps"),
        (2, "First steps", "first-steps-2"),
        (3, "退款", "退款"),
        (1, "!!!", "section"),
    ]


def test_what_it_links_to_shows_and_says() -> None:
    body = "# T\n\n[a](article:1) [b](article:2#x) `[c](article:3)` ![p](picture:4)\n\n    [d](article:5)\n\n| a |\n|---|\n| b |"
    tokens = read(body)
    assert linked_articles(tokens) == {1, 2}
    assert pictures(tokens) == {4}
    assert plain(tokens) == "T\na b [c](article:3) p\n[d](article:5)\na\nb"
    assert target("article:12#a b") is not None
    assert target("article:x") is None
