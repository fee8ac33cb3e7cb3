"""Word files made Markdown: text, lists, tables and pictures, and what is said of the rest."""

import pytest

from deskbell.mail.documents.document import Document
from deskbell.mail.documents.docx import read_docx
from mail.documents.word import docx, drawing, header, notes, p, png, r


def read(content: bytes) -> Document:
    return read_docx("a b.docx", content, lambda path, _: path in ("other.docx", "beside.png"))


def cell(inside: str, says: str = "") -> str:
    return f"<w:tc><w:tcPr>{says}</w:tcPr>{inside}</w:tc>"


def field(instruction: str, shows: str) -> str:
    def sign(kind: str) -> str:
        return r(f'<w:fldChar w:fldCharType="{kind}"/>')

    return sign("begin") + r(f"<w:instrText>{instruction}</w:instrText>") + sign("separate") + shows + sign("end")


WIDE, HIGH = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
MERGED = (
    f"<w:tbl><w:tr>{cell(p('a'), WIDE)}</w:tr><w:tr>{cell(p('b'), HIGH)}{cell(p('c'))}</w:tr>"
    f"<w:tr>{cell(p('b'), '<w:vMerge/>')}{cell(p('d'))}</w:tr></w:tbl>"
)
CASES = [
    (p(""), ""),
    (p("Give a refund", "Title") + p("Ask."), "# Give a refund\n\nAsk."),
    (p("One", "H1") + p("Two", "H2") + p("Deeper", "Mine") + p("x", "Loop"), "# One\n\n## Two\n\n## Deeper\n\nx"),
    (p(r("bold", "<w:b/>") + r(" and ") + r("not", '<w:b w:val="0"/>')), "**bold** and not"),
    (p(r("it", "<w:i/>") + r(", ") + r("gone", "<w:strike/>") + r(", ") + r("strong", '<w:rStyle w:val="Strong"/>')), "*it*, ~~gone~~, **strong**"),
    (p(r("ls", '<w:rFonts w:ascii="Courier New"/>') + r(" lists")), "`ls` lists"),
    (p(r("seen") + r("hidden", "<w:vanish/>")), "seen"),
    (p(r("<w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/>")), "a\\\nb c\u2011"),
    (p(r('<w:sym w:font="Wingdings" w:char="F0FC"/>') + r(" done")), "✓ done"),
    (p("a", listed=(1, 0)) + p("b", listed=(1, 1)) + p("c", listed=(1, 0)) + p("After"), "- a\n  - b\n- c\n\nAfter"),
    (p("a", "Bullets") + p("b", "Bullets"), "- a\n- b"),
    (
        p("a", listed=(2, 0)) + p("A picture between") + p("b", listed=(2, 0)) + p("b1", listed=(2, 1)) + p("again", listed=(3, 0)),
        "1. a\n\nA picture between\n\n2. b\n   1. b1\n\n1) again",
    ),
    (p("a", "Quote") + p("b", "Quote"), "> a\n>\n> b"),
    (p("ls  -l", "Code") + p("", "Code") + p("x &lt; y", "Code") + p("After"), "```\nls  -l\n\nx < y\n```\n\nAfter"),
    (
        f"<w:tbl><w:tr>{cell(p('Case'))}{cell(p('Days'))}</w:tr><w:tr>{cell(p('Broken') + p('late'))}{cell(p('30'))}</w:tr></w:tbl>",
        "| Case | Days |\n| --- | --- |\n| Broken late | 30 |",
    ),
    (MERGED, "| a |  |\n| --- | --- |\n| b | c |\n|  | d |"),
    (f"<w:tbl><w:tr>{cell(p('Only') + p('a', listed=(1, 0)))}</w:tr></w:tbl>", "Only\n\n- a"),
    (p(f'<w:hyperlink r:id="web">{r("here")}</w:hyperlink>'), "[here](https://a.example/x?b=1)"),
    (p(f'<w:hyperlink r:id="near">{r("there")}</w:hyperlink>'), "[there](other.docx)"),
    (p(field(' HYPERLINK "https://a.example/y" ', r("here")) + r(" now")), "[here](https://a.example/y) now"),
    (p(field(" PAGE ", r("4"))), "4"),
    (p(f'<w:ins>{r("new")}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>'), "new"),
    (p(f'<w:sdt><w:sdtPr/><w:sdtContent>{r("in a field")}</w:sdtContent></w:sdt>'), "in a field"),
    (p(drawing("own", "A [screen]")), "![A \\[screen\\]](a%20b.docx/image-1.png)"),
    (p("Look") + p(r("<w:drawing><wps><w:txbxContent>" + p("In a box") + "</w:txbxContent></wps></w:drawing>") + r("at it")), "Look\n\nat it\n\nIn a box"),
    (p("Look") + p(r("<w:drawing><wps><w:txbxContent>" + p(drawing("own", "Once")) + "</w:txbxContent></wps></w:drawing>")), "Look\n\n![Once](a%20b.docx/image-1.png)"),
    (
        p("<mc:AlternateContent><mc:Choice><w:r><w:t>new</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>old</w:t></w:r></mc:Fallback></mc:AlternateContent>"),
        "new",
    ),
    (p(r("Asked") + r('<w:footnoteReference w:id="2"/>') + r(".")) + p("End."), "Asked\\[1\\].\n\nEnd.\n\n---\n\n\\[1\\] By law."),
    (p("&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:1)"), "\\<script>alert(1)\\</script> \\[x\\](javascript:1)"),
]  # fmt: skip
RELS = {"web": "outside:https://a.example/x?b=1", "near": "outside:other.docx", "own": "media/image1.png"}
PARTS = {"word/media/image1.png": png(), "word/footnotes.xml": notes("footnote", n2="By law.")}


