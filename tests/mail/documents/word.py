"""Word files for tests, made of their parts."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OUTSIDE = "outside:"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
STYLES = f"""<w:styles {_SPACES}>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H2"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="Überschrift 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop2"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop2"><w:name w:val="Loop 2"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="HTML Preformatted"/></w:style>
<w:style w:type="paragraph" w:styleId="Toc"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Bullets"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {_SPACES}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""
_ROOT = (
    '<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def png(wide: int = 2, high: int = 2) -> bytes:
    """A PNG that says it is so large."""
    head = b"IHDR" + struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + b"rest"


def docx(
    body: str,
    rels: Mapping[str, str] | None = None,
    parts: Mapping[str, bytes | str] | None = None,
    *,
    before: str = "",
) -> bytes:
    """A Word file with this in its body; `rels` are what its links and pictures are known by: "outside:…" for what lies elsewhere."""
    made = io.BytesIO()
    elsewhere = " TargetMode='External'"
    listed = "".join(
        f'<Relationship Id="{key}" Target="{target.removeprefix(OUTSIDE)}"{elsewhere if target.startswith(OUTSIDE) else ""}/>'
        for key, target in (rels or {}).items()
    )
    every: dict[str, bytes | str] = {
        "_rels/.rels": _ROOT,
        "word/document.xml": f"{before}<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{listed}</Relationships>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        **(parts or {}),
    }
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in every.items():
            file.writestr(name, content)
    return made.getvalue()


def p(words: str, style: str = "", listed: tuple[int, int] | None = None) -> str:
    """A paragraph: its words, or its runs where it begins with one."""
    says = f'<w:pStyle w:val="{style}"/>' if style else ""
    if listed is not None:
        says += f'<w:numPr><w:ilvl w:val="{listed[1]}"/><w:numId w:val="{listed[0]}"/></w:numPr>'
    inside = words if words.startswith("<") else r(words)
    return f"<w:p><w:pPr>{says}</w:pPr>{inside}</w:p>"


def r(words: str, says: str = "") -> str:
    """A run: its words, or what is in it where that begins as an element does."""
    inside = words if words.startswith("<") else f"<w:t>{words}</w:t>"
    return f"<w:r><w:rPr>{says}</w:rPr>{inside}</w:r>"


def drawing(key: str, name: str = "") -> str:
    """A picture in a run."""
    inside = f'<wp:docPr id="1" name="x" descr="{name}"/><a:graphic><a:graphicData><a:blip r:embed="{key}"/></a:graphicData></a:graphic>'
    return f"<w:r><w:drawing><wp:inline>{inside}</wp:inline></w:drawing></w:r>"


def notes(kind: str, **said: str) -> str:
    """The part with foot or end notes."""
    inside = "".join(f'<w:{kind} w:id="{key.removeprefix("n")}">{p(words)}</w:{kind}>' for key, words in said.items())
    return f"<w:{kind}s {_SPACES}>{inside}</w:{kind}s>"


def header(words: str) -> str:
    """The part that stands at the head of pages."""
    return f"<w:hdr {_SPACES}>{p(words)}</w:hdr>"
