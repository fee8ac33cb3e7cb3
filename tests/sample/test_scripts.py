"""Simplified and traditional Chinese are kept apart, and Cyrillic holds no Latin look-alikes: in the sample and in the glossary."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from deskbell.model.resources import resource

SAMPLE = resource("sample")
CODECS = {"zh_CN": "gb2312", "zh_TW": "cp950"}
MIXED = re.compile(r"[A-Za-zĄČĘĖĮŠŲŪŽąčęėįšųūž][а-яёА-ЯЁ]|[а-яёА-ЯЁ][A-Za-zĄČĘĖĮŠŲŪŽąčęėįšųūž]")


def glossary() -> list[dict[str, str]]:
    with resource("glossary.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def foreign(text: str, codec: str) -> set[str]:
    """The ideographs that the character set of a script does not have."""
    found = set()
    for character in text:
        if unicodedata.name(character, "").startswith("CJK UNIFIED"):
            try:
                character.encode(codec)
            except UnicodeEncodeError:
                found.add(character)
    return found


@pytest.mark.parametrize("code", CODECS)
def test_chinese_files_hold_one_script(code: str) -> None:
    for path in (SAMPLE / code).glob("*.toml"):
        assert not foreign(path.read_text("utf-8"), CODECS[code]), path.name


@pytest.mark.parametrize("path", sorted(SAMPLE.rglob("*.toml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_words_hold_one_alphabet(path: Path) -> None:
    assert not MIXED.findall(path.read_text("utf-8").replace("\\n", " "))


def test_the_glossary_is_complete_and_unambiguous() -> None:
    rows = glossary()
    assert len(rows) >= 120
    assert len({row["en"] for row in rows}) == len(rows)
    for row in rows:
        assert all(row[code] for code in ("en", "zh_CN", "zh_TW", "ru", "lt")), row
        for code, codec in CODECS.items():
            assert not foreign(row[code], codec), row
        assert not MIXED.search(row["ru"] + " " + row["lt"]), row


def test_the_glossary_words_every_status_and_priority() -> None:
    from deskbell.model.kinds import Priority, Status

    terms = {row["en"] for row in glossary()}
    assert {name.lower().replace("_", " ") for name in (*Status.__members__, *Priority.__members__)} <= terms
