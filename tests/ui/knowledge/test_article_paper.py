"""An article on paper: all that its text shows, with what tells how far it can be relied on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPageSize, QPdfWriter
from PySide6.QtTest import QTest

from deskbell.model.articles import Article, ArticleFile, ArticleState, ArticleText, Audience, CategoryRow, Trust
from deskbell.rules.markdown.html import page
from deskbell.rules.markdown.reading import pictures, read
from deskbell.ui.knowledge.article_paper import PrintedArticle, facts, print_article
from deskbell.ui.knowledge.article_printing import path
from deskbell.ui.knowledge.reading import Laid, Shown
from deskbell.ui.ticket.press import page_layout
from deskbell.ui.widgets.ages import exact
from ui.knowledge.conftest import Knowledge

WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BODY = """Money goes back *the way it came*.

> [!WARNING]
> A refund cannot be taken back.

| Case | Days |
|------|-----:|
| Broken on arrival | 30 |

```
refund --order A-10482
```

![The form](picture:1)
"""
ARTICLE = Article(
    id=7,
    category_id=2,
    text=ArticleText("en", "Give a refund", BODY, 3, WHEN, 1),
    languages=("en",),
    state=ArticleState.PUBLISHED,
    audience=Audience.EVERYONE,
    team_id=None,
    owner_id=None,
    verifier_id=None,
    review_days=0,
    verified_at=None,
    verified_by=None,
    doubt="",
    trust=Trust.VERIFIED,
    tags=(),
    sendable=True,
    version=1,
    files=(ArticleFile(1, "form.png", "image/png", 2_000), ArticleFile(2, "terms.pdf", "application/pdf", 84_000)),
)


def printed(body: str, *, heavy: bool = False) -> PrintedArticle:
    tokens = read(body)
    picture = QImage(200, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor("#FF0000"))
    made = page(tokens, {1}, {"warning": "Warning"})
    shown = Shown(
        replace(ARTICLE, text=replace(ARTICLE.text, body=body)),
        Laid(made, {"1": picture}, heavy=heavy, wanted=pictures(tokens)),
    )
    return PrintedArticle(shown, ("Orders", "Parcels & more"), "Ona")


def pages_of(place: Path) -> list[str]:
    """What stands on each page of a PDF."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(place)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def bare(text: str) -> str:
    """Without spaces: what reads a PDF takes them from how far letters are apart."""
    return "".join(text.split())


def pdf(place: Path, asked: PrintedArticle) -> list[str]:
    writer = QPdfWriter(str(place))
    writer.setPageLayout(page_layout(QPageSize(QPageSize.PageSizeId.A4)))
    count = print_article(asked, writer)
    found = pages_of(place)
    assert len(found) == count
    return found


def test_all_of_an_article_is_on_its_page(qapp: object, tmp_path: Path) -> None:
    place = tmp_path / "article.pdf"
    (only,) = pdf(place, printed(BODY))
    parts = [
        "Give a refund",
        "Orders › Parcels & more",
        f"Changed {exact(WHEN)} by Ona · Revision 3",
        "Verified",
        "Money goes back the way it came.",
        "Warning",
        "A refund cannot be taken back.",
        "Broken on arrival",
        "refund --order A-10482",
        "Attachments: terms.pdf (84 kB)",
    ]
    places = [only.find(part) for part in parts]
    assert -1 not in places, dict(zip(parts, places, strict=True))
    assert places == sorted(places)
    assert only.count("Give a refund") == 2, "below the page, too"
    assert "Page 1" in only
    assert "form.png" not in only
    assert b"/Image" in place.read_bytes()


@pytest.mark.parametrize("heavy", [False, True])
def test_a_long_one_is_cut_into_numbered_pages_and_nothing_is_lost(
    qapp: object, tmp_path: Path, *, heavy: bool
) -> None:
    body = "\n\n".join(f"> [!NOTE]\n> Step {number}." for number in range(120))
    found = pdf(tmp_path / "long.pdf", printed(body, heavy=heavy))
    assert len(found) > 3
    assert all(f"Page{number}" in bare(text) for number, text in enumerate(found, 1))
    together = bare(" ".join(found))
    assert [number for number in range(120) if f"Step{number}." not in together] == []


@pytest.mark.parametrize(
    ("article", "author", "lines"),
    [
        (ARTICLE, "Ona", ("Orders › Parcels & more", f"Changed {exact(WHEN)} by Ona · Revision 3", "Verified")),
        (
            replace(ARTICLE, state=ArticleState.DRAFT, trust=Trust.DOUBTED, doubt="The form is another."),
            "",
            (
                "Orders › Parcels & more",
                f"Changed {exact(WHEN)} · Revision 3",
                "In doubt · Draft",
                "The form is another.",
            ),
        ),
        (
            replace(ARTICLE, text=replace(ARTICLE.text, behind=True)),
            "Ona",
            (
                "Orders › Parcels & more",
                f"Changed {exact(WHEN)} by Ona · Revision 3",
                "Verified · Translation is behind",
            ),
        ),
    ],
)
def test_below_the_title_is_said_how_far_it_can_be_relied_on(
    article: Article, author: str, lines: tuple[str, ...]
) -> None:
    whole = printed(BODY)
    assert facts(replace(whole, shown=replace(whole.shown, article=article), author=author)) == lines


@pytest.mark.parametrize(
    ("category_id", "names"),
    [(None, ()), (1, ("Accounts",)), (2, ("Accounts", "Sign-in")), (9, ()), (4, ("B", "A"))],
)
def test_a_category_is_named_with_those_around_it(category_id: int | None, names: tuple[str, ...]) -> None:
    rows = [
        CategoryRow(1, "Accounts"),
        CategoryRow(2, "Sign-in", parent_id=1),
        CategoryRow(3, "B", parent_id=4),
        CategoryRow(4, "A", parent_id=3),
    ]
    assert path(rows, category_id) == names, "one that lies in itself is named once"


def test_the_one_that_is_read_is_saved_and_printed(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskbell.ui.prompts import DialogPrompts

    asked: list[str] = []
    place = tmp_path / "refund.pdf"
    monkeypatch.setattr(DialogPrompts, "place_to_save", lambda _self, name: asked.append(name) or place)
    monkeypatch.setattr(knowledge.screen.printing._paper, "print", lambda name, _paint: asked.append(f"paper {name}"))
    knowledge.open(1, "Give a refund")
    save = knowledge.actions()["Save as PDF…"]
    with knowledge.qtbot.waitSignal(knowledge.screen.told) as told:
        save.trigger()  # type: ignore[attr-defined]
    assert told.args == [f"Saved as {place}"]
    assert asked == ["Give a refund.pdf"]
    text = " ".join(pages_of(place))
    assert "Orders and parcels" in text
    assert "Money goes back the way it came, never to another account." in text
    QTest.keyClick(knowledge.screen, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    knowledge.qtbot.waitUntil(lambda: asked[1:] == ["paper Give a refund"])
    knowledge.screen.begin_article()
    assert not knowledge.screen._print.isEnabled(), "what is written is not what would be printed"
