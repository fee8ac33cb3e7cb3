"""The search for the servers of an address, in the form of a mailbox: that it goes on, what it found, and from whom."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.mail.discovery.found import Discovery, Source
from deskbell.mail.providers import Endpoint
from deskbell.ui.errand import Errand
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.spinner import Spinner

Find = Callable[[str], Discovery]
_MARK = 14


def find_servers(address: str) -> Discovery:
    """Ask the network; takes some seconds: not for the window's thread."""
    # Loaded when it is needed: web and DNS take a while, and a form should not.
    from deskbell.mail.discovery.discover import discover

    return discover(address)


class ServersFound(QWidget):
    """Searches for one address at a time, off the window's thread; hidden as long as there is nothing to say.

    Servers in the domain of the address are taken as they are found. Others are only shown: a password would follow them.

    Signals:
        taken(Suggestion): these servers are to be used.
    """

    taken = Signal(object)

    def __init__(self, theme: ThemeSource, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._errand: Errand | None = None
        self._address = ""
        self._found: Discovery | None = None
        self._line = QWidget(self)
        self._looking = Label("", TextRole.small, ink="muted", wrap=True, parent=self._line)
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Spinner(theme, size=_MARK, parent=self._line))
        line.addWidget(self._looking, 1)
        self._callout = Callout(theme, Tone.ACCENT, self)
        self._callout.acted.connect(self._act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._line)
        layout.addWidget(self._callout)
        self.forget()

    def look_for(self, address: str) -> None:
        """Search for this address, unless that was done."""
        if address != self._address:
            self._look(address)

    def is_for(self, address: str) -> bool:
        """Whether this is the address that was searched for."""
        return address == self._address

    def forget(self) -> None:
        """Say nothing, and hear no more of a search that is under way."""
        self._stop()
        self._address = ""
        self._found = None
        self._callout.say("")
        self.setVisible(False)

    def looking(self) -> bool:
        """Whether a search is under way."""
        return self._errand is not None

    def show_looking(self, domain: str) -> None:
        """A search for the servers of this domain is under way."""
        self._looking.setText(self.tr("Looking for the servers of %1…").replace("%1", domain))
        self._callout.say("")
        self._line.setVisible(True)
        self.setVisible(True)

    def show_found(self, found: Discovery) -> None:
        """What a search found."""
        self._stop()
        self._found = found
        self._line.setVisible(False)
        self._callout.say(*self._words(found))
        self.setVisible(bool(self._callout.sentence()))
        if found.source not in {Source.GUESS, Source.TABLE} and found.at_home():
            self.taken.emit(found.suggestion)

    def sentence(self) -> str:
        """What it says."""
        return self._looking.text() if self.looking() else self._callout.sentence()

    def _look(self, address: str) -> None:
        self._stop()
        self._address, self._found = address, None
        self.show_looking(address.rpartition("@")[2])
        self._errand = Errand(partial(_found_for, self._find, address), may_be_cut=True, parent=self)
        self._errand.done.connect(self.show_found)
        self._errand.failed.connect(self._fail)
        self._errand.start()

    def _stop(self) -> None:
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None

    @Slot(object)
    def _fail(self, _: Exception) -> None:
        # Reported where it began; the usual names stand in the form.
        self.forget()

    @Slot()
    def _act(self) -> None:
        found = self._found
        if found is None or found.offline:
            self._look(self._address)
            return
        self._callout.say(self._home_words(found), "", Tone.GOOD)
        self.taken.emit(found.suggestion)

    def _words(self, found: Discovery) -> tuple[str, str, Tone]:
        domain = found.address.rpartition("@")[2]
        if found.offline:
            words = self.tr(
                "The servers of %1 could not be looked up: this computer seems to be offline. The usual names are filled in."
            )
            return words.replace("%1", domain), self.tr("Look again"), Tone.WARNING
        match found.source:
            case Source.TABLE:
                return "", "", Tone.ACCENT
            case Source.GUESS:
                words = self.tr(
                    "Nobody tells which servers %1 has. The usual names are filled in; the test shows whether they are right."
                )
                return words.replace("%1", domain), "", Tone.PLAIN
        if found.at_home():
            return self._home_words(found), "", Tone.GOOD
        words = self._named(
            found,
            self.tr("%1 says that the mail of %2 is at %3 and %4. The password goes there only if you take them."),
        )
        return words, self.tr("Use these servers"), Tone.ACCENT

    def _home_words(self, found: Discovery) -> str:
        return self._named(found, self.tr("Found through %1: %3 and %4."))

    def _named(self, found: Discovery, words: str) -> str:
        suggestion = found.suggestion
        values = (found.by, found.address.rpartition("@")[2], _place(suggestion.imap), _place(suggestion.smtp))
        # What strangers named comes last, so that nothing in it is taken for a place to fill.
        for number in (2, 1, 3, 4):
            words = words.replace(f"%{number}", values[number - 1])
        return words


def _found_for(find: Find, address: str, _: Callable[[object], None]) -> Discovery:
    return find(address)


def _place(endpoint: Endpoint) -> str:
    return f"{endpoint.host}:{endpoint.port}"
