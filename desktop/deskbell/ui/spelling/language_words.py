"""What languages are called in themselves."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QLocale


def language_words(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Dictionaries ("en_GB") with what they are called ("British English"), by name; with the country where several are called the same."""
    names = {code: _name(code) for code in codes}
    several = Counter(names.values())
    named = [
        (code, f"{name} ({QLocale(code).nativeTerritoryName()})" if several[name] > 1 else name)
        for code, name in names.items()
    ]
    return sorted(named, key=lambda one: one[1].casefold())


def _name(code: str) -> str:
    locale = QLocale(code)
    name = locale.nativeLanguageName() if locale.language() is not QLocale.Language.C else code
    return name[:1].upper() + name[1:]
