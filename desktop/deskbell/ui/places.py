"""The places that the rail leads to: the inbox, the knowledge base and the customers, whose screens are made when somebody first goes there."""

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.commands import UndoDeed
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.keys import Keys
from deskbell.ui.prompts import Prompts
from deskbell.ui.rail import Rail
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource

if TYPE_CHECKING:
    from deskbell.model.answering import ArticleDraft
    from deskbell.model.views import View

    # Loaded at the first visit, or with the first search.
    from deskbell.ui.apart.article_windows import ArticleWindows
    from deskbell.ui.customers.screen import CustomersScreen
    from deskbell.ui.inbox.found_beside import FoundBeside
    from deskbell.ui.knowledge.screen import KnowledgeScreen
    from deskbell.ui.main_window import MainWindow
    from deskbell.ui.ticket.pane import TicketPane

# What works by key wherever one is; all else is about tickets.
_EVERYWHERE: Final = frozenset(
    [
        "palette",
        "go_inbox",
        "go_customers",
        "go_knowledge",
        "go_organisations",
        "go_doubles",
        "go_settings",
        "database",
        "customer_data",
        "import_mail",
        "import_articles",
        "export_articles",
        "try_out",
        "new_ticket",
        "new_from_template",
        "undo",
        "done",
        "keys",
    ]
)
Around = tuple[ThemeSource, Runner, DeskNow, Deeds, Prompts, QSettings]


