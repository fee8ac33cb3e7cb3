"""What a desk must know before anybody can sign in with a provider: asked for beside the mailbox, where it is missing."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from deskbell.model.declaration import Scope
from deskbell.model.kinds import SignIn
from deskbell.model.settings import BY_KEY, SECRET_KEYS
from deskbell.ui.settings.registrations import TO_GIVE, Registrations
from deskbell.ui.settings.setting_row import setting_words
from deskbell.ui.settings.sign_in_sections import GOOGLE_HELP, MICROSOFT_HELP
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.password_edit import PasswordEdit

_HELP = {SignIn.GOOGLE: GOOGLE_HELP, SignIn.MICROSOFT: MICROSOFT_HELP}


class RegistrationFields(QWidget):
    """Says that Deskbell comes without a registration of its own, where to get one, and takes it.

    Signals:
        edited: something was typed.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, registrations: Registrations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._registrations = registrations
        self._way = SignIn.GOOGLE
        self._callout = Callout(theme, Tone.WARNING, self)
        self._callout.acted.connect(lambda: QDesktopServices.openUrl(QUrl(_HELP[self._way])))
        self._fields: dict[SignIn, dict[str, Field]] = {
            way: {key: self._field(key) for key in keys} for way, keys in TO_GIVE.items()
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._callout)
        for fields in self._fields.values():
            for field in fields.values():
                layout.addWidget(field)

    def show_way(self, way: SignIn) -> None:
        """Ask for what this provider wants."""
        self._way = way
        for other, fields in self._fields.items():
            for key, field in fields.items():
                field.setVisible(other is way)
                field.set_fault("")
                _line(field).setText(self._registrations.settings.text(key))
        link = self.tr("How to get one") if way in _HELP else ""
        self._callout.say(self._words(), link)

    def wanted(self) -> bool:
        """Whether anything is missing."""
        return not self._registrations.known(self._way)

    def can_begin(self) -> bool:
        """Whether the button to sign in is of use."""
        return not self.wanted() or bool(TO_GIVE[self._way])

    def first_fault(self) -> QWidget | None:
        """Show what is missing; None where nothing is."""
        key, *_ = TO_GIVE[self._way]
        field = self._fields[self._way][key]
        if _line(field).text().strip():
            return None
        field.set_fault(self.tr("Give the ID. It is shown where Deskbell was registered."))
        return field.control

    def values(self) -> dict[str, str]:
        """What was typed, by the keys of the settings. A secret that was left empty stays as it is."""
        typed = {key: _line(field).text().strip() for key, field in self._fields[self._way].items()}
        return {key: text for key, text in typed.items() if text or key not in SECRET_KEYS}

    def _words(self) -> str:
        match self._way:
            case SignIn.GOOGLE:
                return self.tr(
                    "Deskbell comes without a client ID for Google. Your organisation makes one, once for the whole desk."
                )
            case SignIn.MICROSOFT:
                return self.tr(
                    "Deskbell comes without a registration at Microsoft. An administrator of your organisation makes one, once for the whole desk."
                )
        return self.tr("Name your sign-in server and the client ID in Settings, Signing in; then come back here.")

    def _field(self, key: str) -> Field:
        declaration = BY_KEY[key]
        line = PasswordEdit(self._theme, self) if declaration.scope is Scope.HIDDEN else QLineEdit(self)
        field = Field(
            self._theme,
            setting_words(declaration.title),
            line,
            hint=setting_words(declaration.explanation),
            parent=self,
        )
        line.textEdited.connect(lambda: field.set_fault(""))
        line.textEdited.connect(self.edited)
        return field


def _line(field: Field) -> QLineEdit:
    assert isinstance(field.control, QLineEdit)
    return field.control
