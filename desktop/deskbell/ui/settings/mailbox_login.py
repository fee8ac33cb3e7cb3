"""How a mailbox logs in: with a password, or signed in through the browser; and what its provider wants."""

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.mail.providers import Secret, Suggestion
from deskbell.model.kinds import SignIn
from deskbell.model.tokens import Tokens
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Part, Place, Side
from deskbell.ui.settings.provider_hint import ProviderHint
from deskbell.ui.settings.registrations import Registrations
from deskbell.ui.settings.sign_in_box import SignInBox
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.password_edit import PasswordEdit
from deskbell.ui.widgets.segments import Segments

PASSWORD: Place = (Part.PASSWORD, Side.IN)
SIGN_IN: Place = (Part.SIGN_IN, None)


class MailboxLogin(QWidget):
    """The way follows the provider of the address until a person takes another.

    Signals:
        edited(Place): a person changed this, or signed in.
        left(Place): the keyboard went on from what was changed.
        switched: it is another way now.
    """

    edited = Signal(object)
    left = Signal(object)
    switched = Signal()

    def __init__(self, theme: ThemeSource, registrations: Registrations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registrations = registrations
        self._by_hand = False
        self._tokens: Tokens | None = None
        self._suggestion: Suggestion | None = None
        self._address = self._ca_file = ""
        self._ways = Segments(theme, self._choices(), self)
        self._ways.set_value(SignIn.PASSWORD)
        self._ways_field = Field(theme, self.tr("Log in with"), self._ways, parent=self)
        self.password = PasswordEdit(theme, self)
        self._password_field = Field(theme, self.tr("Password"), self.password, parent=self)
        self._hint = ProviderHint(theme, self)
        self.box = SignInBox(theme, registrations, self)
        self._box_field = Field(theme, "", self.box, parent=self)
        self._ways.chosen.connect(self._choose)
        self.password.textEdited.connect(lambda: self.edited.emit(PASSWORD))
        self.password.editingFinished.connect(lambda: self.left.emit(PASSWORD))
        self.box.signed_in.connect(self._take)
        registrations.changed.connect(self._follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for widget in (self._ways_field, self._password_field, self._hint, self._box_field):
            layout.addWidget(widget)
        self._look()

    def way(self) -> SignIn:
        """How it logs in."""
        value = self._ways.value()
        assert isinstance(value, SignIn)
        return value

    def show_draft(self, draft: MailboxDraft, suggestion: Suggestion) -> None:
        """Show this, without telling. A way that does not follow from the address was taken by somebody, and stays."""
        self._registrations.read()
        self._tokens = draft.tokens
        self._by_hand = draft.id != 0 or draft.sign_in is not SignIn.PASSWORD
        self._ways.set_value(draft.sign_in)
        self._address, self._ca_file = draft.address, draft.ca_file
        self._suggestion = suggestion
        self.password.setText(draft.incoming.password)
        self.password.hide_password()
        self.password.setPlaceholderText("")
        self._password_field.set_hint("")
        self.box.reset()
        self._follow()

    def show_kept(self, kept: frozenset[Side], *, signed_in: bool, elsewhere: bool) -> None:
        """What is known on this computer already; `elsewhere`: it should be somewhere, and is not here."""
        self.password.setPlaceholderText(self.tr("Unchanged") if Side.IN in kept else "")
        missing = self.tr("It is not on this computer. The one that fetches the mail needs it.")
        self._password_field.set_hint(missing if elsewhere and Side.IN not in kept else "")
        self.box.show_kept(kept=signed_in)

    def show_address(self, address: str, ca_file: str, suggestion: Suggestion) -> None:
        """It is for this address now."""
        self._address, self._ca_file, self._suggestion = address, ca_file, suggestion
        self._follow()

    def into(self, draft: MailboxDraft) -> MailboxDraft:
        """`draft` with what is chosen and typed here."""
        signing = self.way() is not SignIn.PASSWORD
        password = "" if signing else self.password.text()
        return replace(
            draft,
            sign_in=self.way(),
            tokens=self._tokens if signing else None,
            incoming=replace(draft.incoming, password=password),
        )

    def set_faults(self, shown: Mapping[Place, str]) -> None:
        """What is wrong in here; what is not named is well."""
        self._password_field.set_fault(shown.get(PASSWORD, ""))
        self._box_field.set_fault(shown.get(SIGN_IN, ""))

    def place(self, place: Place) -> QWidget:
        """Where the keyboard goes to mend a part."""
        return self.box.place() if place == SIGN_IN else self.password

    def begin(self) -> QWidget:
        """Where one begins here."""
        return self.password if self.way() is SignIn.PASSWORD else self.box.place()

    @Slot(object)
    def _choose(self, _: object) -> None:
        self._by_hand = True
        self._tokens = None
        # Somebody may have registered the desk since the form was opened.
        self._registrations.read()
        self.box.reset()
        self._look()
        self.switched.emit()
        self.edited.emit(SIGN_IN)

    @Slot(object)
    def _take(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.edited.emit(SIGN_IN)

    @Slot()
    def _follow(self) -> None:
        """The way that fits the address, unless somebody took one: signing in where the desk can, or where nothing else is left."""
        suggestion = self._suggestion
        if suggestion is not None and not self._by_hand:
            way = suggestion.sign_in
            only = suggestion.secret is Secret.OAUTH
            fits = way is not SignIn.PASSWORD and (only or self._registrations.known(way))
            wanted = way if fits else SignIn.PASSWORD
            if wanted is not self.way():
                self._ways.set_value(wanted)
                self.switched.emit()
        self._look()

    def _look(self) -> None:
        way = self.way()
        signing = way is not SignIn.PASSWORD
        self._password_field.setVisible(not signing)
        self._box_field.setVisible(signing)
        if signing:
            self.box.show_way(way, self._address, self._ca_file)
        if signing or self._suggestion is None:
            self._hint.say("")
        else:
            self._hint.show_for(self._suggestion)

    def _choices(self) -> list[tuple[object, str]]:
        return [
            (SignIn.PASSWORD, self.tr("Password")),
            (SignIn.GOOGLE, self.tr("Google")),
            (SignIn.MICROSOFT, self.tr("Microsoft")),
            (SignIn.OWN, self.tr("Other")),
        ]
