"""Articles in the composer: found by two brackets, put in as a link, a beginning or all of it, and none into a mail that is for the desk alone."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.model.answering import ArticleChoice, Part
from deskbell.model.articles import Article, ArticleState, ArticleText, Audience, Trust, UseArticle
from deskbell.model.gaps import NoteUnfound
from deskbell.model.kinds import ReplyKind
from deskbell.model.settings import Settings
from deskbell.store.queries import articles
from deskbell.store.queries.article_choices import choices
from deskbell.ui.answering.popup import ArticlePopup
from deskbell.ui.composer.composer import Composer
from deskbell.ui.widgets.choice_list import ChoiceList
from ui.composer.composing import Make, type_in, words
from ui.ticket.stand import Stand

ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down
AT = datetime(2026, 3, 1, tzinfo=UTC)
REFUND = Article(
    id=7,
    category_id=None,
    text=ArticleText("en", "Refunds", "It takes **five** days. See [more](article:2).\n\n## Then\n\nAsk Billing.", 1, AT, 1),
    languages=("en",),
    state=ArticleState.PUBLISHED,
    audience=Audience.EVERYONE,
    team_id=None,
    owner_id=1,
    verifier_id=None,
    review_days=90,
    verified_at=None,
    verified_by=None,
    doubt="",
    trust=Trust.NEVER,
    tags=(),
    sendable=True,
    version=1,
)  # fmt: skip
FOUND = (ArticleChoice(7, "en", "Refunds", True, "five days"), ArticleChoice(8, "en", "Margins", False))


@pytest.fixture
def stand(stand: Stand) -> Stand:
    stand.answers |= {choices: lambda words, *_: () if "zzz" in words else FOUND, articles.read: REFUND}
    return stand


@pytest.fixture
def composer(make: Make) -> Composer:
    made = make()
    made.begin(ReplyKind.REPLY)
    return made


def ask(qtbot: QtBot, stand: Stand, composer: Composer, typed: str) -> ArticlePopup:
    type_in(qtbot, composer, typed)
    stand.settle(qtbot)
    found = composer.window().findChild(ArticlePopup)
    assert found is not None
    return found


def take(qtbot: QtBot, stand: Stand, composer: Composer, part: Part) -> None:
    """Enter takes the article, and the list of its parts one of them."""
    qtbot.keyClick(composer.editor, ENTER)
    asked = composer.editor.findChild(ChoiceList)
    assert asked is not None
    asked.chosen.emit(part.value)
    asked.close()
    stand.settle(qtbot)


@pytest.mark.parametrize(
    ("kind", "part", "text"),
    [
        (ReplyKind.REPLY, Part.EXCERPT, "It takes five days. See more."),
        (ReplyKind.REPLY, Part.TEXT, "It takes five days. See more.\nThen\nAsk Billing."),
        (ReplyKind.NOTE, Part.LINK, "Refunds"),
    ],
)
def test_what_is_chosen_stands_in_the_place_of_the_question(
    qtbot: QtBot, stand: Stand, composer: Composer, kind: ReplyKind, part: Part, text: str
) -> None:
    composer.begin(kind)
    popup = ask(qtbot, stand, composer, "So: [[ref")
    assert popup.isVisible()
    take(qtbot, stand, composer, part)
    written = composer.editor.toPlainText()
    assert written.startswith("So: ")
    assert "[[" not in written
    assert all(line in written for line in text.split("\n"))
    assert ("deskbell://article/7" in composer.editor.html()) is (part is Part.LINK)
    assert "article:2" not in composer.editor.html()


def test_what_is_for_the_desk_alone_goes_into_notes_only(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    popup = ask(qtbot, stand, composer, "[[")
    qtbot.keyClick(composer.editor, DOWN)
    assert popup.current() == FOUND[1]
    qtbot.keyClick(composer.editor, ENTER)
    assert composer.editor.findChild(ChoiceList) is None
    assert "“Margins” is for the desk alone" in words(composer)
    stand.answers[articles.read] = replace(REFUND, sendable=False)
    composer.insert_article(7, "en", Part.EXCERPT)
    stand.settle(qtbot)
    assert "five days" not in composer.editor.toPlainText()


def test_a_link_that_no_customer_can_follow_is_refused(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    composer.insert_article(7, "en", Part.LINK)
    stand.settle(qtbot)
    assert "No customer can follow a link" in words(composer)
    assert "deskbell://" not in composer.editor.html()


@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.MANAGERS])
def test_a_link_leads_a_customer_to_the_site_where_the_article_is_on_it(
    qtbot: QtBot, stand: Stand, composer: Composer, audience: Audience
) -> None:
    stand.answers[articles.read] = replace(REFUND, audience=audience)
    composer._desk.settings = Settings({"knowledge.site": "https://help.desk.example/kb/"})
    composer.insert_article(7, "en", Part.LINK)
    stand.settle(qtbot)
    there = 'href="https://help.desk.example/kb/go/7.en.html"' in composer.editor.html()
    assert there is (audience is Audience.EVERYONE)
    assert ("No customer can follow a link" in words(composer)) is not there


def test_the_list_is_offered_by_key_too(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    composer.offer_articles()
    stand.settle(qtbot)
    take(qtbot, stand, composer, Part.EXCERPT)
    assert composer.editor.toPlainText().startswith("It takes five days.")
    stand.settle(qtbot)
    (use,) = stand.of(UseArticle)
    assert (use.id, use.ticket_id) == (7, composer._about().row.id)  # type: ignore[union-attr]


def test_nothing_of_it_is_in_the_way(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    popup = ask(qtbot, stand, composer, "[[zzz")
    assert not popup.isVisible()
    type_in(qtbot, composer, " [1]")
    stand.settle(qtbot)
    assert not popup.isVisible()
    assert "[[zzz [1]" in composer.editor.toPlainText()
    assert QApplication.activePopupWidget() is None


def test_what_is_asked_for_in_vain_is_told_once_it_is_left(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    """With the ticket that is answered, whose people are no words to keep; not what is chosen."""
    ask(qtbot, stand, composer, "[[zzz")
    ask(qtbot, stand, composer, "y")
    assert stand.of(NoteUnfound) == []
    qtbot.keyClick(composer.editor, Qt.Key.Key_Home)
    stand.settle(qtbot)
    (told,) = stand.of(NoteUnfound)
    assert (told.words, told.hits, told.ticket_id) == ("zzzy", 0, composer._about().row.id)  # type: ignore[union-attr]
