"""Which pages there are, and how each is made: only when it is first looked at."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from deskbell.model.commands import SaveSettings
from deskbell.model.declaration import Scope
from deskbell.model.errors import DeskError
from deskbell.model.places import Places
from deskbell.model.settings import BY_KEY, DECLARATIONS, Settings
from deskbell.model.teams import SaveTeam
from deskbell.rules.rights import may
from deskbell.store.secrets import Secrets
from deskbell.ui.carrying.carrying import Carrying
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.key_table import KeyAction
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.about import AboutPage
from deskbell.ui.settings.agents import AgentsPage
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.settings.database import DatabasePage
from deskbell.ui.settings.declared import DeclaredPage, Section, Write
from deskbell.ui.settings.keys import KeysPage
from deskbell.ui.settings.mailboxes import MailboxesPage, TokenOfRow
from deskbell.ui.settings.notifications import NotificationsPage
from deskbell.ui.settings.page import Page, PageName, Refused, Saved, Who
from deskbell.ui.settings.page_names import page_entries, page_of
from deskbell.ui.settings.picture_senders import PictureSendersPage
from deskbell.ui.settings.profile import ProfilePage
from deskbell.ui.settings.secret_row import KEPT
from deskbell.ui.settings.senders import SendersPage
from deskbell.ui.settings.servers_found import Find
from deskbell.ui.settings.setting_row import Value
from deskbell.ui.settings.settings_saver import SettingsSaver
from deskbell.ui.settings.sign_in_sections import sign_in_sections
from deskbell.ui.settings.teams import TeamsPage
from deskbell.ui.theme.source import ThemeSource

if TYPE_CHECKING:
    from deskbell.ui.spelling.speller import Speller


class Pages(QObject):
    """Makes the pages of the settings for the person at this window.

    Signals:
        appearance_changed(Settings): theme, text size or language of this computer are others now.
    """

    appearance_changed = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        secrets: Secrets,
        token: TokenOfRow,
        find: Find,
        computer: ComputerSettings,
        places: Places,
        prompts: Prompts,
        keys: Sequence[KeyAction],
        backup: Carrying | None,
        speller: "Callable[[], Speller] | None",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._secrets = secrets
        self._token = token
        self._find = find
        self._computer = computer
        self._places = places
        self._prompts = prompts
        self._keys = keys
        self._backup = backup
        self._speller = speller
        self._saver = SettingsSaver(runner, secrets, self)

    def make(self, name: PageName) -> Page:
        """A page, showing what is kept."""
        theme, runner, desk = self._theme, self._runner, self._desk
        match name:
            case PageName.PROFILE:
                return ProfilePage(theme, runner, desk)
            case PageName.APPEARANCE:
                page = self._declared(name, Who.COMPUTER, Scope.COMPUTER, self._write_computer)
                self._computer.changed.connect(page.follow)
                return page
            case PageName.REPLIES:
                return self._desk_declared(name, Who.YOU, Scope.PERSON, self._write_person)
            case PageName.SPELLING:
                from deskbell.ui.settings.spelling import SpellingPage

                spelling = SpellingPage(theme, runner, desk, self._speller, self._write_person)
                desk.settings_changed.connect(spelling.follow)
                return spelling
            case PageName.NOTIFICATIONS:
                return self._notifications()
            case PageName.SIGNATURES:
                from deskbell.ui.settings.signatures import SignaturesPage

                return SignaturesPage(theme, runner, desk, self._prompts)
            case PageName.CANNED:
                # Loaded with what an editor needs, where somebody looks at it.
                from deskbell.ui.settings.canned import CannedPage

                return CannedPage(theme, runner, desk, Who.OWN, self._prompts)
            case PageName.PICTURES:
                return PictureSendersPage(theme, runner, desk)
            case PageName.KEYS:
                return KeysPage(theme, self._keys, desk.keys, self._write_person)
            case PageName.MAILBOXES:
                return MailboxesPage(
                    theme, runner, desk, self._secrets, self._token, self._find, self._admins(), self._prompts
                )
            case PageName.LAYOUTS:
                # Loaded with what an editor needs, where somebody looks at it.
                from deskbell.ui.settings.layouts import LayoutsPage

                return LayoutsPage(theme, runner, desk, self._admins(), self._prompts)
            case PageName.SIGN_IN:
                return self._sign_in()
            case PageName.SENDERS:
                return SendersPage(theme, runner, desk, self._managers())
            case PageName.AGENTS:
                return AgentsPage(theme, runner, desk, self._admins(), self._prompts)
            case PageName.TEAMS:
                return TeamsPage(theme, runner, desk, self._managers(), self._prompts)
            case PageName.HOURS:
                from deskbell.ui.settings.calendars import CalendarsPage

                return CalendarsPage(theme, runner, desk, self._managers(), self._prompts)
            case PageName.SLA:
                from deskbell.ui.settings.policies import PoliciesPage

                return PoliciesPage(theme, runner, desk, self._managers(), self._prompts)
            case PageName.RULES:
                from deskbell.ui.rules.page import RulesPage

                return RulesPage(theme, runner, desk, self._managers(), self._prompts)
            case PageName.WEBHOOKS:
                from deskbell.ui.webhooks.page import WebhooksPage

                return WebhooksPage(theme, runner, desk, self._secrets, self._admins(), self._prompts)
            case PageName.TAGS:
                from deskbell.ui.settings.tags import TagsPage

                return TagsPage(theme, runner, desk, self._managers(), self._prompts)
            case PageName.FIELDS:
                from deskbell.ui.settings.fields import FieldsPage

                return FieldsPage(theme, runner, desk, self._managers(), self._prompts)
            case PageName.ORGANISATIONS:
                from deskbell.ui.settings.organisations import OrganisationsPage

                return OrganisationsPage(theme, runner, desk, self._prompts)
            case PageName.CUSTOMER_DATA:
                from deskbell.ui.settings.customer_data import CustomerDataPage

                now, write, kept = self._desk_settings, self._write_desk, self._computer.store
                data = CustomerDataPage(theme, runner, desk, self._managers(), self._prompts, now, write, kept)
                desk.settings_changed.connect(data.follow)
                return data
            case PageName.DESK | PageName.KNOWLEDGE:
                return self._desk_declared(name, self._admins(), Scope.DESK, self._write_desk)
            case PageName.DATABASE:
                return DatabasePage(
                    theme, desk, self._admins(), self._places, self._secrets, self._prompts, self._backup
                )
            case PageName.ABOUT:
                return AboutPage(theme, self._places, self._secrets)

    def _admins(self) -> Who:
        return Who.ADMINS if may(self._desk.me.role, SaveSettings) else Who.LOOKING

    def _managers(self) -> Who:
        return Who.MANAGERS if may(self._desk.me.role, SaveTeam) else Who.LOOKING_UP

    def _desk_declared(
        self, name: PageName, who: Who, scope: Scope, write: Write, sections: Sequence[Section] = ()
    ) -> DeclaredPage:
        page = self._declared(name, who, scope, write, sections)
        self._desk.settings_changed.connect(page.follow)
        return page

    def _sign_in(self) -> DeclaredPage:
        page = self._desk_declared(PageName.SIGN_IN, self._admins(), Scope.DESK, self._write_desk, sign_in_sections())

        def follow() -> None:
            page.show_place(self._saver.place)
            page.follow()

        self._saver.looked.connect(follow)
        self._saver.failed.connect(page.show_error)
        self._saver.look()
        return page

    def _notifications(self) -> Page:
        page = NotificationsPage(self._theme, self._desk, self._computer, self._write_both)
        self._desk.settings_changed.connect(page.follow)
        self._computer.changed.connect(page.follow)
        return page

    def _declared(
        self, name: PageName, who: Who, scope: Scope, write: Write, sections: Sequence[Section] = ()
    ) -> DeclaredPage:
        title = next(entry.title for entry in page_entries() if entry.name is name)
        declarations = [one for one in DECLARATIONS if page_of(one) is name]
        now = self._computer_settings if scope is Scope.COMPUTER else self._desk_settings
        return DeclaredPage(self._theme, title, who, declarations, now, write, sections=sections)

    def _desk_settings(self) -> Settings:
        kept = dict.fromkeys(self._saver.kept, KEPT)
        return Settings({**self._desk.settings.values, **kept})

    def _computer_settings(self) -> Settings:
        return self._computer.settings

    def _write_computer(self, values: Mapping[str, Value], saved: Saved, refused: Refused) -> None:
        try:
            self._computer.write(values)
        except DeskError as error:
            refused(error)
            return
        settings = self._computer.settings
        self._theme.take(settings)
        self.appearance_changed.emit(settings)
        saved()

    def _write_both(self, values: Mapping[str, Value], saved: Saved, refused: Refused) -> None:
        """Settings of this computer and of the person: the latter first, which may fail."""
        here = {key: value for key, value in values.items() if BY_KEY[key].scope is Scope.COMPUTER}
        mine = {key: value for key, value in values.items() if key not in here}

        def kept() -> None:
            self._write_computer(here, saved, refused) if here else saved()

        if mine:
            self._write_person(mine, kept, refused)
        else:
            kept()

    def _write_person(self, values: Mapping[str, Value], saved: Saved, refused: Refused) -> None:
        self._write(values, self._desk.me.id, saved, refused)

    def _write_desk(self, values: Mapping[str, Value], saved: Saved, refused: Refused) -> None:
        self._write(values, 0, saved, refused)

    def _write(self, values: Mapping[str, Value], owner: int, saved: Saved, refused: Refused) -> None:
        def done() -> None:
            saved()
            self._saver.look()

        self._saver.save(values, self._desk.me.id, done, refused, owner=owner)
