"""Web pages made Markdown, as they lie on a disk."""

from base64 import b64encode

import pytest

from deskbell.mail.documents.document import Document
from deskbell.mail.documents.page import read_page
from deskbell.mail.documents.pictures import MOST_PIXELS, picture
from mail.documents.word import png

DATA = f"data:image/png;base64,{b64encode(png()).decode()}"


def read(html: str | bytes) -> Document:
    content = html.encode() if isinstance(html, str) else html
    return read_page("a.html", content, lambda path, _: path in ("b c.html", "img/x.png"))


CASES = [
    ("<title>A &amp; B</title><body><h1>Head</h1><p>Said", "A & B", "# Head\n\nSaid"),
    ("<nav>Home</nav><main><p>Said</p></main><footer>Us</footer>", "", "Said"),
    ("<nav>Home</nav><p>Said</p><main>a</main><main>b</main>", "", "Said\n\na\n\nb"),
    ("<a href='b%20c.html#so'>there</a>, <a href='https://a.example/'>out</a>, <a href='#so'>so</a>", "",
     "[there](b%20c.html#so), [out](https://a.example/), [so](#so)"),
    ("<img src=img/x.png alt=Way><img src='img/x.png?v=2'>", "", "![Way](img/x.png)![](img/x.png)"),
    (f"<p><img src='{DATA}' alt='One'> <img src='{DATA}'>", "", "![One](a.html/picture-1.png) ![](a.html/picture-1.png)"),
    ("<meta charset=windows-1257><p>\xe0\xe8".encode("latin-1"), "", "ąč"),
    ("\ufeff<p>退款".encode("utf-16"), "", "退款"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "title", "markdown"), CASES, ids=range(len(CASES)))
def test_a_page_says_the_same_as_markdown(html: str | bytes, title: str, markdown: str) -> None:
    found = read(html)
    assert (found.title, found.body, found.remarks) == (title, markdown, ())


@pytest.mark.parametrize(
    ("html", "code", "count"),
    [
        ("<script>x</script><iframe src=x></iframe><form>Said</form>", "document.active", 3),
        ("<svg><text>x</text></svg>Said<video src=x></video>", "document.objects", 2),
        ("<img src='https://evil.example/x.png'>Said<img src=gone.png><img src='file:///etc/x.png'><img>", "document.pictures", 4),
        ("<a href=gone.html>Said</a>", "document.links", 1),
        ("<a href='article:4'>Said</a>", "document.links", 1),
    ],
)  # fmt: skip
def test_what_is_left_out_is_told(html: str, code: str, count: int) -> None:
    found = read(html)
    assert (found.body, [(one.code, one.count) for one in found.remarks]) == ("Said", [(code, count)])


def test_words_that_look_like_an_address_of_ours_stay_words() -> None:
    """Of a link that a page says in words nothing is made, whatever number it names."""
    found = read("<img src=img/x.png> [x](attachment:1) ![x](picture:2)")
    assert found.body.endswith("\\[x\\](attachment:1) !\\[x\\](picture:2)")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), "image/png"),
        (png(MOST_PIXELS, 2), None),
        (b"GIF89a\x02\x00\x02\x00", "image/gif"),
        (b"GIF89a\xff\xff\xff\xff", None),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x02\x00\x02", "image/jpeg"),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x0b\x08\xff\xff\xff\xff", None),
        (b"\xff\xd8\xff\xe0", None),
        (b"RIFF\x00\x00\x00\x00WEBPVP8X" + b"\0" * 8 + b"\x01\x00\x00\x01\x00\x00", "image/webp"),
        (b"BM" + b"\0" * 12 + b"\x28\0\0\0\x02\0\0\0\xfe\xff\xff\xff", "image/bmp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"", None),
    ],
)
def test_a_picture_is_what_its_bytes_say(content: bytes, kind: str | None) -> None:
    found = picture("x", content)
    assert (None if found is None else found.content_type) == kind
