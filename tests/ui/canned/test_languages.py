"""Languages are called the same wherever they stand."""

import pytest

from deskbell.ui.canned.languages import CODES, language_name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("", ""),
        ("en", "English"),
        ("es", "Español"),
        ("lt", "Lietuvių"),
        ("ru", "Русский"),
        ("zh", "简体中文"),
        ("zh-CN", "简体中文"),
        ("zh-Hant", "繁體中文"),
        ("xx", "Xx"),
    ],
)
def test_a_language_in_its_own_words(code: str, name: str) -> None:
    assert language_name(code) == name


def test_each_is_called_otherwise() -> None:
    assert len({language_name(code) for code in CODES}) == len(CODES)