@pytest.mark.parametrize(("body", "markdown"), CASES, ids=range(len(CASES)))
def test_a_word_file_says_the_same_as_markdown(body: str, markdown: str) -> None:
    found = read(docx(body, RELS, PARTS))
    assert found.body == markdown
    assert [one.code for one in found.remarks] == (["document.tracked"] if "<w:del>" in body else [])


CONTENTS = p(
    r('<w:fldChar w:fldCharType="begin"/>')
    + r("<w:instrText>TOC \\o</w:instrText>")
    + r('<w:fldChar w:fldCharType="separate"/>')
    + r("One 1")
)
LEFT_OUT = [
    (CONTENTS + p(r("Two 2") + r('<w:fldChar w:fldCharType="end"/>')) + p("Said"), {}, {}, {"document.contents": 1}),
    (p("One 1", "Toc") + p("Two 2", "Toc") + p("Said"), {}, {}, {"document.contents": 1}),
    (CONTENTS + p("", "H1") + p("Said"), {}, {}, {"document.contents": 1}),
    (p("Said") + p(drawing("x")), {"x": "outside:https://evil.example/x.png"}, {}, {"document.pictures": 1}),
    (p("Said") + p(drawing("x")), {"x": "media/x.emf"}, {"word/media/x.emf": b"\1\0\0\0"}, {"document.pictures": 1}),
    (p("Said") + p(r("<w:drawing><a:graphicData><c/></a:graphicData></w:drawing>")), {}, {}, {"document.objects": 1}),
    (p(r("Said") + r('<w:commentReference w:id="0"/>')), {}, {}, {"document.comments": 1}),
    (p("Said"), {}, {"word/header1.xml": header("Secret"), "word/footer1.xml": header(" ")}, {"document.margins": 1}),
    (p("Said"), {}, {"word/vbaProject.bin": b"x"}, {"document.macros": 1}),
    (p(f'<w:hyperlink r:id="x">{r("Said")}</w:hyperlink>'), {"x": "outside:file:///etc/passwd"}, {}, {"document.links": 1}),
    (p(f'<w:hyperlink w:anchor="x">{r("Said")}</w:hyperlink>'), {}, {}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("body", "rels", "parts", "told"), LEFT_OUT, ids=range(len(LEFT_OUT)))
def test_what_is_left_out_is_told(
    body: str, rels: dict[str, str], parts: dict[str, bytes], told: dict[str, int]
) -> None:
    found = read(docx(body, rels, parts))
    assert found.body == "Said"
    assert {one.code: one.count for one in found.remarks} == told


def test_a_formula_keeps_its_signs() -> None:
    found = read(docx(p(f"{r('So ')}<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>")))
    assert (found.body, [one.code for one in found.remarks]) == ("So a+b", ["document.formulas"])
