"""Which attachments are programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.attachments import PROGRAMS, dangerous


@pytest.mark.parametrize(
    "name",
    [
        "setup.exe",
        "SETUP.EXE",
        "invoice.pdf.js",
        "invoice.pdf .lnk",
        "report.docm",
        "disk.iso",
        "run.bat",
        "a.exe.",
        "a.exe ",
        "a.exe . .",
        "photo\u202egpj.exe",
        "photo.e\u200bxe",
        "photo.exe\u202c",
        "x.ps1\x00",
        ".bat",
    ],
)
def test_programs(name: str) -> None:
    assert dangerous(name)


@pytest.mark.parametrize("name", ["", ".", "exe", "invoice.pdf", "photo.jpg", "notes.txt", "table.xlsx", "mail.eml", "a.exe.pdf", "退款.docx"])  # fmt: skip
def test_no_programs(name: str) -> None:
    assert not dangerous(name)


@given(st.text(), st.sampled_from(sorted(PROGRAMS)))
def test_whatever_stands_before_it_the_ending_decides(stem: str, ending: str) -> None:
    assert dangerous(f"{stem}.{ending}")
