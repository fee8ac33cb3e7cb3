"""What a Markdown file is that nobody wrote for Deskbell: which language its name says, and what its text is called."""

import re
from typing import Final

from deskbell.rules.languages import language_key
from deskbell.rules.markdown.reading import outline, read

# Codes that are read from a file's name: of the languages that help is written in, and none that is the ending of a program's file.
_KNOWN: Final = frozenset(
    [
        "ar",
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fa",
        "fi",
        "fr",
        "he",
        "hi",
        "hr",
        "hu",
        "id",
        "it",
        "ja",
        "ko",
        "lt",
        "lv",
        "nb",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sr",
        "sv",
        "th",
        "tr",
        "uk",
        "vi",
        "zh",
    ]
)
_LANGUAGE: Final = re.compile(r"(?P<stem>.+)\.(?P<language>[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?)")
_HEADING: Final = re.compile(r"\s*#[ \t]+(?P<title>[^\n]+?)(?:[ \t]+#+)?[ \t]*(?:\n+|$)")
README: Final = frozenset({"readme", "index", "_index"})
"""What the file is called that says what a folder is about."""


def stem_and_language(name: str) -> tuple[str, str]:
    """A file's name without its ending: what is before its language, and that, "" for none."""
    found = _LANGUAGE.fullmatch(name)
    if found is None or language_key(found["language"]).partition("-")[0] not in _KNOWN:
        return name, ""
    base, mark, rest = found["language"].replace("_", "-").partition("-")
    return found["stem"], f"{base.lower()}{mark}{rest.upper() if len(rest) == 2 else rest.capitalize()}"


def titled(body: str, otherwise: str) -> tuple[str, str]:
    """What a text is called, and the rest of it: its heading where it begins with one, else `otherwise` and all of it."""
    found = _HEADING.match(body)
    if found is None:
        return otherwise, body
    headings = outline(read(found["title"] and found[0]))
    title = headings[0].text.strip() if headings else found["title"]
    return (title, body[found.end() :]) if title else (otherwise, body)


def spoken(stem: str) -> str:
    """A file's name as a title: dashes and underscores are spaces there."""
    words = " ".join(re.sub(r"[_-]+", " ", stem).split())
    return words[:1].upper() + words[1:]
