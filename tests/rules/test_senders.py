"""What senders are: proven or not, spam or not, ourselves or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.errors import Mistake
from deskbell.model.kinds import Listed, Why
from deskbell.rules import why
from deskbell.rules.own import is_own
from deskbell.rules.proven import is_failed, is_proven, is_sent_copy
from deskbell.rules.spam import Respected, Spam, is_junk_folder, judge, read_pattern

ONA = "ona@desk.example"
MX = "mx.desk.example"


@pytest.mark.parametrize(
    ("results", "proven"),
    [
        ([], False),
        ([f"{MX}; dmarc=pass header.from=desk.example"], True),
        ([f"{MX.upper()} 1; dmarc=pass (p=none) header.from=desk.example"], True),
        ([f"{MX}; dmarc=fail header.from=desk.example; dkim=pass header.d=desk.example"], False),
        ([f"{MX}; dmarc=pass header.from=evil.example"], False),
        ([f"{MX}; dkim=pass header.d=desk.example"], True),
        ([f"{MX}; dkim=pass header.i=@desk.example"], True),
        ([f"{MX}; dkim=pass header.d=evil.example; dkim=pass header.d=desk.example"], True),
        ([f"{MX}; dkim=pass header.d=example"], False),
        ([f"{MX}; dkim=pass header.d=rented.desk.example"], False),
        ([f"{MX}; dkim=fail header.d=desk.example; spf=pass smtp.mailfrom=ona@desk.example"], True),
        ([f"{MX}; spf=pass smtp.mailfrom=evil@evil.example"], False),
        ([f"{MX}; spf=pass smtp.helo=desk.example"], False),
        ([f"{MX}; none"], False),
        # Not by our server, or not by its topmost line: it came with the mail.
        (["mx.evil.example; dmarc=pass header.from=desk.example"], False),
        ([f"{MX}; dmarc=fail header.from=desk.example", f"{MX}; dmarc=pass header.from=desk.example"], False),
        (["other.example; spf=none", f"{MX}; dmarc=pass header.from=desk.example"], True),
        ([f"{MX}"], False),
        ([f"{MX}; dmarc"], False),
        (["; ; ;"], False),
    ],
)
def test_only_the_trusted_server_proves_a_sender(results: list[str], proven: bool) -> None:
    assert is_proven(ONA, results, MX) is proven
    assert not is_proven(ONA, results, ""), "no server is trusted"


@pytest.mark.parametrize(
    ("special", "results", "delivered_to", "sent"),
    [
        ("\\Sent", (), (), True),
        ("\\sent", (), (), True),
        # Only called so, by whoever made the folder.
        ("", (), (), False),
        ("Sent", (), (), False),
        ("\\Archive", (), (), False),
        ("\\All", (), (), False),
        # It was delivered, and only lies there.
        ("\\Sent", (f"{MX}; none",), (), False),
        ("\\Sent", ("mx.evil.example; dmarc=pass header.from=desk.example",), (), False),
        ("\\Sent", (), ("support@desk.example",), False),
    ],
)
def test_only_what_was_never_delivered_is_a_sent_copy(
    special: str, results: tuple[str, ...], delivered_to: tuple[str, ...], sent: bool
) -> None:
    assert is_sent_copy(special, results, delivered_to) is sent


@pytest.mark.parametrize(
    ("results", "failed"),
    [
        ([], False),
        ([f"{MX}; none"], False),
        ([f"{MX}; dmarc=pass header.from=desk.example"], False),
        ([f"{MX}; dmarc=none header.from=desk.example"], False),
        ([f"{MX}; dmarc=fail header.from=desk.example"], True),
        ([f"{MX}; dmarc=fail header.from=evil.example"], False),
        ([f"{MX}; dmarc=pass header.from=desk.example; spf=fail smtp.mailfrom=desk.example"], False),
        ([f"{MX}; spf=softfail smtp.mailfrom=ona@desk.example"], True),
        ([f"{MX}; spf=fail smtp.mailfrom=ona@desk.example; dkim=pass header.d=desk.example"], False),
        # What somebody else's domain failed says nothing of ours.
        ([f"{MX}; spf=fail smtp.mailfrom=list@list.example"], False),
        ([f"{MX}; dkim=fail header.d=list.example; dkim=fail header.d=desk.example"], True),
        ([f"{MX}; spf=neutral smtp.mailfrom=ona@desk.example"], False),
        (["mx.evil.example; dmarc=fail header.from=desk.example"], False),
        ([f"{MX}; dmarc=pass header.from=desk.example", f"{MX}; dmarc=fail header.from=desk.example"], False),
    ],
)
def test_only_the_trusted_server_says_that_a_sender_failed(results: list[str], failed: bool) -> None:
    assert is_failed(ONA, results, MX) is failed
    assert not is_failed(ONA, results, ""), "no server is trusted"
    assert not (failed and is_proven(ONA, results, MX))


@given(st.text(max_size=300))
def test_any_result_is_read(text: str) -> None:
    assert not is_proven(ONA, [f"{MX}; {text}"], "other.example")
    is_proven(ONA, [f"{MX}; {text}"], MX)
    is_failed(ONA, [f"{MX}; {text} fail"], MX)


LISTED = {
    "evil.example": Listed.BLOCKED,
    "friend@evil.example": Listed.ALLOWED,
    "pest@mail.example": Listed.BLOCKED,
    "good.example": Listed.ALLOWED,
}


@pytest.mark.parametrize(
    ("email", "folder", "header", "expected"),
    [
        ("li@mail.example", "INBOX", "", None),
        ("li@mail.example", "INBOX", "X-Spam-Flag: YES", Spam(Why.SPAM_HEADER, "X-Spam-Flag: YES")),
        ("li@mail.example", "[Gmail]/Spam", "", Spam(Why.JUNK_FOLDER, "[Gmail]/Spam")),
        ("Pest@Mail.Example", "INBOX", "", Spam(Why.BLOCKED, "pest@mail.example")),
        ("anyone@evil.example", "INBOX", "", Spam(Why.BLOCKED, "evil.example")),
        ("anyone@sub.evil.example", "INBOX", "", Spam(Why.BLOCKED, "evil.example")),
        ("anyone@notevil.example", "INBOX", "", None),
        ("friend@evil.example", "Junk", "X-Spam-Flag: YES", None),
        ("li@good.example", "Junk", "X-Spam-Flag: YES", None),
        ("", "INBOX", "", None),
    ],
)
def test_what_is_spam(email: str, folder: str, header: str, expected: Spam | None) -> None:
    assert judge(email, LISTED, folder=folder, special="", header=header, respected=Respected()) == expected


def test_signs_that_the_settings_do_not_respect_say_nothing() -> None:
    respected = Respected(headers=False, folder=False)
    assert (
        judge("li@mail.example", {}, folder="Junk", special="", header="X-Spam-Flag: YES", respected=respected) is None
    )
    assert judge("pest@mail.example", LISTED, folder="INBOX", special="", header="", respected=respected) is not None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Pest@Mail.Example ", "pest@mail.example"),
        ("@evil.example", "evil.example"),
        ("*.evil.example", "evil.example"),
        ("*@evil.example", "evil.example"),
        ("почта.рф", "почта.рф"),
    ],
)
def test_patterns_as_they_are_typed(typed: str, kept: str) -> None:
    assert read_pattern(typed) == kept


@pytest.mark.parametrize("typed", ["", "@", "com", "a b@c.example", "a@b@c", "x" * 70 + ".example", "a@b,c@d"])
def test_what_is_no_pattern(typed: str) -> None:
    with pytest.raises(Mistake) as refused:
        read_pattern(typed)
    assert refused.value.code == "pattern.bad"


@pytest.mark.parametrize(
    ("folder", "special", "junk"),
    [
        ("Junk", "", True),
        ("INBOX.Spam", "", True),
        ("Mail/垃圾邮件", "", True),
        ("Спам", "", True),
        ("INBOX", "", False),
        ("Junkyard", "", False),
        ("", "", False),
        # What the server says counts more than a name.
        ("Отфильтровано", "\\Junk", True),
        ("INBOX.filtered", "\\JUNK", True),
        ("Spam", "\\Archive", False),
    ],
)
def test_the_folder_for_spam(folder: str, special: str, junk: bool) -> None:
    assert is_junk_folder(folder, special) is junk


@pytest.mark.parametrize(
    ("email", "own"),
    [
        ("Support@Desk.Example", True),
        ("support+7-abc@desk.example", True),
        ("support+@desk.example", True),
        ("+x@desk.example", False),
        ("li@mail.example", False),
        ("", False),
    ],
)
def test_our_own_addresses(email: str, own: bool) -> None:
    assert is_own(email, {"support@desk.example"}) is own


@given(rule=st.sampled_from(Why), value=st.text())
def test_a_rule_is_kept_with_its_value(rule: Why, value: str) -> None:
    assert why.read(why.noted(rule, value)) == (rule, value)


def test_a_rule_of_a_newer_deskbell_is_none_that_we_know() -> None:
    assert why.read("by-magic:7") == (None, "7")
