"""What the provider of an address wants before it lets a mail program in, and the page of its own that explains how."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from deskbell.mail.autoconfig import Secret, Suggestion
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone


class ProviderHint(Callout):
    """Hidden for a provider that wants nothing special, or that is not known."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme, Tone.ACCENT, parent)
        self._page = ""
        self.acted.connect(self._open)

    def show_for(self, suggestion: Suggestion) -> None:
        """What this provider wants."""
        sentence, link, tone = self._wanted(suggestion)
        self._page = suggestion.help_url
        self.say(sentence.replace("%1", suggestion.provider), link if self._page else "", tone)

    def page(self) -> str:
        """The address behind the link."""
        return self._page

    def _wanted(self, suggestion: Suggestion) -> tuple[str, str, Tone]:
        if not suggestion.known:
            return "", "", Tone.ACCENT
        how = self.tr("How to get it")
        match suggestion.secret:
            case Secret.APP:
                words = self.tr(
                    "%1 wants an app password here: one that is made for Deskbell alone, not that of your account."
                )
                return words, how, Tone.ACCENT
            case Secret.BRIDGE:
                words = self.tr(
                    "%1 is reached through its own program on this computer. Start it, and take the password that it shows."
                )
                return words, how, Tone.ACCENT
            case Secret.OAUTH:
                words = self.tr(
                    "%1 takes no passwords from mail programs any more. Sign in through the browser instead: choose it above."
                )
                return words, self.tr("What the provider says"), Tone.WARNING
            case Secret.NONE:
                words = self.tr("%1 lets no mail program in. Take another mailbox, or forward its mail to one.")
                return words, self.tr("What the provider says"), Tone.WARNING
            case _ if suggestion.help_url:
                words = self.tr("%1 may want mail programs to be allowed first, in the settings of the account.")
                return words, self.tr("How to allow it"), Tone.ACCENT
        return "", "", Tone.ACCENT

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl(self._page))
