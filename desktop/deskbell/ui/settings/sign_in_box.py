"""Signing a mailbox in through the browser: the button, the waiting, and how it ended."""

import threading
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.kinds import SignIn
from deskbell.model.settings import Settings
from deskbell.model.tokens import Tokens
from deskbell.store.secret_settings import completed
from deskbell.store.secrets import Secrets
from deskbell.ui.errand import Errand, Tell
from deskbell.ui.settings.registration_fields import RegistrationFields
from deskbell.ui.settings.registrations import Registrations
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton, LinkButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.sign import Sign
from deskbell.ui.widgets.spinner import Spinner
from deskbell.ui.words import told_error

_MARK = 18


class SignInState(Enum):
    """READY: nobody has signed in. KEPT: somebody did, earlier, on this computer. WAITING: the browser is open. DONE: just now. FAILED: see the sentence."""

    READY = 0
    KEPT = 1
    WAITING = 2
    DONE = 3
    FAILED = 4


class SignInBox(QWidget):
    """One provider at a time. The browser is the person's own; Deskbell sees no password.

    Signals:
        signed_in(Tokens): a person gave leave.
        edited: what it says is another.
    """

    signed_in = Signal(object)
    edited = Signal()

    def __init__(self, theme: ThemeSource, registrations: Registrations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registrations = registrations
        self._way = SignIn.GOOGLE
        self._address = self._ca_file = self._url = ""
        self._errand: Errand | None = None
        self._stop = threading.Event()
        self.state = SignInState.READY
        self._fields = RegistrationFields(theme, registrations, self)
        self._sign = Sign(theme, Icon.SOLVED, "good", size=_MARK, parent=self)
        self._spinner = Spinner(theme, size=_MARK, parent=self)
        self._words = Label("", wrap=True, parent=self)
        self._small = Label("", TextRole.small, ink="muted", wrap=True, parent=self)
        self.button = GhostButton("", self)
        self.cancel_button = GhostButton(self.tr("Cancel"), self)
        self.again_button = LinkButton(self.tr("Open the page again"), self)
        self.copy_button = LinkButton(self.tr("Copy the link"), self)
        self.button.clicked.connect(self.begin)
        self.cancel_button.clicked.connect(self.cancel)
        self.again_button.clicked.connect(self._open)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._url))
        self._fields.edited.connect(self._look)
        registrations.changed.connect(self._look)
        self._lay_out()

    def show_way(self, way: SignIn, address: str, ca_file: str) -> None:
        """Sign in with this provider, for this address; `ca_file` is trusted besides the system's authorities."""
        if way is not self._way:
            self.cancel()
            self._way = way
            self._fields.show_way(way)
            self.state = SignInState.READY
        self._address, self._ca_file = address, ca_file
        self._look()

    def show_kept(self, *, kept: bool) -> None:
        """Whether the mailbox is signed in on this computer already."""
        if self.state in {SignInState.READY, SignInState.KEPT}:
            self.state = SignInState.KEPT if kept else SignInState.READY
            self._look()

    def reset(self) -> None:
        """Another mailbox."""
        self.cancel()
        self.state = SignInState.READY
        self._look()

    def show_waiting(self, url: str) -> None:
        """The browser is open at `url`, "" where that is not known yet."""
        self._url = url
        self.state = SignInState.WAITING
        self._look()

    def show_done(self, tokens: Tokens) -> None:
        """Leave was given."""
        self.state = SignInState.DONE
        self._look()
        self.signed_in.emit(tokens)

    def waiting(self) -> bool:
        """Whether the browser is open for it."""
        return self._errand is not None

    @Slot()
    def begin(self) -> None:
        """Open the browser, once the desk knows as whom."""
        if self.waiting():
            return
        missing = self._fields.first_fault() if self._fields.wanted() else None
        if missing is not None:
            missing.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._fields.wanted():
            self._registrations.keep(self._fields.values(), self._begin, self._fail)
        else:
            self._begin()

    @Slot()
    def cancel(self) -> None:
        """Wait no longer; what comes from the browser after this is not heard."""
        if self._errand is not None:
            self._stop.set()
            self._errand.cancel()
            self._errand = None
            self.state = SignInState.READY
            self._look()

    def place(self) -> QWidget:
        """Where the keyboard goes."""
        return self.cancel_button if self.waiting() else self.button

    def sentence(self) -> str:
        """What it says."""
        return self._words.text()

    def note(self) -> str:
        """What it says below the buttons."""
        return self._small.text()

    def _begin(self) -> None:
        self._stop = threading.Event()
        settings, stop = self._registrations.settings, self._stop
        good = (self.tr("You are signed in"), self.tr("Close this page and go back to Deskbell."))
        bad = (self.tr("You are not signed in"), self.tr("Go back to Deskbell: it says why, and lets you try again."))
        self._errand = Errand(
            partial(
                _sign_in,
                self._way,
                settings,
                self._registrations.secrets,
                self._address,
                self._ca_file,
                good,
                bad,
                stop,
            ),
            may_be_cut=True,
            parent=self,
        )
        self._errand.told.connect(self._take_url)
        self._errand.done.connect(self._take)
        self._errand.failed.connect(self._fail)
        self.show_waiting("")
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._errand.start()

    @Slot(object)
    def _take_url(self, url: str) -> None:
        self.show_waiting(url)
        self._open()

    @Slot(object)
    def _take(self, tokens: Tokens) -> None:
        self._errand = None
        # The browser lies over us now.
        self.window().activateWindow()
        self.show_done(tokens)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._errand = None
        self.state = SignInState.FAILED
        self._look(told_error(error))

    def _open(self) -> None:
        if self._url and not QDesktopServices.openUrl(QUrl(self._url)):
            self._small.setText(self.tr("No browser could be opened here. Copy the link, and open it in one."))

    def _look(self, failure: str = "") -> None:
        name = self._name()
        waiting = self.state is SignInState.WAITING
        self._fields.setVisible(self._fields.wanted() and not waiting)
        words = {
            SignInState.READY: "",
            SignInState.KEPT: self.tr("Signed in on this computer."),
            SignInState.WAITING: self.tr("Sign in with %1 in your browser, then come back here."),
            SignInState.DONE: self.tr("Signed in with %1. Nothing is saved yet."),
            SignInState.FAILED: failure or self._words.text(),
        }[self.state].replace("%1", name)
        small = {
            SignInState.READY: self.tr("It opens your browser. Deskbell never sees the password."),
            SignInState.WAITING: self.tr("It waits for ten minutes."),
        }.get(self.state, "")
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._words.set_ink("danger" if self.state is SignInState.FAILED else "ink")
        self._small.setText(small)
        self._small.setVisible(bool(small))
        self._sign.show_sign(*((Icon.ERROR, "danger") if self.state is SignInState.FAILED else (Icon.SOLVED, "good")))
        self._sign.setVisible(bool(words) and not waiting)
        self._spinner.setVisible(waiting)
        first = self.state in {SignInState.READY, SignInState.FAILED}
        self.button.setText((self.tr("Sign in with %1") if first else self.tr("Sign in again")).replace("%1", name))
        self.button.setAccessibleName(self.button.text())
        self.button.setVisible(not waiting)
        self.button.setEnabled(self._fields.can_begin())
        for button in (self.cancel_button, self.again_button, self.copy_button):
            button.setVisible(waiting)
        for button in (self.again_button, self.copy_button):
            button.setEnabled(bool(self._url))
        self.setAccessibleName(" ".join(filter(None, (words, small))))
        self.edited.emit()

    def _name(self) -> str:
        match self._way:
            case SignIn.GOOGLE:
                return "Google"
            case SignIn.MICROSOFT:
                return "Microsoft"
        issuer = self._registrations.settings.text("oauth.own_issuer")
        return QUrl(issuer).host() or self.tr("your provider")

    def _lay_out(self) -> None:
        marks = QVBoxLayout()
        marks.addWidget(self._sign)
        marks.addWidget(self._spinner)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._words)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addLayout(marks)
        line.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.button, self.cancel_button, self.again_button, self.copy_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._fields)
        layout.addLayout(line)
        layout.addLayout(buttons)
        layout.addWidget(self._small)
        self._fields.show_way(self._way)
        self._look()


def _sign_in(
    way: SignIn,
    settings: Settings,
    secrets: Secrets,
    address: str,
    ca_file: str,
    good: tuple[str, str],
    bad: tuple[str, str],
    stop: threading.Event,
    tell: Tell,
) -> Tokens:
    """The errand. Its libraries are loaded here, off the window's thread."""
    from deskbell.mail.oauth.authority import authority_of
    from deskbell.mail.oauth.redirect import Page
    from deskbell.mail.oauth.sign_in import sign_in

    pages = Page(*good), Page(*bad)
    return sign_in(authority_of(way, completed(settings, secrets)), address, pages, tell, stop.is_set, ca_file=ca_file)
