"""The scenes of the knowledge base."""

from collections.abc import Callable, Iterator
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QWidget

from deskbell.model.article_figures import NoteReadings, SayUseful
from deskbell.model.articles import (
    AddArticleFile,
    ArticleState,
    SaveCategory,
    SettleArticle,
    VerifyArticle,
    WriteArticle,
)
from deskbell.model.gaps import GapState, NoteUnfound, SettleGap
from deskbell.model.kinds import Role
from deskbell.model.mail import OutboundAttachment
from deskbell.store.desk import Desk
from deskbell.store.queries import articles
from deskbell.ui.knowledge.screen import KnowledgeScreen
from deskbell.ui.knowledge.settling import as_settled
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage

Make = Callable[[Stage], QWidget]

_REFUND = """A customer may send a parcel back for **14 days** after it came. Look at the [shipping times](article:2) first.

> [!IMPORTANT]
> Money goes back the way it came, never to another account.

## Before you begin

1. Open the order and look at its *delivery date*.
2. Ask for a photo where something is broken.
3. Compare it with the table below.

| Case | Who pays the way back | Days |
|------|:---------------------:|-----:|
| Changed their mind | Customer | 14 |
| Broken on arrival | We do | 30 |
| Wrong article | We do | 30 |

![The refund form](picture:1)

## Give the money back

Use the form with the order's number, such as `A-10482`:

```
refund --order A-10482 --amount 49.90
```

> [!WARNING]
> A refund cannot be taken back.

> “I was told it takes three days” is what most ask about afterwards.

### When the bank refuses

- Write to accounting, with the order's number.
- Tell the customer that it takes two days more.

## Afterwards

Solve the ticket with the tag *refund*. More in [the bank's guide](https://bank.example/refunds).
"""
_ARTICLES = (
    ("Give a refund", _REFUND, 0),
    ("Shipping times", "Parcels take **two to five days**. For refunds see [this](article:1).", 0),
    ("A parcel that got lost", "Ask the carrier first. See [refunds](article:1).", 0),
    ("退款流程", "订单的退款还没有到账的时候，先看[这篇](article:1)。", 0),
    ("Reset a password", "Send the link. *Never* send a password.", 2),
    ("The printer is offline", "Switch it off and on.", 3),
)
_CATEGORIES = (("Orders and parcels", None), ("Accounts", None), ("Sign-in", 2), ("Devices", None))


def knowledge(window: Make, size: tuple[int, int]) -> Iterator[Scene]:
    """The screen. `window` makes the main window."""
    filled = partial(_filled, window)
    yield Scene("knowledge", size, filled, (_go, _read))
    yield Scene("knowledge-end", size, filled, (_go, _read, _scroll))
    yield Scene("knowledge-search", size, filled, (_go, partial(_search, words="refund")))
    yield Scene("knowledge-find", size, filled, (_go, _read, _find))
    yield Scene("knowledge-translation", size, filled, (_go, _translation))
    yield Scene("knowledge-narrow", (960, 620), filled, (_go, _read))
    yield Scene("knowledge-text-150", size, filled, (_go, _read), text_size=150)
    yield Scene("knowledge-editor", size, filled, (_go, _read, _edit))
    yield Scene("knowledge-editor-narrow", (960, 620), filled, (_go, _read, _edit))
    yield Scene("knowledge-replace", size, filled, (_go, _read, _edit, _replace))
    yield Scene("knowledge-new", size, filled, (_go, _read, _new))
    yield Scene("knowledge-conflict", size, filled, (_go, _read, _edit, _conflict))
    yield Scene("knowledge-settings", size, filled, (_go, _read, _settle))
    yield Scene("knowledge-settings-narrow", (960, 620), filled, (_go, _read, _settle))
    yield Scene("knowledge-settings-conflict", size, filled, (_go, _read, _settle, _settled_twice))
    yield Scene("knowledge-settings-locked", size, filled, (_go, _read, _as_agent, _settle))
    yield Scene("knowledge-zoomed", size, filled, (_go, _read, _zoom))
    yield Scene("knowledge-to-verify", size, filled, (_go, _verify))
    yield Scene("knowledge-folded", size, filled, (_go, _fold))
    yield Scene("knowledge-drafts", size, filled, (_go, _drafts))
    yield Scene("knowledge-beside", size, filled, (_go, _parcel, _with_files, _parcel))
    yield Scene("knowledge-beside-narrow", (960, 620), filled, (_go, _parcel, _with_files, _parcel))
    yield Scene("knowledge-used", size, filled, (_go, _used))
    yield Scene("knowledge-used-narrow", (960, 620), filled, (_go, _used))
    yield Scene("knowledge-gaps", size, filled, (_go, _gaps))
    yield Scene("knowledge-gaps-narrow", (960, 620), filled, (_go, _gaps))
    yield Scene("knowledge-nothing-found", size, filled, (_go, partial(_search, words="qwertz")))
    yield Scene("knowledge-empty", size, filled, (_go, _be_empty))


