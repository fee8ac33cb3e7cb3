"""What the page "Signing in" says: with whom Deskbell can be registered, and where one does that."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.ui.settings.declared import Section

SIGN_IN_KEYS: Final = "oauth."
"""How the keys of the settings begin that are on that page and no other."""

GOOGLE_HELP: Final = "https://support.google.com/cloud/answer/15549257"
MICROSOFT_HELP: Final = "https://learn.microsoft.com/entra/identity-platform/quickstart-register-app"
_T = QT_TRANSLATE_NOOP
_SECTIONS: Final = (
    Section(
        "oauth.google_",
        "Google",
        _T(
            "settings",
            "For Gmail and Google Workspace. Deskbell comes without a client ID of its own: your organisation makes one, once for all desks, allows it the Gmail API, and gives it here. Until then an app password serves.",
        ),
        _T("settings", "How to make one at Google"),
        GOOGLE_HELP,
    ),
    Section(
        "oauth.microsoft_",
        "Microsoft 365",
        _T(
            "settings",
            "For Outlook.com and Microsoft 365, which take no passwords from mail programs any more. An administrator registers Deskbell once: a public client with the permissions IMAP.AccessAsUser.All, SMTP.Send and offline_access.",
        ),
        _T("settings", "How to register at Microsoft"),
        MICROSOFT_HELP,
    ),
    Section(
        "oauth.own_",
        _T("settings", "Another provider"),
        _T(
            "settings",
            "For mail servers of your own that let people in by OpenID Connect. Register a public client with the redirect address http://127.0.0.1, any port.",
        ),
    ),
)


def sign_in_sections() -> tuple[Section, ...]:
    """The sections, in the person's language."""

    def words(text: str) -> str:
        return QCoreApplication.translate("settings", text) if text else ""

    return tuple(
        Section(one.prefix, words(one.title), words(one.words), words(one.link), one.page) for one in _SECTIONS
    )
