"""The languages that replies and customers may have, each in its own words, as everywhere that languages are chosen."""

from typing import Final

from PySide6.QtCore import QLocale

CODES: Final = (
    *("en", "lt", "ru", "zh", "zh-Hant", "de", "fr", "es", "it", "pt", "pl", "lv", "et", "uk", "cs", "nl"),
    *("da", "sv", "nb", "fi", "ja", "ko"),
)
"""Those that one can choose, beside "" for any: the languages that mails are told apart by."""

# Where Qt names a country along with it.
_NAMES: Final = {"en": "English", "es": "Español", "pt": "Português", "zh": "简体中文", "zh-Hant": "繁體中文"}


def language_name(code: str) -> str:
    """A language in its own words; the code where Qt knows none, "" for none."""
    if not code:
        return ""
    name = _NAMES.get(code) or QLocale(code.replace("-", "_")).nativeLanguageName() or code
    return name[:1].upper() + name[1:]
