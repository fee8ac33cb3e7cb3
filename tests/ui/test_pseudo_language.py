"""The window in a language that nobody speaks: nothing forgotten, nothing clipped."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.model.canned import UNTIL_AN_ANSWER, Actions
from deskbell.model.kinds import Deed, Status, TicketType
from deskbell.model.rows import TicketTitle
from deskbell.model.saved_views import SavedView
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules.macros import Effect
from deskbell.store.queries import ticket, ticket_list
from deskbell.ui.canned.effect_words import EffectWords
from deskbell.ui.inbox.course_line import CourseLine
from deskbell.ui.inbox.ticket_list import TicketList
from deskbell.ui.inbox.view_popup import ViewPopup
from deskbell.ui.inbox.views_list import ViewsList
from deskbell.ui.key_sheet import KeySheet
from deskbell.ui.main_window import MainWindow
from deskbell.ui.prompts import DialogPrompts
from deskbell.ui.pseudo_language import PseudoLanguage, pseudo
from deskbell.ui.rail import Rail
from deskbell.ui.scenes.drawing import put_up, settle
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.settings.canned_actions import ActionsForm
from deskbell.ui.settings.page import Who
from deskbell.ui.settings.profile_password import ProfilePassword
from deskbell.ui.settings.tags import TagsPage
from deskbell.ui.ticket.link_popup import LinkPopup
from deskbell.ui.ticket.maybe_same import MaybeSame
from deskbell.ui.ticket.person_side import WIDTH
from deskbell.ui.welcome.who import Profiles, WhoWindow
from deskbell.ui.widgets.banner import Banners
from deskbell.ui.words import told
from ui.walk import clipped, forgotten


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("Open", "⟦Öpëñ~~⟧"),
        ("%n tickets", "⟦%n tïçkëtš~~~~⟧"),
        ("{host} refused: {reason}", "⟦{host} rëfüšëd: {reason}~~~~~~~~~⟧"),
        ("", ""),
    ],
)
def test_pseudo(source: str, changed: str) -> None:
    assert pseudo(source) == changed


@pytest.fixture
def strange(qapp: QApplication) -> Iterator[None]:
    language = PseudoLanguage()
    qapp.installTranslator(language)
    yield
    qapp.removeTranslator(language)


@pytest.fixture
def window(strange: None, stage: Stage, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings, settings_dialog=QWidget)
    put_up(made, QSize(1440, 900))
    made.begin()
    settle(stage.runner)
    made.inbox.tickets.view.go_to(0)
    settle(stage.runner)
    yield made
    delete(made)


def data_of(stage: Stage) -> str:
    """All that people wrote on this desk, in lower case."""
    desk = stage.database
    texts: list[str] = [str(stage.desk.state)]
    for kind in (ViewKind.OPEN, ViewKind.DONE):
        texts += [str(row) for row in desk.read(ticket_list.page, View(kind), Sort.LATEST, 1, limit=500).rows]
    first = desk.read(ticket_list.page, View(ViewKind.MINE), Sort.LATEST, 1, limit=1).rows[0]
    texts.append(str(desk.read(ticket.detail, first.id)))
    return "\n".join(texts).lower()


def test_nothing_in_the_window_is_forgotten(window: MainWindow, stage: Stage) -> None:
    assert forgotten(window, data_of(stage)) == []


def test_nothing_of_the_table_is_forgotten(window: MainWindow, stage: Stage) -> None:
    window.inbox.switch_form()
    settle(stage.runner)
    assert forgotten(window, data_of(stage)) == []
    assert clipped(window.inbox.tickets) == []
    window.inbox.tickets.view.go_to(0)
    settle(stage.runner)
    assert window.inbox.is_covered
    assert forgotten(window, data_of(stage)) == []


@pytest.mark.parametrize("part", [ViewsList, TicketList, Rail, Banners])
def test_nothing_is_clipped(window: MainWindow, part: type[QWidget]) -> None:
    found = window.findChild(part)
    assert found is not None
    assert clipped(found) == []


def test_the_sheet_of_keys(window: MainWindow, stage: Stage) -> None:
    sheet = KeySheet(stage.theme, window.keys, window)
    put_up(sheet, sheet.sizeHint())
    assert forgotten(sheet, "") == []
    assert clipped(sheet) == []


def test_what_is_forgotten_is_found(theme: object, qtbot: QtBot) -> None:
    """The walk itself: a literal that no translation saw, and a label that is too narrow."""
    from deskbell.ui.widgets.label import Label

    screen = QWidget()
    qtbot.addWidget(screen)
    label = Label("Forgotten words", parent=screen)
    label.setFixedWidth(20)
    put_up(screen, QSize(200, 100))
    assert [one.text for one in forgotten(screen, "")] == ["Forgotten words"]
    assert [one.text for one in clipped(screen)] == ["Forgotten words"]
    assert forgotten(screen, "someone wrote of forgotten words") == []


@pytest.mark.parametrize("page", ["people", "password"])
@pytest.mark.parametrize("size", [100, 150])
def test_who_is_here_in_a_strange_language(strange: None, stage: Stage, page: str, size: int) -> None:
    agents = stage.desk.agents
    stage.theme.choose("light", size)
    window = WhoWindow(stage.runner, stage.theme, Profiles(agents, frozenset({agents[0].id})))
    put_up(window, QSize(600, 700))
    if page == "password":
        window.entries[agents[0].id].click()
    settle(stage.runner)
    assert forgotten(window, data_of(stage)) == []
    assert clipped(window) == []
    delete(window)


def test_the_password_of_a_profile_in_a_strange_language(strange: None, stage: Stage) -> None:
    form = ProfilePassword(stage.theme)
    form.show_state(has_one=True)
    put_up(form, QSize(560, 320))
    form.remove.click()
    assert form.first_fault() is form.known
    settle(stage.runner)
    assert forgotten(form, data_of(stage)) == []
    assert clipped(form) == []
    delete(form)


@pytest.mark.parametrize("size", [100, 150])
def test_saving_a_view_in_a_strange_language(strange: None, stage: Stage, size: int) -> None:
    stage.theme.choose("light", size)
    saved = SavedView(0, 1, None, "Refunds", "tag:refund after:7d")
    popup = ViewPopup(stage.theme, stage.runner, saved, stage.desk.teams, me=1, may_share=True)
    put_up(popup, popup.sizeHint())
    settle(stage.runner)
    for faults in (False, True):
        if faults:
            popup.query.setText("tag:")
            popup.refuse(told("view.changed", {"name": "Refunds"}))
            settle(stage.runner)
        assert forgotten(popup, f"{data_of(stage)} {saved.name} {saved.query}".lower()) == []
        assert clipped(popup) == []
    delete(popup)


@pytest.mark.parametrize("size", [100, 150])
def test_the_tags_in_a_strange_language(strange: None, stage: Stage, size: int) -> None:
    stage.theme.choose("light", size)
    page = TagsPage(stage.theme, stage.runner, stage.desk, Who.MANAGERS, DialogPrompts(QWidget()))
    put_up(page, QSize(650 * size // 100, 570 * size // 100))
    settle(stage.runner)
    page.tell_merged("exchange", "return", [])
    for look in (lambda: None, lambda: page.open_one(next(iter(page.entries))), lambda: page.deeds.show_course(1, 300)):
        look()
        settle(stage.runner)
        assert forgotten(page, f"{data_of(stage)} exchange") == []
        assert clipped(page) == []
    delete(page)


@pytest.mark.usefixtures("strange")
def test_what_a_ticket_is_linked_as_can_be_read_whole(stage: Stage, qtbot: QtBot) -> None:
    popup = LinkPopup(stage.theme, 1039)
    qtbot.addWidget(popup)
    put_up(popup, popup.sizeHint())
    choices = popup.kind.findChildren(QAbstractButton)
    assert len(choices) == 4
    assert all(choice.width() >= choice.sizeHint().width() for choice in choices)


@pytest.mark.parametrize("size", [100, 150])
def test_what_may_be_the_same_in_a_strange_language(strange: None, stage: Stage, qtbot: QtBot, size: int) -> None:
    stage.theme.choose("light", size)
    box = MaybeSame(stage.theme)
    qtbot.addWidget(box)
    box.show_rows([TicketTitle(1042, "退款", Status.ON_HOLD, datetime(2026, 3, 2, tzinfo=UTC))])
    put_up(box, QSize(stage.theme.px(WIDTH) - 20, box.sizeHint().height()))
    assert forgotten(box, "") == []
    assert clipped(box) == []


def test_what_is_done_to_many_in_a_strange_language(strange: None, stage: Stage, qtbot: QtBot) -> None:
    line = CourseLine(stage.deeds.long)
    qtbot.addWidget(line)
    course = stage.deeds.long.begin(5_000)
    line.look()
    put_up(line, QSize(300, line.sizeHint().height()))
    assert line.stop_button.isVisible()
    assert forgotten(line, "") == []
    assert clipped(line) == []
    stage.deeds.long.end(course)


@pytest.mark.parametrize("size", [100, 150])
def test_what_a_macro_changes_in_a_strange_language(strange: None, stage: Stage, qtbot: QtBot, size: int) -> None:
    stage.theme.choose("light", size)
    form = ActionsForm(stage.theme)
    qtbot.addWidget(form)
    form.show_agents(stage.desk.agents)
    form.show_actions(Actions(due_days=5, type=TicketType.TASK))
    put_up(form, QSize(stage.theme.px(594), form.sizeHint().height()))
    assert forgotten(form, data_of(stage)) == []
    assert clipped(form) == []
    effects = (
        Effect(Deed.DUE, 0),
        Effect(Deed.DUE, 3),
        Effect(Deed.TYPE, TicketType.TASK),
        Effect(Deed.FOLLOWED, True),
    )
    more = (Effect(Deed.FOLLOWED, 2), Effect(Deed.CHECKLIST, 2), Effect(Deed.SNOOZED, UNTIL_AN_ANSWER))
    words = EffectWords().line((*effects, *more))
    assert words.count("⟦") == 9
