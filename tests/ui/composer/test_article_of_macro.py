"""A macro that links an article: put in below its text as fits what is written, and left out with a word where it may not be there."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.model.answering import ArticleChoice
from deskbell.model.articles import Article, ArticleState, UseArticle
from deskbell.model.canned import Actions, CannedReply, CannedText
from deskbell.model.commands import SendReply
from deskbell.model.kinds import ReplyKind, Status
from deskbell.model.settings import Settings
from deskbell.store.queries import articles, canned
from deskbell.store.queries.canned import Asker
from deskbell.ui.composer.composer import Composer
from ui.composer.composing import Make, words
from ui.composer.test_articles import REFUND as ARTICLE
from ui.composer.test_canned import TYPO, popup
from ui.ticket.stand import Stand

CHOICE = ArticleChoice(7, "en", "Refunds", True)
MACRO = replace(
    TYPO,
    texts=(CannedText("", "<ul><li>See</li></ul>", "See"),),
    actions=Actions(Status.PENDING, article_id=7),
    article=CHOICE,
)
SITE = "https://help.desk.example/kb/"


def use(
    qtbot: QtBot, stand: Stand, make: Make, kind: ReplyKind, macro: CannedReply, article: Article | None, site: str = ""
) -> tuple[Composer, str]:
    """Take the macro out of the list; the composer, and what the preview said."""
    stand.answers |= {canned.replies: (macro,), canned.asker: Asker("Acme", "en"), articles.read: article}
    composer = make()
    composer._desk.settings = Settings({"knowledge.site": site})
    composer.begin(kind)
    composer.offer_canned(macros=True)
    stand.settle(qtbot)
    offered = popup(composer)
    said = words(offered)
    qtbot.keyClick(offered.field, Qt.Key.Key_Return)
    stand.settle(qtbot)
    return composer, said


@pytest.mark.parametrize(
    ("kind", "site", "line", "address"),
    [
        (ReplyKind.NOTE, "", "Refunds", "deskbell://article/7"),
        (ReplyKind.REPLY, SITE, "Refunds", f"{SITE}go/7.en.html"),
        (ReplyKind.REPLY, "", "It takes five days. See more.", ""),
    ],
    ids=["note", "on the site", "nowhere to be read"],
)
def test_it_stands_below_the_text_and_its_use_is_noted(
    qtbot: QtBot, stand: Stand, make: Make, kind: ReplyKind, site: str, line: str, address: str
) -> None:
    composer, said = use(qtbot, stand, make, kind, MACRO, ARTICLE, site)
    assert "With the article “Refunds”" in said
    assert composer.editor.toPlainText().rstrip() == f"See\n{line}"
    assert (f'href="{address}"' in composer.editor.html()) is bool(address)
    assert composer.editor.html().index("</ul>") < composer.editor.html().index(line[:6]), "below the list, not in it"
    (noted,) = stand.of(UseArticle)
    assert (noted.id, noted.ticket_id) == (7, 1042)
    assert composer.notice.words() == "When it is sent: status Pending"


@pytest.mark.parametrize(
    ("macro", "article", "preview", "told"),
    [
        (replace(MACRO, article=None), None, "Its article is left out", "does not exist"),
        (MACRO, replace(ARTICLE, state=ArticleState.DRAFT), "With the article “Refunds”", "for the desk alone"),
        (
            replace(MACRO, article=replace(CHOICE, sendable=False)),
            replace(ARTICLE, sendable=False),
            "With the article “Refunds”, in notes only",
            "for the desk alone",
        ),
    ],
    ids=["gone", "a draft by now", "for the desk alone"],
)
def test_the_rest_of_the_macro_is_done_without_it(
    qtbot: QtBot, stand: Stand, make: Make, macro: CannedReply, article: Article | None, preview: str, told: str
) -> None:
    composer, said = use(qtbot, stand, make, ReplyKind.REPLY, macro, article, SITE)
    assert preview in said
    assert composer.editor.toPlainText() == "See"
    notice = composer.notice.words()
    assert notice.startswith("The article of the macro was left out. ")
    assert told in notice
    assert notice.endswith("When it is sent: status Pending")
    assert stand.of(UseArticle) == []
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert stand.of(SendReply)[-1].macro.status is Status.PENDING


def test_one_that_only_links_waits_for_nothing(qtbot: QtBot, stand: Stand, make: Make) -> None:
    macro = replace(MACRO, actions=Actions(article_id=7))
    composer, _ = use(qtbot, stand, make, ReplyKind.REPLY, macro, None)
    assert composer.notice.words().startswith("The article of the macro was left out. ")
    assert "When it is sent" not in composer.notice.words()
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert stand.of(SendReply)[-1].macro is None
