"""What every page of the settings has: a head that says who may change it, a place for trouble, and a form that is only applied."""

from collections.abc import Callable
from enum import Enum, StrEnum
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskbell.model.errors import Conflict
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.banner import Banners
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.sign import Sign
from deskbell.ui.words import error_detail, told_error

FORM_WIDTH = 604
_ROOM_FOR_SENTENCE = 72


class PageName(StrEnum):
    """The pages, in their order; the value is what `SettingsDialog.open_page` takes."""

    PROFILE = "profile"
    APPEARANCE = "appearance"
    REPLIES = "replies"
    SPELLING = "spelling"
    NOTIFICATIONS = "notifications"
    SIGNATURES = "signatures"
    CANNED = "canned"
    PICTURES = "pictures"
    KEYS = "keys"
    MAILBOXES = "mailboxes"
    LAYOUTS = "layouts"
    SIGN_IN = "sign_in"
    SENDERS = "senders"
    AGENTS = "agents"
    TEAMS = "teams"
    HOURS = "hours"
    SLA = "sla"
    RULES = "rules"
    WEBHOOKS = "webhooks"
    TAGS = "tags"
    FIELDS = "fields"
    ORGANISATIONS = "organisations"
    KNOWLEDGE = "knowledge"
    CUSTOMER_DATA = "customer_data"
    DESK = "desk"
    DATABASE = "database"
    ABOUT = "about"


class Who(Enum):
    """Who may change a page, and for whom it holds: an icon and words."""

    YOU = (Icon.PERSON, QT_TRANSLATE_NOOP("settings", "Yours alone, on every computer."))
    COMPUTER = (Icon.MONITOR, QT_TRANSLATE_NOOP("settings", "For this computer alone."))
    ADMINS = (Icon.SHIELD, QT_TRANSLATE_NOOP("settings", "Administrators change this, for the whole desk."))
    MANAGERS = (Icon.SHIELD, QT_TRANSLATE_NOOP("settings", "Managers and administrators change this, for everybody."))
    EVERYBODY = (Icon.CUSTOMERS, QT_TRANSLATE_NOOP("settings", "Every agent changes this, for everybody."))
    OWN = (
        Icon.SHIELD,
        QT_TRANSLATE_NOOP(
            "settings", "Managers and administrators change the shared ones; your private ones are yours alone."
        ),
    )
    SIGNED = (
        Icon.SHIELD,
        QT_TRANSLATE_NOOP("settings", "Yours are yours alone; administrators change those of the mailboxes."),
    )
    LOOKING = (Icon.LOCK, QT_TRANSLATE_NOOP("settings", "You can look; only an administrator can change this."))
    LOOKING_UP = (
        Icon.LOCK,
        QT_TRANSLATE_NOOP("settings", "You can look; only a manager or an administrator can change this."),
    )
    NOBODY = (Icon.INFO, QT_TRANSLATE_NOOP("settings", "To look at, and to copy for whoever helps you."))

    @property
    def may(self) -> bool:
        """Whether whoever looks at the page may change what is on it."""
        return self not in (Who.LOOKING, Who.LOOKING_UP)


Saved = Callable[[], None]
Refused = Callable[[Exception], None]


class Page(QWidget):
    """One page: `body` is the layout for its content. Subclasses say what is changed and how it is saved.

    Signals:
        changed: something was typed, chosen or mended; look again at `dirty` and `good`.
        relaid: there are other widgets now.
    """

    changed = Signal()
    relaid = Signal()

    def __init__(self, theme: ThemeSource, who: Who, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = Label("", TextRole.headline, parent=self)
        self._sign = Sign(theme, who.value[0], "faint", size=14, parent=self)
        self._who = Label("", TextRole.small, ink="muted", wrap=True, parent=self)
        self.set_who(who)
        self._banners = Banners(theme, self)
        self._content = QWidget()
        self._content.setObjectName("content")
        self._limit()
        theme.changed.connect(self._limit)
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(24, 4, 24, 24)
        self.body.setSpacing(16)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._banners)
        layout.addWidget(self._lay_head())
        layout.addWidget(self._scroll, 1)

    def set_title(self, title: str) -> None:
        """What the page is called."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def dirty(self) -> bool:
        """Whether there is anything that Apply would change."""
        return False

    def good(self) -> bool:
        """Whether it could be applied as it is."""
        return True

    def save(self, saved: Saved, refused: Refused) -> None:
        """Apply; calls one of the two when it is known."""
        saved()

    def revert(self) -> None:
        """Back to what is kept."""

    def first_fault(self) -> QWidget | None:
        """Where the keyboard should go when Apply cannot."""
        return None

    def set_who(self, who: Who) -> None:
        """Say who may change this page."""
        icon, words = who.value
        self._sign.show_sign(icon, "faint")
        self._who.setText(QCoreApplication.translate("settings", words))

    def show_error(self, error: Exception, action: tuple[str, Callable[[], None]] | None = None) -> None:
        """What could not be done, above the form."""
        sentence, detail = told_error(error), error_detail(error)
        self._banners.tell("error", sentence, Tone.DANGER, action=action, detail=detail)
        self.relaid.emit()

    def show_refusal(self, error: Exception) -> None:
        """What could not be saved. Where somebody else was first, both versions can be shown, one after the other, and neither is lost."""
        self.show_error(error, self._to_theirs() if isinstance(error, Conflict) else None)

    def mine(self) -> Callable[[], None]:
        """What brings back what the form holds now, to be saved over what is kept by then."""
        return self.revert

    def drop_error(self) -> None:
        """It is mended, or being tried again."""
        self._banners.drop("error")

    def see(self, widget: QWidget) -> None:
        """Scroll to a widget of the body."""
        # What was unfolded or said just now has no place before the layout has run.
        QTimer.singleShot(0, self, partial(self._scroll.ensureWidgetVisible, widget, 0, _ROOM_FOR_SENTENCE))

    def see_top(self) -> None:
        """Scroll to where the page begins."""
        self._scroll.verticalScrollBar().setValue(0)

    def _to_theirs(self) -> tuple[str, Callable[[], None]]:
        return self.tr("Show what it is now"), self._show_theirs

    def _show_theirs(self) -> None:
        back = self.mine()
        self.revert()
        said = self.tr("This is what it is now. What you entered is not lost.")
        self._tell_version(said, (self.tr("Show what I entered"), partial(self._show_mine, back)))

    def _show_mine(self, back: Callable[[], None]) -> None:
        back()
        said = self.tr("This is what you entered. Apply puts it in the place of what it is now.")
        self._tell_version(said, self._to_theirs())

    def _tell_version(self, sentence: str, action: tuple[str, Callable[[], None]]) -> None:
        self.drop_error()
        self._banners.tell("error", sentence, Tone.ACCENT, action=action)
        self.relaid.emit()

    def _limit(self) -> None:
        # Longer lines than this are hard to read.
        self._content.setMaximumWidth(self._theme.px(FORM_WIDTH) + 48)

    def _lay_head(self) -> QWidget:
        head = QWidget(self)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._sign)
        line.addWidget(self._who, 1)
        layout = QVBoxLayout(head)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addLayout(line)
        return head
