"""Webhooks by themselves: signatures against another implementation, what answers mean, when a call is tried again, and where it may go."""

import base64
import hashlib
import hmac
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.errors import Mistake
from deskbell.model.sentences import SENTENCES
from deskbell.rules import webhooks
from deskbell.rules.webhooks import Fate

AT = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


def is_right(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As docs/webhooks.md says it, but for the age."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(right, one) for one in headers["webhook-signature"].split())


def test_the_example_of_the_specification() -> None:
    """The one that the libraries of Standard Webhooks are tested with."""
    made = webhooks.headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(st.binary(min_size=24, max_size=64), st.text("abc0123_", min_size=1, max_size=40), st.binary(max_size=500))
def test_whoever_has_the_secret_knows_it_is_ours(key: bytes, name: str, body: bytes) -> None:
    secret = webhooks.secret_of(key)
    assert webhooks.key_of(secret) == key
    made = webhooks.headers(secret, name, AT, body)
    assert is_right(secret, made, body)
    assert not is_right(secret, made, body + b" ")
    assert not is_right(secret, {**made, "webhook-id": f"{name}x"}, body)
    assert not is_right(secret, {**made, "webhook-timestamp": "1"}, body)
    assert not is_right(webhooks.secret_of(bytes([key[0] ^ 1]) + key[1:]), made, body)


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_AAAA", "password", "whsec_" + "A" * 31, "whsec_" + "A" * 92, "whsec_Ä"]
)
def test_what_is_no_secret(secret: str) -> None:
    with pytest.raises(Mistake) as refused:
        webhooks.key_of(secret)
    assert refused.value.code == "webhook.secret"


@pytest.mark.parametrize(
    ("status", "fate", "code"),
    [
        (200, Fate.DELIVERED, ""),
        (204, Fate.DELIVERED, ""),
        (302, Fate.AWAY, "webhook.elsewhere"),
        (400, Fate.REFUSED, "webhook.refused"),
        (401, Fate.AWAY, "webhook.denied"),
        (404, Fate.AWAY, "webhook.nobody"),
        (410, Fate.GONE, "webhook.gone"),
        (422, Fate.REFUSED, "webhook.refused"),
        (429, Fate.AWAY, "webhook.away"),
        (500, Fate.REFUSED, "webhook.refused"),
        (503, Fate.AWAY, "webhook.away"),
    ],
)
def test_what_an_answer_means(status: int, fate: Fate, code: str) -> None:
    assert webhooks.fate(status) is fate
    if code:
        assert webhooks.said(status) == code
        assert code in SENTENCES


def test_pauses_grow_and_a_call_is_tried_for_three_days() -> None:
    pauses = [webhooks.pause_after(n) for n in range(1, 10)]
    assert [pause.total_seconds() for pause in pauses[:6]] == [5, 30, 120, 600, 1800, 3600]
    assert set(pauses[6:]) == {timedelta(hours=1)}
    assert timedelta(days=3) == webhooks.KEPT_TRYING


@pytest.mark.parametrize(
    ("status", "words", "pause"),
    [
        (429, "120", timedelta(minutes=2)),
        (503, " 7 ", timedelta(seconds=7)),
        (503, "Fri, 27 Nov 2026 10:30:00 GMT", timedelta(hours=1)),
        (503, "Fri, 27 Nov 2026 08:30:00 GMT", timedelta(0)),
        (503, "99999999999999", timedelta(hours=24)),
        (503, "soon", timedelta(0)),
        (503, "Fri, 27 Nov 99999999999999999999 10:30:00 GMT", timedelta(0)),
        (503, "", timedelta(0)),
        (503, "١٢", timedelta(0)),
        (500, "120", timedelta(0)),
    ],
)
def test_how_long_a_receiver_wants_to_be_left_alone(status: int, words: str, pause: timedelta) -> None:
    assert webhooks.asked_pause(status, words, AT) == pause


@given(st.text(max_size=40))
def test_no_words_of_a_receiver_upset_us(words: str) -> None:
    assert timedelta(0) <= webhooks.asked_pause(503, words, AT) <= webhooks.LONGEST_ASKED


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (" https://chat.example/hooks/1?key=2 ", "https://chat.example/hooks/1?key=2"),
        ("https://chat.example#part", "https://chat.example"),
        ("http://printer/desk", "http://printer/desk"),
        ("http://192.168.1.7:8080/", "http://192.168.1.7:8080/"),
        ("http://[fd00::7]/", "http://[fd00::7]/"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
    ],
)
def test_addresses_as_they_are_kept(address: str, kept: str) -> None:
    assert webhooks.clean_address(address) == kept


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "webhook.address"),
        ("chat.example", "webhook.address"),
        ("ftp://chat.example", "webhook.address"),
        ("https://", "webhook.address"),
        ("https://chat.example/a b", "webhook.address"),
        ("https://chat.example:99999/", "webhook.address"),
        ("https://[::1/", "webhook.address"),
        ("https://a..b/", "webhook.address"),
        ("https://ona:secret@chat.example/", "webhook.password"),
        ("http://8.8.8.8/", "webhook.plain"),
        ("http://169.254.169.254/", "webhook.plain"),
        ("http://[2001:db8::1]/", "webhook.plain"),
        ("http://[::ffff:8.8.8.8]/", "webhook.plain"),
        ("https://x.example/" + "a" * 2000, "webhook.address_long"),
    ],
)
def test_addresses_that_will_not_do(address: str, code: str) -> None:
    with pytest.raises(Mistake) as refused:
        webhooks.clean_address(address)
    assert refused.value.code == code


@given(st.text(max_size=60))
def test_an_address_is_kept_or_refused(address: str) -> None:
    with suppress(Mistake):
        kept = webhooks.clean_address(address)
        assert webhooks.clean_address(kept) == kept


def test_what_is_sent() -> None:
    words = "It’s “Ąčiū” 退款 \u0000\n"
    sent = webhooks.body("ticket.answered", AT, {"message": words})
    assert "\n" not in sent
    assert json.loads(sent) == {
        "type": "ticket.answered",
        "timestamp": "2026-11-27T09:30:00.000Z",
        "data": {"message": words},
    }
