"""How a file can be looked at, by what it says it is and by what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.attachments import dangerous
from deskbell.rules.looks import Look, look_into, look_of

OCTETS = "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "content_type", "look"),
    [
        ("a.PNG", OCTETS, Look.PICTURE),
        ("photo.jpg", "image/jpeg", Look.PICTURE),
        ("fax.tif", OCTETS, Look.PICTURE),
        ("scan", "image/png; name=scan", Look.PICTURE),
        ("invoice.pdf", OCTETS, Look.PDF),
        ("invoice", "application/pdf", Look.PDF),
        ("invoice.pdf", "text/plain", Look.PDF),
        ("a.csv", "application/vnd.ms-excel", Look.TEXT),
        ("server.log", OCTETS, Look.TEXT),
        ("data.json", "application/json", Look.TEXT),
        ("README", "text/plain", Look.TEXT),
        ("meeting.ics", OCTETS, Look.CALENDAR),
        ("meeting", "text/calendar; method=REQUEST", Look.CALENDAR),
        ("first.eml", OCTETS, Look.MESSAGE),
        ("first.msg", OCTETS, Look.MESSAGE),
        ("first", "message/rfc822", Look.MESSAGE),
        ("page", "text/html", Look.NONE),
        ("orders.xlsx", OCTETS, Look.NONE),
        ("no ending", OCTETS, Look.NONE),
        ("", "", Look.NONE),
        ("picture.svg", "image/svg+xml", Look.HARMFUL),
        ("gift.pdf.exe", "application/pdf", Look.HARMFUL),
    ],
)
def test_by_its_name_and_type(name: str, content_type: str, look: Look) -> None:
    assert look_of(name, content_type, dangerous=dangerous(name)) is look


@pytest.mark.parametrize(
    ("content", "said", "look"),
    [
        (b"%PDF-1.7\n", Look.NONE, Look.PDF),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", Look.NONE, Look.PDF),
        (b"%PDF-1.7\n", Look.PICTURE, Look.PDF),
        (b"\x89PNG\r\n\x1a\n\0", Look.NONE, Look.PICTURE),
        (b"\xff\xd8\xff\xe0\0", Look.NONE, Look.PICTURE),
        (b"RIFF\0\0\0\0WEBPVP8 ", Look.NONE, Look.PICTURE),
        (b"BEGIN:VCALENDAR\r\n", Look.NONE, Look.CALENDAR),
        (b"just words\r\n", Look.NONE, Look.TEXT),
        ("žodžiai".encode(), Look.NONE, Look.TEXT),
        (b"PK\3\4\0\0", Look.NONE, Look.NONE),
        (b"", Look.NONE, Look.NONE),
        (b"", Look.TEXT, Look.TEXT),
        (b"#!/bin/sh\nrm -rf ~\n", Look.PDF, Look.HARMFUL),
        (b"#!/bin/sh\nrm -rf ~\n", Look.NONE, Look.HARMFUL),
        (b"#!/bin/sh\nrm -rf ~\n", Look.TEXT, Look.TEXT),
        (b"<html><script>x</script>", Look.PICTURE, Look.HARMFUL),
        (b"%PDF-1.7\n", Look.HARMFUL, Look.HARMFUL),
    ],
)
def test_by_what_it_is(content: bytes, said: Look, look: Look) -> None:
    assert look_into(content, said) is look


@given(st.text(max_size=40), st.text(max_size=40), st.binary(max_size=2000))
def test_every_file_has_a_look(name: str, content_type: str, content: bytes) -> None:
    said = look_of(name, content_type, dangerous=dangerous(name))
    assert (said is Look.HARMFUL) == dangerous(name)
    assert isinstance(look_into(content, said), Look)
