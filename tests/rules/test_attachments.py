"""Which attachments are programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.attachments import PAGES, PROGRAMS, Wrapping, dangerous, runs, wrapping


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
        "invoice.pdf.html",
        "page.SVG",
        "mail.mht",
    ],
)
def test_programs(name: str) -> None:
    assert dangerous(name)


@pytest.mark.parametrize("name", ["", ".", "exe", "invoice.pdf", "photo.jpg", "notes.txt", "table.xlsx", "mail.eml", "a.exe.pdf", "退款.docx"])  # fmt: skip
def test_no_programs(name: str) -> None:
    assert not dangerous(name)


@given(st.text(), st.sampled_from(sorted(PROGRAMS | PAGES)))
def test_whatever_stands_before_it_the_ending_decides(stem: str, ending: str) -> None:
    assert dangerous(f"{stem}.{ending}")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    "content",
    [
        b"MZ" + b"\0" * 58 + (128).to_bytes(4, "little") + b"\0" * 64 + b"PE\0\0",
        b"\x7fELF\x02\x01",
        b"\xcf\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe\0\0\0\x34",
        b"#!/bin/sh\nrm -rf ~\n",
        b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0",
        b"\xef\xbb\xbf \n<!DOCTYPE html><html>",
        b"<!-- saved from url --><HTML>",
        b"<?xml version='1.0'?><svg xmlns='x'>",
        b"  <script>alert(1)</script>",
        b"[InternetShortcut]\r\nURL=file://evil/x",
        b"[Desktop Entry]\nExec=sh",
        b"PK\x03\x04" + b"\0" * 99 + b"word/vbaProject.bin",
        b"PK\x03\x04" + b"\0" * 9 + b"META-INF/MANIFEST.MF",
        OLE + b"\0" * 2000 + "_VBA_PROJECT".encode("utf-16-le"),
        b"\0" * 0x8001 + b"CD001",
        b"\0" * 4096 + b"conectix" + b"\0" * 504,
        b"MSCF\0\0",
    ],
)
def test_bytes_that_do_something(content: bytes) -> None:
    assert runs(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ, my friend, wrote this letter." + b" word" * 40,
        b"%PDF-1.7\n<html>",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04" + b"\0" * 99 + b"word/document.xml",
        OLE + b"\0" * 2000,
        b"Dear <html> people",
        b"<?xml version='1.0'?><invoice>",
        b"[Section]\nkey=value",
        "退款".encode(),
        b"<!---->" * 600,
    ],
)
def test_bytes_that_do_nothing(content: bytes) -> None:
    assert not runs(content)


@given(st.binary(max_size=400))
def test_any_bytes_are_judged(content: bytes) -> None:
    assert runs(content) in {True, False}


@pytest.mark.parametrize(
    ("name", "content_type", "what"),
    [
        ("smime.p7s", "application/pkcs7-signature", Wrapping.SMIME_SIGNATURE),
        ("SMIME.P7M", "application/octet-stream", Wrapping.SMIME_SEALED),
        ("x", "application/X-PKCS7-MIME", Wrapping.SMIME_SEALED),
        ("signature.asc", "application/pgp-signature", Wrapping.PGP_SIGNATURE),
        ("encrypted.asc", "application/octet-stream", Wrapping.PGP_SEALED),
        ("", "application/pgp-encrypted", Wrapping.PGP_VERSION),
        ("0x1.asc", "application/pgp-keys", Wrapping.PGP_KEY),
        ("invoice.pdf", "application/pdf", Wrapping.NONE),
    ],
)
def test_parts_of_signed_and_encrypted_mail(name: str, content_type: str, what: Wrapping) -> None:
    assert wrapping(name, content_type) is what
