"""The pages of the settings by name, and on which of them each declared setting stands."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.declaration import Declaration, Scope
from deskbell.ui.settings.page import PageName
from deskbell.ui.settings.page_list import PageEntry
from deskbell.ui.theme.icons import Icon

translate = QCoreApplication.translate

_BY_PREFIX: Final = {
    "oauth.": PageName.SIGN_IN,
    "notice.": PageName.NOTIFICATIONS,
    "quiet.": PageName.NOTIFICATIONS,
    "desktop.": PageName.NOTIFICATIONS,
    "spelling.": PageName.SPELLING,
    "keys.": PageName.KEYS,
    "knowledge.": PageName.KNOWLEDGE,
    "erase.": PageName.CUSTOMER_DATA,
}
_BY_SCOPE: Final = {
    Scope.COMPUTER: PageName.APPEARANCE,
    Scope.PERSON: PageName.REPLIES,
    Scope.DESK: PageName.DESK,
    Scope.HIDDEN: PageName.SIGN_IN,
}


def page_of(declaration: Declaration) -> PageName:
    """The page that a setting stands on."""
    named = next((page for prefix, page in _BY_PREFIX.items() if declaration.key.startswith(prefix)), None)
    return named or _BY_SCOPE[declaration.scope]


def page_entries() -> tuple[PageEntry, ...]:
    """All pages in their order."""
    you, desk, program = translate("Pages", "You"), translate("Pages", "The desk"), translate("Pages", "Deskbell")
    return (
        PageEntry(PageName.PROFILE, translate("Pages", "Profile"), Icon.PERSON, you),
        PageEntry(PageName.APPEARANCE, translate("Pages", "Appearance"), Icon.PALETTE, you),
        PageEntry(PageName.REPLIES, translate("Pages", "Replies"), Icon.REPLY, you),
        PageEntry(PageName.SPELLING, translate("Pages", "Spelling"), Icon.SPELLING, you),
        PageEntry(PageName.NOTIFICATIONS, translate("Pages", "Notifications"), Icon.BELL, you),
        PageEntry(PageName.SIGNATURES, translate("Pages", "Signatures"), Icon.DRAFT, you),
        PageEntry(PageName.CANNED, translate("Pages", "Canned replies"), Icon.CANNED, you),
        PageEntry(PageName.PICTURES, translate("Pages", "Pictures"), Icon.IMAGE, you),
        PageEntry(PageName.KEYS, translate("Pages", "Keys"), Icon.KEYBOARD, you),
        PageEntry(PageName.MAILBOXES, translate("Pages", "Mailboxes"), Icon.MAILBOX, desk),
        PageEntry(PageName.LAYOUTS, translate("Pages", "Layout of mails"), Icon.MAIL, desk),
        PageEntry(PageName.SIGN_IN, translate("Pages", "Signing in"), Icon.SHIELD, desk),
        PageEntry(PageName.SENDERS, translate("Pages", "Senders"), Icon.BLOCK, desk),
        PageEntry(PageName.AGENTS, translate("Pages", "Agents"), Icon.CUSTOMERS, desk),
        PageEntry(PageName.TEAMS, translate("Pages", "Teams"), Icon.TEAM, desk),
        PageEntry(PageName.HOURS, translate("Pages", "Working hours"), Icon.CLOCK, desk),
        PageEntry(PageName.SLA, translate("Pages", "SLA policies"), Icon.HOURGLASS, desk),
        PageEntry(PageName.RULES, translate("Pages", "Rules"), Icon.RULE, desk),
        PageEntry(PageName.WEBHOOKS, translate("Pages", "Webhooks"), Icon.WEBHOOK, desk),
        PageEntry(PageName.TAGS, translate("Pages", "Tags"), Icon.TAG, desk),
        PageEntry(PageName.FIELDS, translate("Pages", "Custom fields"), Icon.FIELDS, desk),
        PageEntry(PageName.ORGANISATIONS, translate("Pages", "Organisations"), Icon.ORGANISATION, desk),
        PageEntry(PageName.KNOWLEDGE, translate("Pages", "Knowledge base"), Icon.KNOWLEDGE, desk),
        PageEntry(PageName.CUSTOMER_DATA, translate("Pages", "Customers’ data"), Icon.DOWNLOAD, desk),
        PageEntry(PageName.DESK, translate("Pages", "Mail and tickets"), Icon.SLIDERS, desk),
        PageEntry(PageName.DATABASE, translate("Pages", "Database"), Icon.DATABASE, desk),
        PageEntry(PageName.ABOUT, translate("Pages", "About"), Icon.INFO, program),
    )
