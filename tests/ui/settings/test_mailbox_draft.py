"""What is wrong with a mailbox as it was typed, and what it becomes."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from deskbell.model.kinds import MailboxState, Security
from deskbell.model.mail import Server
from deskbell.model.rows import MailboxRow
from deskbell.model.sentences import SENTENCES
from deskbell.ui.settings.mailbox_draft import (
    MailboxDraft,
    Part,
    Place,
    ServerDraft,
    Side,
    faults,
    is_address,
    is_host,
    place_of,
)

IN = ServerDraft("imap.example.com", 993, Security.TLS, "", "open sesame")
OUT = ServerDraft("smtp.example.com", 465)
GOOD = MailboxDraft("Support", "support@example.com", IN, OUT)


@pytest.mark.parametrize(
    ("draft", "place", "code"),
    [
        (replace(GOOD, name="  "), (Part.NAME, None), "name.empty"),
        (replace(GOOD, address=""), (Part.ADDRESS, None), "address.empty"),
        (replace(GOOD, address="support"), (Part.ADDRESS, None), "address.bad"),
        (replace(GOOD, address="a@b.example, c@d.example"), (Part.ADDRESS, None), "address.bad"),
        (replace(GOOD, address="Billing@Example.com"), (Part.ADDRESS, None), "mailbox.exists"),
        (replace(GOOD, incoming=replace(IN, password="")), (Part.PASSWORD, Side.IN), "password.empty"),
        (replace(GOOD, smtp_differs=True), (Part.PASSWORD, Side.OUT), "password.empty"),
        (replace(GOOD, incoming=replace(IN, host="")), (Part.HOST, Side.IN), "host.empty"),
        (replace(GOOD, outgoing=replace(OUT, host="smtp example")), (Part.HOST, Side.OUT), "host.bad"),
        (replace(GOOD, outgoing=replace(OUT, port=0)), (Part.PORT, Side.OUT), "port.bad"),
        (replace(GOOD, outgoing=replace(OUT, port=65536)), (Part.PORT, Side.OUT), "port.bad"),
        (
            replace(GOOD, incoming=replace(IN, security=Security.NONE)),
            (Part.SECURITY, Side.IN),
            "mail.plain_remote",
        ),
        (replace(GOOD, ca_file="/there/is/no.pem"), (Part.CA_FILE, None), "file.missing"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(draft: MailboxDraft, place: Place, code: str) -> None:
    found = faults(draft, taken=frozenset({"billing@example.com"}))
    assert {at: fault.code for at, fault in found.items()} == {place: code}
    assert "{" not in SENTENCES[code].format_map(found[place].values)


@pytest.mark.parametrize(
    "draft",
    [
        GOOD,
        replace(GOOD, incoming=replace(IN, host="127.0.0.1", security=Security.NONE)),
        replace(GOOD, outgoing=replace(OUT, host="localhost", security=Security.NONE)),
        replace(GOOD, incoming=replace(IN, host="почта.example")),
        replace(GOOD, smtp_differs=True, outgoing=replace(OUT, password="other")),
        replace(GOOD, ca_file=__file__),
    ],
)
def test_nothing_is_wrong(draft: MailboxDraft) -> None:
    assert faults(draft) == {}


def test_a_password_that_is_kept_need_not_be_typed_again() -> None:
    draft = replace(GOOD, id=3, smtp_differs=True, incoming=replace(IN, password=""))
    assert faults(draft, kept=frozenset(Side), to_test=True) == {}
    assert set(faults(draft, kept=frozenset({Side.IN}), to_test=True)) == {(Part.PASSWORD, Side.OUT)}


def test_a_mailbox_is_changed_without_its_password_but_not_tried() -> None:
    draft = replace(GOOD, id=3, smtp_differs=True, incoming=replace(IN, password=""))
    assert faults(draft) == {}
    assert set(faults(draft, to_test=True)) == {(Part.PASSWORD, Side.IN), (Part.PASSWORD, Side.OUT)}


def test_only_a_mailbox_that_had_no_server_may_go_without() -> None:
    nowhere = replace(GOOD, incoming=ServerDraft(), outgoing=ServerDraft(port=465))
    assert faults(replace(nowhere, id=3)) == {}
    assert {part for part, _ in faults(nowhere)} == {Part.HOST, Part.PASSWORD}


@pytest.mark.parametrize(
    ("draft", "kept", "user", "password"),
    [
        (GOOD, {}, "support@example.com", "open sesame"),
        (replace(GOOD, outgoing=replace(OUT, user="desk")), {}, "desk", "open sesame"),
        (replace(GOOD, incoming=replace(IN, password="")), {Side.IN: "kept"}, "support@example.com", "kept"),
        (
            replace(GOOD, smtp_differs=True, outgoing=replace(OUT, password="other")),
            {Side.OUT: "kept"},
            "support@example.com",
            "other",
        ),
        (replace(GOOD, smtp_differs=True), {Side.OUT: "kept out"}, "support@example.com", "kept out"),
        (GOOD, {Side.OUT: "of before it was the same"}, "support@example.com", "open sesame"),
    ],
)
def test_who_logs_in_for_mail_out(draft: MailboxDraft, kept: dict[Side, str], user: str, password: str) -> None:
    server = draft.server(Side.OUT, kept)
    assert isinstance(server, Server)
    assert (server.host, server.port, server.security) == ("smtp.example.com", 465, "tls")
    assert (server.user, server.password) == (user, password)


def test_a_row_comes_back_as_it_was() -> None:
    row = MailboxRow(
        5, "Billing", "billing@example.com", MailboxState.GOOD, None, None, "", {}, "Regards", "i.example.com", 143,
        "starttls", "me", "s.example.com", 587, "starttls", "you", "Inbox/New", "Sent", "/ca.pem", 14, False, 7,
    )  # fmt: skip
    command = MailboxDraft.of(row).command(1)
    changed = {name for name in ("id", "name", "address", "signature", "language", "folders", "after", "after_folder", "sent_folder", "ca_file", "history_days", "active", "version",
                                 "imap_host", "imap_port", "imap_security", "imap_user", "smtp_host", "smtp_port", "smtp_security", "smtp_user")
               if getattr(command, name) != getattr(row, name)}  # fmt: skip
    assert changed == set()


def test_a_password_is_in_nothing_that_is_shown_or_kept() -> None:
    draft = replace(GOOD, smtp_differs=True, outgoing=replace(OUT, password="other secret"))
    for text in (repr(draft), repr(draft.command(1)), repr(draft.server(Side.IN, {}))):
        assert "sesame" not in text
        assert "secret" not in text
    assert draft.without_passwords().incoming.password == draft.without_passwords().outgoing.password == ""


@pytest.mark.parametrize(
    ("code", "side", "differs", "place"),
    [
        ("mail.login", Side.IN, False, (Part.PASSWORD, Side.IN)),
        ("mail.login", Side.OUT, False, (Part.PASSWORD, Side.IN)),
        ("mail.login", Side.OUT, True, (Part.PASSWORD, Side.OUT)),
        ("mail.host", Side.OUT, False, (Part.HOST, Side.OUT)),
        ("mail.certificate", Side.IN, False, (Part.HOST, Side.IN)),
        ("mail.certificate_stranger", Side.OUT, False, (Part.CA_FILE, None)),
        ("mail.timeout", Side.IN, False, (Part.PORT, Side.IN)),
        ("mail.not_tls", Side.OUT, False, (Part.SECURITY, Side.OUT)),
        ("mail.folder", Side.IN, False, (Part.FOLDER, None)),
        ("file.unreadable", Side.OUT, False, (Part.CA_FILE, None)),
        ("mail.busy", Side.IN, False, None),
    ],
)
def test_a_failed_test_is_told_where_it_is_mended(code: str, side: Side, differs: bool, place: Place | None) -> None:
    assert code in SENTENCES
    assert place_of(code, side, smtp_differs=differs) == place


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("imap.example.com", True),
        ("localhost", True),
        ("127.0.0.1", True),
        ("[::1]", True),
        ("münchen.example", True),
        ("imap.example.com:993", False),
        ("https://imap.example.com", False),
        ("imap example", False),
        ("-imap.example.com", False),
        ("a" * 64 + ".example", False),
        ("imap..example.com", False),
    ],
)
def test_what_can_be_a_server(text: str, good: bool) -> None:
    assert is_host(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("ona@example.com", True),
        (" ona@example.com ", True),
        ("", False),
        ("ona@", False),
        ("Ona <ona@example.com>", False),
        ("ona@example.com;jonas@example.com", False),
        ("o na@example.com", False),
    ],
)
def test_what_is_one_address(text: str, good: bool) -> None:
    assert is_address(text) is good


def test_a_folder_is_no_certificate_file(tmp_path: Path) -> None:
    assert set(faults(replace(GOOD, ca_file=str(tmp_path)))) == {(Part.CA_FILE, None)}