def _filled(window: Make, stage: Stage) -> QWidget:
    if not stage.database.read(articles.categories, 1):
        fill(stage.database)
    return window(stage)


def fill(desk: Desk) -> None:
    """Some articles, as an office would have them."""
    from deskbell.actions.dispatch import perform

    made = [
        perform(desk, SaveCategory(agent_id=1, id=0, name=name, parent_id=parent_id)) for name, parent_id in _CATEGORIES
    ]
    for title, body, category in _ARTICLES:
        language = "zh" if title.startswith("退") else "en"
        perform(
            desk,
            WriteArticle(agent_id=1, id=0, language=language, title=title, body=body, category_id=made[category]),
        )
    perform(desk, AddArticleFile(agent_id=1, id=1, file=OutboundAttachment("form.png", "image/png", _picture())))
    settled = partial(SettleArticle, agent_id=1, version=1, category_id=made[0], owner_id=1)
    for number in (1, 2, 4):
        perform(desk, settled(id=number, state=ArticleState.PUBLISHED))
    perform(desk, settled(id=3, state=ArticleState.REVIEW))
    perform(desk, VerifyArticle(agent_id=1, id=1))
    perform(desk, VerifyArticle(agent_id=1, id=2))
    perform(desk, VerifyArticle(agent_id=1, id=3, doubt="The carrier has another form by now."))
    translated = WriteArticle(
        agent_id=1, id=2, language="lt", title="Pristatymo laikas", body="Nuo dviejų iki penkių dienų."
    )
    perform(desk, translated)
    again = WriteArticle(
        agent_id=1, id=2, language="en", title="Shipping times", body=_ARTICLES[1][1] + " Not on Sundays.", base=1
    )
    perform(desk, again)


