"""Codes of languages, and which of them are near enough for a text to serve."""

from typing import Final

_TRADITIONAL: Final = frozenset({"zh-tw", "zh-hk", "zh-mo", "zh-hant"})


def language_key(code: str) -> str:
    """A code as it is compared: pt_BR as pt-br, each way of Chinese as one of the two that are written."""
    code = code.replace("_", "-").lower()
    if code in _TRADITIONAL:
        return "zh-hant"
    return "zh" if code.startswith("zh") else code


def base(code: str) -> str:
    """The language without its country or script: pt of pt-BR."""
    return language_key(code).partition("-")[0]


def speaks(language: str, wanted: str) -> bool:
    """Whether a language is the one that is wanted, or a kind of it: en-GB is en."""
    language, wanted = language_key(language), language_key(wanted)
    return language == wanted or language.startswith(f"{wanted}-")
