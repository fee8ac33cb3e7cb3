"""The scenes that `deskbell.ui.screens` draws: each screen in the states that are worth looking at."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskbell.model.answering import ArticleChoice
from deskbell.model.customer_list import CustomerLine
from deskbell.model.found_beside import Beside
from deskbell.model.kinds import ReplyKind
from deskbell.model.views import View, ViewKind
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.answering import answering
from deskbell.ui.scenes.apart import apart
from deskbell.ui.scenes.article_files import article_files
from deskbell.ui.scenes.bulk import bulk
from deskbell.ui.scenes.canned import begun, canned
from deskbell.ui.scenes.concerns import concerns
from deskbell.ui.scenes.customer_files import customer_files
from deskbell.ui.scenes.customer_list import customer_list
from deskbell.ui.scenes.customers import customers
from deskbell.ui.scenes.fields import fields
from deskbell.ui.scenes.history import history
from deskbell.ui.scenes.hours import working_hours
from deskbell.ui.scenes.importing import importing
from deskbell.ui.scenes.keys import keys
from deskbell.ui.scenes.knowledge import knowledge
from deskbell.ui.scenes.layouts import layouts
from deskbell.ui.scenes.look import look
from deskbell.ui.scenes.mailboxes import mailboxes
from deskbell.ui.scenes.mentions import mentions
from deskbell.ui.scenes.office import office
from deskbell.ui.scenes.organisation_files import organisation_files
from deskbell.ui.scenes.properties import properties
from deskbell.ui.scenes.rating import ratings
from deskbell.ui.scenes.received import received
from deskbell.ui.scenes.reminders import reminders
from deskbell.ui.scenes.routing import routing
from deskbell.ui.scenes.rules import rules
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.sharing import sharing
from deskbell.ui.scenes.sla import promises
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket
from deskbell.ui.scenes.table import table
from deskbell.ui.scenes.tags import tags
from deskbell.ui.scenes.trials import trials
from deskbell.ui.scenes.views import views
from deskbell.ui.scenes.webhooks import webhooks
from deskbell.ui.scenes.writing import writing
from deskbell.ui.settings.page import PageName
from deskbell.ui.widgets.chip import Tone

WINDOW = (1440, 900)
SETTINGS = (860, 640)
WELCOME = (600, 812)


def scenes(folder: Path) -> Iterator[Scene]:
    """All scenes. `folder` is for what a screen writes."""
    first, second = partial(open_ticket, number=0), partial(open_ticket, number=1)
    yield Scene("window", WINDOW, _window, (first, _say_solved))
    yield Scene("window-colleagues", WINDOW, _window, (first, _colleagues))
    yield Scene("window-second-ticket", WINDOW, _window, (second,))
    yield Scene("window-nothing-open", WINDOW, _window)
    yield Scene("window-narrow", (1024, 680), _window, (first,))
    yield Scene("window-low", (1000, 640), _window, (first,))
    yield from received()
    yield Scene("window-text-150", WINDOW, _window, (first,), text_size=150)
    yield Scene(
        "window-solved", WINDOW, _window, (partial(_go, view=View(ViewKind.DONE)), partial(open_ticket, number=2))
    )
    yield Scene("window-search", WINDOW, _window, (partial(_search, words="退款"), first))
    yield Scene("window-search-beside", WINDOW, _window, (partial(_search, words="refund"), _found_beside, first))
    yield Scene("window-nothing-found", WINDOW, _window, (partial(_search, words="qwertz"),))
    yield Scene("window-bulk", WINDOW, _window, (first, _tick))
    yield from bulk(_window, WINDOW)
    yield Scene("window-trouble", WINDOW, _window, (first, _trouble))
    yield Scene("window-note", WINDOW, _window, (first, partial(_begin, kind=ReplyKind.NOTE)))
    yield Scene("window-forward", WINDOW, _window, (first, partial(_begin, kind=ReplyKind.FORWARD)))
    yield Scene("window-picture", WINDOW, _window, (partial(open_ticket, number=3), _write, _paste_picture))
    yield from apart(_window, WINDOW)
    yield from answering(_window, WINDOW)
    yield from canned(_window, WINDOW, partial(_settings, folder=folder, page=PageName.CANNED), SETTINGS)
    yield from customer_files()
    yield from organisation_files()
    yield from customers(_window, WINDOW)
    yield from customer_list(_window, WINDOW)
    yield from knowledge(_window, WINDOW)
    yield from article_files()
    yield from mentions(_window, WINDOW)
    yield from concerns(_window, WINDOW)
    yield from reminders(_window, WINDOW, (960, 680))
    yield from properties(_window, WINDOW)
    yield from ratings(_window, WINDOW)
    yield from views(_window, WINDOW)
    yield from table(_window, WINDOW)
    yield from history(_window, WINDOW)
    yield from sharing(_window, WINDOW)
    spelling = partial(_settings, folder=folder, page=PageName.SPELLING)
    yield from writing(_window, WINDOW, spelling, (860, 760))
    yield Scene("new-ticket", (640, 520), _new_ticket)
    yield from begun(_new_ticket)
    yield from importing()
    yield from look()
    yield from keys(_window, WINDOW, partial(_settings, folder=folder, page=PageName.KEYS), SETTINGS)
    for page in PageName:
        yield Scene(f"settings-{page.value}", SETTINGS, partial(_settings, folder=folder, page=page))
    yield Scene(
        "settings-notifications-all", (860, 1320), partial(_settings, folder=folder, page=PageName.NOTIFICATIONS)
    )
    yield from mailboxes(partial(_settings, folder=folder, page=PageName.MAILBOXES), SETTINGS)
    yield from working_hours(partial(_settings, folder=folder, page=PageName.HOURS), SETTINGS)
    yield from promises(partial(_settings, folder=folder, page=PageName.SLA), SETTINGS)
    yield from trials()
    yield from rules(partial(_settings, folder=folder, page=PageName.RULES), SETTINGS)
    yield from webhooks(partial(_settings, folder=folder, page=PageName.WEBHOOKS), SETTINGS)
    yield from fields(_window, WINDOW, partial(_settings, folder=folder, page=PageName.FIELDS), SETTINGS)
    signing = partial(_settings, folder=folder, page=PageName.SIGNATURES)
    yield from layouts(partial(_settings, folder=folder, page=PageName.LAYOUTS), signing, SETTINGS[0])
    teams = partial(_settings, folder=folder, page=PageName.TEAMS)
    people = partial(_settings, folder=folder, page=PageName.AGENTS)
    yield from routing(_window, WINDOW, teams, people, SETTINGS)
    companies = partial(_settings, folder=folder, page=PageName.ORGANISATIONS)
    yield Scene("settings-organisation", SETTINGS, companies, (_organisation_form,))
    data = partial(_settings, folder=folder, page=PageName.CUSTOMER_DATA)
    yield Scene("settings-erasing", (SETTINGS[0], 720), data, (_old_tickets,))
    yield from tags(partial(_settings, folder=folder, page=PageName.TAGS), SETTINGS)
    yield from office(folder)
    welcome = partial(_welcome, folder=folder)
    yield Scene("welcome", WELCOME, welcome)
    yield Scene("who", WELCOME, _who)
    yield Scene("who-password", WELCOME, _who, (_pick_locked,))
    yield Scene("welcome-mailbox", WELCOME, welcome, (_known_provider,))
    yield Scene("welcome-sign-in", WELCOME, welcome, (_known_provider, _registered))
    yield Scene(
        "welcome-browser", WELCOME, welcome, (_known_provider, _registered, partial(_signing_in, state="waiting"))
    )
    yield Scene(
        "welcome-signed-in", WELCOME, welcome, (_known_provider, _registered, partial(_signing_in, state="done"))
    )
    yield Scene("welcome-found", WELCOME, welcome, (_own_domain, partial(_found, host="host.example")))
    yield Scene("welcome-looking", WELCOME, welcome, (_own_domain, _looking))
    yield Scene("welcome-failed", WELCOME, welcome, (_server_away,))
    yield Scene("welcome-mended", WELCOME, welcome, (_server_away, _mend))


def _window(stage: Stage) -> MainWindow:
    window = MainWindow(
        stage.theme,
        stage.runner,
        stage.feed,
        stage.desk,
        stage.settings,
        settings_dialog=QWidget,
    )
    window.begin()
    return window


def _begin(window: QWidget, kind: ReplyKind) -> None:
    assert isinstance(window, MainWindow)
    window.pane.begin(kind)


def _write(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.composer.editor.insertPlainText("Hello Maria,\nplease choose the printer here:\n")


def _paste_picture(window: QWidget) -> None:
    """A screenshot from a large screen: it is made smaller, and that is said."""
    from PySide6.QtCore import QMimeData, QRect
    from PySide6.QtGui import QColor, QImage, QPainter

    assert isinstance(window, MainWindow)
    picture = QImage(2880, 1000, QImage.Format.Format_RGB32)
    picture.fill(QColor("#dfe7f3"))
    painter = QPainter(picture)
    for row, colour in enumerate(("#ffffff", "#1f5fd6", "#ffffff")):
        painter.fillRect(QRect(200, 160 + row * 240, 2480, 200), QColor(colour))
    painter.end()
    data = QMimeData()
    data.setImageData(picture)
    window.pane.composer.editor.insertFromMimeData(data)


def _new_ticket(stage: Stage) -> QWidget:
    from deskbell.ui.composer.__main__ import screen

    return screen(stage)


def _go(window: QWidget, view: View) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.go_to_view(view)


def _search(window: QWidget, words: str) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.tickets.header.open_search()
    window.inbox.tickets.header.search.setText(words)
    window.inbox.go_to_view(View(ViewKind.SEARCH, query=words))


def _found_beside(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    assert window.places.beside is not None
    ona = CustomerLine(1, "Ona Petraitė", "ona@acme.example", "Acme", False, 2, None)
    terms = ArticleChoice(1, "en", "Refunds within 14 days", True, "A refund is paid to the card that was used")
    abroad = ArticleChoice(2, "en", "Refunds to other countries", True, "takes up to ten days")
    window.places.beside.follow(View(ViewKind.MINE))  # what the sample has of it comes no more
    window.places.beside.show_found(Beside((ona,), (terms, abroad), more_articles=True))


def _say_solved(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.toasts.say(f"#{window.pane.ticket_id - 1} solved", lambda: None)


def _colleagues(window: QWidget) -> None:
    """Others at the open ticket, and at some that are only in the list."""
    from deskbell.model.kinds import Activity
    from deskbell.model.rows import ViewerRow

    assert isinstance(window, MainWindow)
    assert window.viewing is not None
    window.viewing.close()
    tickets = [row.id for row in map(window.inbox.tickets.model.ticket, (0, 2, 4)) if row is not None]
    window.viewing.hear(
        (
            ViewerRow(2, tickets[0], Activity.ANSWERING),
            ViewerRow(3, tickets[0], Activity.LOOKING),
            ViewerRow(4, tickets[1], Activity.LOOKING),
            ViewerRow(2, tickets[2], Activity.NOTING),
            ViewerRow(3, tickets[2], Activity.LOOKING),
        )
    )


def _tick(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    model = window.inbox.tickets.model
    rows = (model.ticket(number) for number in (1, 2, 4))
    model.choose(tuple(row.id for row in rows if row is not None), on=True)


def _trouble(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.banners.drop("sample")
    window.banners.tell(
        "mailbox/1",
        "Mail for Returns does not come in. imap.example.com does not accept the user name or password of returns@example.com. "
        "Many providers want an app password here.",
        Tone.WARNING,
        action=("Open settings", lambda: None),
        detail="NO [AUTHENTICATIONFAILED] Authentication failed.",
    )


def _settings(stage: Stage, folder: Path, page: PageName) -> QWidget:
    from deskbell.ui.settings.__main__ import make

    return make(stage, folder, page)


def _organisation_form(window: QWidget) -> None:
    from deskbell.ui.settings.organisations import OrganisationsPage

    page = window.findChild(OrganisationsPage)
    assert page is not None
    page.open_one(next(iter(page.rows)))
    for name in ("gold", "press"):
        page.form.tags.added.emit(name)


def _old_tickets(window: QWidget) -> None:
    from deskbell.ui.settings.erasing_rows import ErasingRow

    for row, days in zip(window.findChildren(ErasingRow), (1, 30), strict=True):
        row.set_value(days)
        row.changed.emit()
        row.look()


def _registered(window: QWidget) -> None:
    from deskbell.ui.settings.registrations import Registrations

    found = window.findChild(Registrations)
    assert found is not None
    found.keep({"oauth.google_client_id": "1234.apps.example"}, lambda: None, lambda _: None)


def _signing_in(window: QWidget, state: str) -> None:
    from deskbell.model.tokens import Tokens
    from deskbell.ui.settings.sign_in_box import SignInBox

    box = window.findChild(SignInBox)
    assert box is not None
    box.show_waiting("https://accounts.example/") if state == "waiting" else box.show_done(Tokens("access", "refresh"))


def _welcome(stage: Stage, folder: Path) -> QWidget:
    from deskbell.store.secrets import Secrets
    from deskbell.ui.welcome.window import WelcomeWindow

    return WelcomeWindow(stage.runner, stage.theme, Secrets(folder))


def _who(stage: Stage) -> QWidget:
    from deskbell.ui.welcome.who import Profiles, WhoWindow

    agents = stage.desk.agents
    return WhoWindow(stage.runner, stage.theme, Profiles(agents, frozenset({agents[1].id}), agents[0].id))


def _pick_locked(window: QWidget) -> None:
    from deskbell.ui.welcome.who import WhoWindow

    assert isinstance(window, WhoWindow)
    list(window.entries.values())[1].click()


def _known_provider(window: QWidget) -> None:
    from deskbell.mail.autoconfig import suggest
    from deskbell.ui.settings.mailbox_draft import MailboxDraft
    from deskbell.ui.settings.mailbox_suggested import suggested
    from deskbell.ui.welcome.window import Step, WelcomeWindow

    assert isinstance(window, WelcomeWindow)
    address = "amberline.support@gmail.com"
    window.form.show_draft(suggested(MailboxDraft("Amberline Support", address), suggest(address)))
    window.show_step(Step.MAILBOX)


def _own_domain(window: QWidget) -> None:
    from deskbell.ui.settings.mailbox_draft import MailboxDraft
    from deskbell.ui.welcome.window import Step, WelcomeWindow

    assert isinstance(window, WelcomeWindow)
    window.form.show_draft(MailboxDraft("Support", "support@amberline.example"))
    window.show_step(Step.MAILBOX)


def _found(window: QWidget, host: str) -> None:
    from msgspec.structs import replace

    from deskbell.mail.autoconfig import Endpoint, guesses
    from deskbell.mail.discovery.found import Discovery, Source
    from deskbell.model.kinds import Security
    from deskbell.ui.welcome.window import WelcomeWindow

    assert isinstance(window, WelcomeWindow)
    address = "support@amberline.example"
    imap, smtp = Endpoint(f"imap.{host}", 993, Security.TLS), Endpoint(f"smtp.{host}", 465, Security.TLS)
    suggestion = replace(guesses(address)[0], imap=imap, smtp=smtp, known=True)
    window.form.found.show_found(Discovery(address, suggestion, Source.DOMAIN, "autoconfig.amberline.example"))


def _looking(window: QWidget) -> None:
    from deskbell.ui.welcome.window import WelcomeWindow

    assert isinstance(window, WelcomeWindow)
    window.form.found.show_looking("amberline.example")


def _server_away(window: QWidget) -> None:
    from deskbell.ui.settings.mailbox_draft import MailboxDraft, ServerDraft
    from deskbell.ui.welcome.window import Step, WelcomeWindow

    assert isinstance(window, WelcomeWindow)
    # Nothing listens there, so both sides fail at once and without a network.
    here = ServerDraft("localhost", 9, password="open sesame")  # noqa: S106  of nobody
    window.form.show_draft(MailboxDraft("Support", "support@amberline.example", here, here))
    window.show_step(Step.TEST)


def _mend(window: QWidget) -> None:
    from deskbell.ui.welcome.window import WelcomeWindow

    assert isinstance(window, WelcomeWindow)
    window.go_back()
