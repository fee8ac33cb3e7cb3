"""Every setting of Deskbell, declared once: key, type, default, whose it is, and its words. The settings dialog is built from this table."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from deskbell.model.declaration import Declaration, Scope
from deskbell.model.desktop_settings import DESKTOP
from deskbell.model.knowledge_settings import CUSTOMER_SITE, NAMES, SYNONYMS
from deskbell.model.marking import QT_TRANSLATE_NOOP

_T = QT_TRANSLATE_NOOP

DECLARATIONS: Final[tuple[Declaration, ...]] = (
    Declaration(
        "appearance.theme",
        "system",
        Scope.COMPUTER,
        _T("settings", "Colours"),
        choices=(
            ("system", _T("settings", "As the system")),
            ("light", _T("settings", "Light")),
            ("dark", _T("settings", "Dark")),
        ),
    ),
    Declaration(
        "appearance.contrast",
        "system",
        Scope.COMPUTER,
        _T("settings", "Contrast"),
        choices=(
            ("system", _T("settings", "As the system")),
            ("high", _T("settings", "High")),
            ("normal", _T("settings", "Ordinary")),
        ),
    ),
    Declaration(
        "appearance.motion",
        "system",
        Scope.COMPUTER,
        _T("settings", "Motion"),
        _T("settings", "Pictures that move, menus that fade, and signs that turn."),
        choices=(
            ("system", _T("settings", "As the system")),
            ("less", _T("settings", "As little as possible")),
            ("full", _T("settings", "Let it move")),
        ),
    ),
    Declaration("appearance.text_size", 100, Scope.COMPUTER, _T("settings", "Text size"), low=80, high=200, unit="%"),
    Declaration(
        "appearance.language",
        "system",
        Scope.COMPUTER,
        _T("settings", "Language"),
        choices=(("system", _T("settings", "As the system")), ("en", "English")),
    ),
    Declaration(
        "reply.undo_seconds",
        10,
        Scope.PERSON,
        _T("settings", "Time to undo a sent reply"),
        _T("settings", "How long a reply waits before it leaves, so that it can be taken back."),
        low=0,
        high=120,
        unit=_T("settings", "seconds"),
    ),
    Declaration(
        "reply.quote",
        True,
        Scope.PERSON,
        _T("settings", "Quote the customer's message in an answer"),
    ),
    Declaration(
        "reply.quote_place",
        "below",
        Scope.PERSON,
        _T("settings", "Where the quote stands"),
        choices=(
            ("below", _T("settings", "Below the answer")),
            ("above", _T("settings", "Above the answer")),
        ),
    ),
    Declaration(
        "reply.plain",
        False,
        Scope.PERSON,
        _T("settings", "Begin answers as plain text"),
        _T("settings", "Without bold, lists, links and pictures. Each answer can be switched below its text."),
    ),
    Declaration(
        "reply.signature",
        "mine",
        Scope.PERSON,
        _T("settings", "Signature"),
        _T(
            "settings",
            "Yours is in your profile, each mailbox has its own. Without one of your own the mailbox's is used.",
        ),
        choices=(
            ("mine", _T("settings", "Mine")),
            ("mailbox", _T("settings", "The mailbox's")),
            ("both", _T("settings", "Mine, then the mailbox's")),
            ("none", _T("settings", "None")),
        ),
    ),
    Declaration(
        "spelling.check",
        True,
        Scope.PERSON,
        _T("settings", "Check spelling while I write"),
        _T("settings", "Wrong words get a wavy line; F7 goes to the next one, the menu there offers others."),
    ),
    Declaration(
        "spelling.languages",
        "",
        Scope.PERSON,
        _T("settings", "Languages I write in"),
        _T(
            "settings",
            "A word is right if one of them has it. Those of your system are here too; others for Hunspell (.aff and .dic) are found in the folder "
            "“dictionaries” of the data folder.",
        ),
    ),
    Declaration(
        "spelling.words",
        "",
        Scope.PERSON,
        _T("settings", "My dictionary"),
        _T("settings", "Words that are right in every language, one a line: names, products, terms of your trade."),
    ),
    Declaration("notice.answers", True, Scope.PERSON, _T("settings", "A customer answers a ticket of mine")),
    Declaration("notice.assigned", True, Scope.PERSON, _T("settings", "Somebody else assigns a ticket to me")),
    Declaration("notice.notes", True, Scope.PERSON, _T("settings", "A colleague writes a note on a ticket of mine")),
    Declaration(
        "notice.woken",
        True,
        Scope.PERSON,
        _T("settings", "A snoozed ticket comes back"),
        _T("settings", "One of mine, or one that I snoozed."),
    ),
    Declaration(
        "notice.warnings",
        True,
        Scope.PERSON,
        _T("settings", "The time that was promised for a ticket runs out"),
        _T("settings", "Where an SLA policy says that I am told."),
    ),
    Declaration("notice.mentions", True, Scope.PERSON, _T("settings", "A note mentions me")),
    Declaration("notice.unattended", True, Scope.PERSON, _T("settings", "Nobody of a team that I lead is there")),
    Declaration("notice.articles", True, Scope.PERSON, _T("settings", "An article that I verify or own is due")),
    Declaration("notice.new", "", Scope.PERSON, _T("settings", "A new ticket comes into one of these")),
    Declaration("keys.chosen", "", Scope.PERSON, _T("settings", "Keys")),
    Declaration(
        "quiet.hours",
        False,
        Scope.PERSON,
        _T("settings", "Quiet hours every day"),
        _T("settings", "What comes then is only counted."),
    ),
    Declaration("quiet.from", "18:00", Scope.PERSON, _T("settings", "From")),
    Declaration("quiet.to", "08:00", Scope.PERSON, _T("settings", "To")),
    Declaration("quiet.days", "", Scope.PERSON, _T("settings", "Quiet all day on")),
    *DESKTOP,
    Declaration(
        "mail.poll_seconds",
        15,
        Scope.DESK,
        _T("settings", "Look for new mail every"),
        low=1,
        high=3600,
        unit=_T("settings", "seconds"),
    ),
    Declaration(
        "oauth.google_client_id",
        "",
        Scope.DESK,
        _T("settings", "Client ID"),
        _T("settings", "Of a client of the type “Desktop app” in your organisation's Google Cloud project."),
    ),
    Declaration(
        "oauth.google_client_secret",
        "",
        Scope.HIDDEN,
        _T("settings", "Client secret"),
        _T("settings", "Google gives one to desktop programs too, and wants it; it protects nothing by itself."),
    ),
    Declaration(
        "oauth.microsoft_client_id",
        "",
        Scope.DESK,
        _T("settings", "Application (client) ID"),
        _T("settings", "Of an app registration with the redirect address http://localhost for mobile and desktop."),
    ),
    Declaration(
        "oauth.microsoft_tenant",
        "common",
        Scope.DESK,
        _T("settings", "Directory (tenant)"),
        _T("settings", "The ID or domain of your organisation, or “common” for any."),
    ),
    Declaration(
        "oauth.own_issuer",
        "",
        Scope.DESK,
        _T("settings", "Issuer"),
        _T("settings", "The https address of your sign-in server (OpenID Connect), such as a Keycloak."),
    ),
    Declaration(
        "oauth.own_client_id",
        "",
        Scope.DESK,
        _T("settings", "Client ID"),
    ),
    Declaration(
        "oauth.own_client_secret",
        "",
        Scope.HIDDEN,
        _T("settings", "Client secret"),
        _T("settings", "Only where the server gave one."),
    ),
    Declaration(
        "oauth.own_scope",
        "openid email offline_access",
        Scope.DESK,
        _T("settings", "Scope"),
        _T("settings", "What Deskbell asks leave for, separated by spaces."),
    ),
    Declaration(
        "ticket.reopen_days",
        30,
        Scope.DESK,
        _T("settings", "An answer re-opens a closed ticket for"),
        _T("settings", "Later answers become a new ticket."),
        low=0,
        high=3650,
        unit=_T("settings", "days"),
    ),
    Declaration(
        "routing.gone_minutes",
        10,
        Scope.DESK,
        _T("settings", "An agent counts as gone when their Deskbell was closed for"),
        _T("settings", "No team hands tickets out to who is gone. 0 is never."),
        high=1440,
        unit=_T("settings", "minutes"),
    ),
    Declaration(
        "spam.headers",
        True,
        Scope.DESK,
        _T("settings", "Believe the provider when it marks a mail as spam"),
        _T("settings", "Such a mail begins its ticket in Spam. Answers to the desk's own mails never do."),
    ),
    Declaration(
        "spam.folder",
        True,
        Scope.DESK,
        _T("settings", "Mail from a watched folder for spam goes to Spam"),
        _T("settings", "For mailboxes that also watch Junk, Spam or a folder called so in another language."),
    ),
    Declaration(
        "erase.spam_days",
        0,
        Scope.DESK,
        _T("settings", "Tickets in Spam, after"),
        _T("settings", "Counted from when something last happened to a ticket; 0 is never."),
        low=0,
        high=3650,
        unit=_T("settings", "days"),
    ),
    Declaration(
        "erase.trash_days",
        0,
        Scope.DESK,
        _T("settings", "Tickets in Trash, after"),
        _T("settings", "Counted from when something last happened to a ticket; 0 is never."),
        low=0,
        high=3650,
        unit=_T("settings", "days"),
    ),
    Declaration(
        "acknowledge.sender_day",
        5,
        Scope.DESK,
        _T("settings", "Automatic answers to one sender, at most"),
        _T("settings", "Within an hour a sender gets one at most in any case."),
        low=1,
        high=100,
        unit=_T("settings", "a day"),
    ),
    Declaration(
        "acknowledge.mailbox_day",
        1000,
        Scope.DESK,
        _T("settings", "Automatic answers of one mailbox, at most"),
        low=1,
        high=100_000,
        unit=_T("settings", "a day"),
    ),
    Declaration(
        "backup.every",
        "night",
        Scope.DESK,
        _T("settings", "Back the desk up by itself"),
        _T("settings", "Into the folder “backups” beside it, or in the data folder of a computer where a worker runs."),
        choices=(
            ("night", _T("settings", "Every night")),
            ("week", _T("settings", "Every week")),
            ("never", _T("settings", "Never")),
        ),
    ),
    Declaration("backup.keep", 7, Scope.DESK, _T("settings", "Backups that are kept"), low=1, high=365),
    Declaration(
        "parse.seconds",
        5,
        Scope.DESK,
        _T("settings", "Time to read one mail, at most"),
        _T("settings", "A mail that takes longer becomes a ticket with the original attached."),
        low=1,
        high=60,
        unit=_T("settings", "seconds"),
    ),
    Declaration(
        "parse.memory_mb",
        512,
        Scope.DESK,
        _T("settings", "Memory to read one mail, at most"),
        _T(
            "settings",
            "On Linux; a mail that needs more becomes a ticket with the original attached, as with all limits below.",
        ),
        low=64,
        high=8192,
        unit="MB",
    ),
    Declaration(
        "parse.message_mb", 100, Scope.DESK, _T("settings", "Size of a mail, at most"), low=1, high=1024, unit="MB"
    ),
    Declaration(
        "parse.body_mb", 8, Scope.DESK, _T("settings", "Size of a mail's text, at most"), low=1, high=64, unit="MB"
    ),
    Declaration(
        "parse.header_kb",
        256,
        Scope.DESK,
        _T("settings", "Size of a mail's headers, at most"),
        low=16,
        high=4096,
        unit="KB",
    ),
    Declaration("parse.parts", 2000, Scope.DESK, _T("settings", "Parts of a mail, at most"), low=10, high=20_000),
    Declaration("parse.depth", 40, Scope.DESK, _T("settings", "Parts inside each other, at most"), low=5, high=80),
    SYNONYMS,
    CUSTOMER_SITE,
    NAMES,
)

BY_KEY: Final[Mapping[str, Declaration]] = {declaration.key: declaration for declaration in DECLARATIONS}
SECRET_KEYS: Final[tuple[str, ...]] = tuple(one.key for one in DECLARATIONS if one.scope is Scope.HIDDEN)


class Settings(Struct, frozen=True):
    """All settings as they are for one person on one computer; a changed setting makes a new value."""

    values: Mapping[str, bool | int | str]

    def flag(self, key: str) -> bool:
        """A yes-or-no setting."""
        value = self.values.get(key, BY_KEY[key].default)
        assert isinstance(value, bool), key
        return value

    def number(self, key: str) -> int:
        """A number, in the declared unit."""
        value = self.values.get(key, BY_KEY[key].default)
        assert isinstance(value, int), key
        return value

    def text(self, key: str) -> str:
        """A text or choice."""
        value = self.values.get(key, BY_KEY[key].default)
        assert isinstance(value, str), key
        return value