def _picture() -> bytes:
    image = QImage(520, 130, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ground = QLinearGradient(0, 0, 520, 130)
    ground.setColorAt(0, QColor("#DCE8FD"))
    ground.setColorAt(1, QColor("#F6F7F9"))
    painter.fillRect(image.rect(), ground)
    painter.fillRect(24, 28, 300, 26, QColor("#FFFFFF"))
    painter.fillRect(24, 72, 120, 30, QColor("#1F5FD6"))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _screen(window: QWidget) -> KnowledgeScreen:
    assert isinstance(window, MainWindow)
    assert window.places.knowledge is not None
    return window.places.knowledge


def _go(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.places.go_knowledge()


def _read(window: QWidget) -> None:
    _screen(window).open_article(1)


def _edit(window: QWidget) -> None:
    _screen(window).pane.edit.click()


def _replace(window: QWidget) -> None:
    from deskbell.ui.composer.find_bar import FindBar

    editor = _screen(window).right.editor
    editor.begin_find(replacing=True)
    bar = editor.body.findChild(FindBar)
    assert bar is not None
    bar.field.setText("refund")
    bar.by.setText("money back")
    bar.next()


def _new(window: QWidget) -> None:
    _screen(window).begin_article()


def _conflict(window: QWidget) -> None:
    editor = _screen(window).right.editor
    editor._base = 9
    editor.save()


def _zoom(window: QWidget) -> None:
    _screen(window).pane.view.zoom(3)


def _verify(window: QWidget) -> None:
    screen = _screen(window)
    said = SayUseful(agent_id=2, id=1, useful=False, why="The form looks different by now.")
    screen.listed._runner.do(said, done=lambda _: screen.places.queue_list.step(1))


def _fold(window: QWidget) -> None:
    places = _screen(window).places
    places.category_list.folded.emit(next(line for line in places.lines() if line.holds), True)


def _drafts(window: QWidget) -> None:
    _screen(window).places.state_list.step(1)


def _with_files(window: QWidget) -> None:
    """The article about lost parcels has some."""
    runner, article = _screen(window).right._runner, _screen(window).pane.article
    assert article is not None
    for name, kind, size in (
        ("Claim form of the carrier.pdf", "application/pdf", 182_000),
        ("Terms 2026.docx", "application/octet-stream", 48_300),
        ("Rates.xlsx", "application/octet-stream", 9_100),
        ("label-printer-setup.exe", "application/octet-stream", 2_400_000),
    ):
        if name not in {file.name for file in article.files}:
            runner.do(AddArticleFile(agent_id=1, id=3, file=OutboundAttachment(name, kind, bytes(size))))


def _parcel(window: QWidget) -> None:
    _screen(window).open_article(3)


def _used(window: QWidget) -> None:
    """What is read most, and an article that was of no use to somebody."""
    screen = _screen(window)
    runner = screen.listed._runner
    for ids in ((1, 2, 4), (1, 2), (1,)):
        runner.do(NoteReadings(agent_id=1, ids=ids))
    runner.do(SayUseful(agent_id=2, id=1, useful=False, why="The form looks different by now."))
    runner.do(SayUseful(agent_id=3, id=1, useful=True), done=lambda _: screen.places.insights.view.step(1))


def _gaps(window: QWidget) -> None:
    """Words that were searched for and not found."""
    screen = _screen(window)
    for words, times in (("VPN setup", 4), ("standing desk", 2), ("return label", 2), ("sandelis", 1)):
        for _ in range(times):
            screen.listed._runner.do(NoteUnfound(agent_id=1, words=words, hits=3 if times == 2 else 0))
    away = SettleGap(agent_id=1, id=4, state=GapState.AWAY)
    screen.listed._runner.do(away, done=lambda _: screen.places.insights.view.step(4))


def _settle(window: QWidget) -> None:
    _screen(window).right.settle()


def _settled_twice(window: QWidget) -> None:
    """Two colleagues changed the same at once."""
    right = _screen(window).right
    assert right.pane.article is not None
    theirs = as_settled(right.pane.article, 1, verifier_id=2, review_days=30, tags=("refund", "money"))
    right.settings._runner.do(theirs)
    right.settings.days.setValue(180)
    right.settings.save()


def _as_agent(window: QWidget) -> None:
    """Whoever looks answers for nothing."""
    right = _screen(window).right
    assert right.pane.article is not None
    right.pane.article = replace(right.pane.article, owner_id=2, verifier_id=3)
    desk = right._desk
    desk.state = replace(desk.state, me=replace(desk.state.me, role=Role.AGENT))


def _be_empty(window: QWidget) -> None:
    """As on a desk without any article."""
    screen = _screen(window)
    screen.pane.article = None
    screen.places.show_categories((), first=True)


def _scroll(window: QWidget) -> None:
    bar = _screen(window).pane.view.verticalScrollBar()
    bar.setValue(bar.maximum())


def _search(window: QWidget, words: str) -> None:
    screen = _screen(window)
    screen.listed.search.setText(words)
    screen.listed.search.search_now()


def _find(window: QWidget) -> None:
    pane = _screen(window).pane
    pane.begin_find()
    pane.find_bar.field.setText("order")


def _translation(window: QWidget) -> None:
    _screen(window).open_article(2, language="lt")