class Places(QObject):
    """One of them is in sight, in the same room of the window.

    Signals:
        left: the person has gone to the inbox; the keyboard belongs there.
        apart_changed: other articles have windows of their own.
    """

    left = Signal()
    apart_changed = Signal()

    def __init__(self, around: Around, feed: Feed, window: "MainWindow") -> None:
        super().__init__(window)
        self._around = around
        self._feed = feed
        self._window = window
        self._toasts_over: QWidget | None = None
        self._shown: QWidget | None = None
        self._articles_apart: ArticleWindows | None = None
        self.customers: CustomersScreen | None = None
        self.knowledge: KnowledgeScreen | None = None
        self.beside: FoundBeside | None = None

    def add_to(self, rail: Rail, keys: Keys) -> None:
        """Let rail and keys lead to them."""
        rail.add_place("inbox", Icon.INBOX, self.tr("Inbox"), "go_inbox", self.go_inbox)
        rail.add_place("knowledge", Icon.KNOWLEDGE, self.tr("Knowledge"), "go_knowledge", self.go_knowledge)
        rail.add_place("customers", Icon.CUSTOMERS, self.tr("Customers"), "go_customers", self.go_customers)
        rail.mark("inbox")
        keys.bind("go_inbox", self.go_inbox)
        keys.bind("go_knowledge", self.go_knowledge)
        keys.bind("go_customers", self.show_customers)
        keys.bind("go_organisations", self.go_organisations)
        keys.bind("import_articles", self.import_articles)
        keys.bind("export_articles", self.export_articles)
        self._window.inbox.view_changed.connect(self._look_beside)
        keys.bind("go_doubles", self.go_doubles)

    def go_inbox(self) -> None:
        """Show the inbox, with the keyboard in the list."""
        self.show_inbox()
        self.left.emit()

    def show_inbox(self) -> None:
        """Show the inbox, where it is not in sight."""
        window = self._window
        window.rail.mark("inbox")
        if self._toasts_over is not None and self._shown is not None:
            self._shown.hide()
            window.inbox.show()
            window.toasts.float_over(self._toasts_over)
            self._toasts_over = self._shown = None
            window.keys.only(None)

    def go_customers(self) -> None:
        """Show the customers; the inbox stays as it was."""
        first = self.customers is None
        screen = self.customers or self._made()
        if self._show("customers", screen, screen.keys):
            screen.begin() if first else screen.show_section(screen.section)

    def go_knowledge(self) -> None:
        """Show the knowledge base; the inbox stays as it was."""
        first = self.knowledge is None
        screen = self.knowledge or self._made_knowledge()
        if self._show("knowledge", screen, screen.keys):
            screen.begin() if first else screen.focus_list()

    def show_article(self, article_id: int) -> None:
        """Show this article in the knowledge base."""
        self.go_knowledge()
        assert self.knowledge is not None
        self.knowledge.open_article(article_id)

    def import_articles(self) -> None:
        """Take articles in from files, in a window of its own."""
        from deskbell.ui.article_files.import_dialog import ImportArticlesDialog

        theme, runner, desk, *_ = self._around
        ImportArticlesDialog(theme, runner, desk.me.id, parent=self._window).show()

    def export_articles(self) -> None:
        """Write articles out, in a window of its own."""
        from deskbell.ui.article_files.export_dialog import ExportArticlesDialog

        theme, runner, desk, *_ = self._around
        ExportArticlesDialog(theme, runner, desk.me.id, parent=self._window).show()

    def find_articles(self, words: str) -> None:
        """Show the articles with these words."""
        self.go_knowledge()
        assert self.knowledge is not None
        self.knowledge.look_for(words)

    def show_to_verify(self) -> None:
        """Show what the person is to verify."""
        self.go_knowledge()
        assert self.knowledge is not None
        self.knowledge.places.show_queue()

    @cached_property
    def article_windows(self) -> "ArticleWindows":
        """The articles that have windows of their own."""
        from deskbell.ui.apart.article_windows import ArticleWindows
        from deskbell.ui.apart.home import home_of

        window = self._window
        theme, runner, desk, _, _, kept = self._around
        around = (theme, runner, self._feed, desk, window.prompts_over, kept)
        made = ArticleWindows(*around, home_of(window), self)
        made.changed.connect(self.apart_changed)
        window.closed.connect(made.close)
        self._articles_apart = made
        return made

    def articles_apart(self) -> dict[str, QByteArray]:
        """Which articles those are, and where the windows stand."""
        return self._articles_apart.open_now() if self._articles_apart is not None else {}

    def edit_article(self, article_id: int, language: str, written: str) -> None:
        """Write in this article, which is read in one language, in the same or another."""
        self.go_knowledge()
        assert self.knowledge is not None
        self.knowledge.open_to(partial(self.knowledge.right.translate, written), article_id, language)

    def settle_article(self, article_id: int, language: str) -> None:
        """Show the settings of this article."""
        self.go_knowledge()
        assert self.knowledge is not None
        self.knowledge.open_to(self.knowledge.right.settle, article_id, language)

    def attend(self, pane: "TicketPane") -> None:
        """Do what this leaves to them."""
        pane.customers.customer_wanted.connect(self.show_customer)
        pane.errands.article_wanted.connect(self.make_article)

    def make_article(self, ticket_id: int) -> None:
        """Begin an article of what this ticket says."""
        from deskbell.store.queries.article_drafts import draft_of
        from deskbell.ui.answering.parts import blank_words, head_words

        asked = (ticket_id, blank_words(), head_words())
        failed = self._window.notices.tell_refusal
        self._around[1].ask(draft_of, *asked, done=self._begin_article, failed=failed, owner=self)

    def _begin_article(self, draft: "ArticleDraft | None") -> None:
        if draft is not None:
            self.go_knowledge()
            assert self.knowledge is not None
            self.knowledge.right.begin_with(draft)

    def show_customers(self) -> None:
        """Show the customers, and not their organisations."""
        from deskbell.ui.customers.sections import Section

        self.go_customers()
        assert self.customers is not None
        self.customers.show_section(Section.CUSTOMERS)

    def go_organisations(self) -> None:
        """Show the organisations of the customers."""
        from deskbell.ui.customers.sections import Section

        self.go_customers()
        assert self.customers is not None
        self.customers.show_section(Section.ORGANISATIONS)

    def go_doubles(self) -> None:
        """Show the customers who may be there twice."""
        from deskbell.ui.customers.sections import Section

        self.go_customers()
        assert self.customers is not None
        self.customers.show_section(Section.DOUBLES)

    def show_customer(self, customer_id: int) -> None:
        """Show this customer among all of them."""
        self.go_customers()
        assert self.customers is not None
        self.customers.show_customer(customer_id)

    def find_customers(self, words: str) -> None:
        """Show the customers with these words."""
        self.show_customers()
        assert self.customers is not None
        self.customers.people.look_for(words)

    def _look_beside(self, view: "View") -> None:
        """What is searched for may be a customer or an article."""
        if self.beside is None and not view.query:
            return
        if self.beside is None:
            self.beside = self._made_beside()
        self.beside.follow(view)

    def _made_beside(self) -> "FoundBeside":
        from deskbell.ui.inbox.found_beside import FoundBeside

        theme, runner, desk, *_ = self._around
        tickets = self._window.inbox.tickets
        made = FoundBeside(theme, runner, desk.me.id, tickets)
        made.customer_wanted.connect(self.show_customer)
        made.article_wanted.connect(self.show_article)
        made.customers_wanted.connect(self.find_customers)
        made.articles_wanted.connect(self.find_articles)
        below = tickets.layout()
        assert below is not None
        below.addWidget(made)
        return made

    def _show(self, key: str, screen: QWidget, keys: Keys) -> bool:
        """Put a screen, which has these keys, in the inbox's room, or in that of another one; whether it was not there."""
        window = self._window
        window.rail.mark(key)
        if self._shown is screen:
            return False
        if self._shown is not None:
            self._shown.hide()
        else:
            self._toasts_over = window.toasts.host
            window.inbox.hide()
        window.keys.only(_EVERYWHERE, beside=keys)
        self._shown = screen
        screen.show()
        window.toasts.float_over(screen)
        return True

    def _made_knowledge(self) -> "KnowledgeScreen":
        from deskbell.ui.knowledge.screen import KnowledgeScreen

        window = self._window
        theme, runner, desk, deeds, prompts, kept = self._around
        made = self.knowledge = KnowledgeScreen(theme, runner, desk, prompts, kept, window)
        window.put_beside_inbox(made)
        made.address_wanted.connect(window.open_address)
        made.window_wanted.connect(lambda number, language: self.article_windows.open(number, language))  # noqa: PLW0108
        made.import_wanted.connect(self.import_articles)
        made.export_wanted.connect(self.export_articles)
        made.told.connect(window.toasts.say)
        made.done.connect(lambda words, deed: deeds.remember(words, UndoDeed(agent_id=desk.me.id, undo=deed)))
        made.failed.connect(window.notices.tell_refusal)
        made.left.connect(self.go_inbox)
        self._feed.changed.connect(made.hear)
        window.unsaved.watch_articles(made.right.drafts, made.right.flush)
        return made

    def _made(self) -> "CustomersScreen":
        from deskbell.ui.customers.screen import CustomersScreen

        window = self._window
        made = self.customers = CustomersScreen(*self._around, has_settings=window.settings.there, parent=window)
        window.put_beside_inbox(made)
        made.ticket_wanted.connect(window.enter_ticket)
        made.message_wanted.connect(self._show_message)
        made.search_wanted.connect(window.search)
        made.new_wanted.connect(self._begin_ticket)
        made.page_wanted.connect(window.settings.open_page)
        made.organisation_wanted.connect(window.settings.open_organisation)
        made.told.connect(window.toasts.say)
        made.failed.connect(window.notices.tell_refusal)
        made.left.connect(self.go_inbox)
        self._feed.changed.connect(made.hear)
        return made

    def _show_message(self, ticket_id: int, message_id: int) -> None:
        self.show_inbox()
        self._window.pane.customers.show_message(ticket_id, message_id)

    def _begin_ticket(self, name: str, email: str) -> None:
        from deskbell.model.mail import Mailbox
        from deskbell.rules.asked_addresses import MailAsked

        self._window.new_ticket(MailAsked(to=(Mailbox(name, email),)))
