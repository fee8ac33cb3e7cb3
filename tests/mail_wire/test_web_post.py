"""One POST to a real server: what is verified, what is limited, and what is never done."""

import asyncio
import contextlib
import ssl
from pathlib import Path

import pytest

from deskbell.mail import web_post
from deskbell.mail.web_post import LONGEST, post
from deskbell.model.errors import Trouble
from servers.certificates import Certificates
from servers.loop import LoopThread
from servers.ordinary import free_port
from servers.receiver import Receiver, Say

pytestmark = pytest.mark.servers


def test_over_tls_to_whom_the_system_trusts(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.ca_file))
    there = Receiver(certificates.good)
    try:
        posted = post(there.url, b"{}", {"webhook-id": "msg_1"})
        assert (posted.status, posted.answer) == (200, b"thank you")
        assert there.came[0].headers["webhook-id"] == "msg_1"
    finally:
        there.close()


@pytest.mark.parametrize("which", ["wrong_name", "stranger", "expired", "self_signed"])
def test_whom_the_system_does_not_trust_is_told_nothing(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.ca_file))
    context: ssl.SSLContext = getattr(certificates, which)
    there = Receiver(context)
    try:
        with pytest.raises(Trouble) as refused:
            post(there.url, b"{}", {})
        assert refused.value.code == "web.certificate"
        assert there.came == []
    finally:
        there.close()


def test_of_an_answer_the_beginning_is_read(receiver: Receiver) -> None:
    receiver.answers.append(Say(200, b"x" * 5_000_000))
    assert post(receiver.url, b"{}", {}).answer == b"x" * LONGEST


def test_one_that_is_cut_short_has_answered(receiver: Receiver) -> None:
    receiver.answers.append(Say(202, b"than", cuts=True))
    posted = post(receiver.url, b"{}", {})
    assert (posted.status, posted.answer) == (202, b"than")


@pytest.mark.parametrize("say", [Say(hangs=True), Say(200, b"x" * 100, drips=True)])
def test_there_is_an_end_to_waiting(receiver: Receiver, say: Say) -> None:
    """Also where a byte comes now and then."""
    receiver.answers.append(say)
    with pytest.raises(Trouble) as late:
        post(receiver.url, b"{}", {}, seconds=0.5)
    assert (late.value.code, late.value.values["seconds"]) == ("web.timeout", "0.5")


def test_a_redirection_is_an_answer(receiver: Receiver) -> None:
    receiver.answers.append(Say(307, b"", (("Location", receiver.url),)))
    assert post(receiver.url, b"{}", {}).status == 307
    assert len(receiver.came) == 1


def test_what_a_receiver_asks_for(receiver: Receiver) -> None:
    receiver.answers.append(Say(503, b"", (("Retry-After", "120"),)))
    assert post(receiver.url, b"{}", {}).retry_after == "120"


@pytest.mark.parametrize(
    ("places", "code"),
    [
        (["8.8.8.8"], "webhook.plain"),
        (["127.0.0.1", "8.8.8.8"], "webhook.plain"),
        (["169.254.169.254"], "webhook.plain"),
    ],
)
def test_a_name_that_leads_out_of_the_network_is_told_nothing_in_the_open(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, places: list[str], code: str
) -> None:
    monkeypatch.setattr(web_post, "public_places", lambda _host, port, _allowed: [(one, port) for one in places])
    with pytest.raises(Trouble) as refused:
        post(receiver.url, b"{}", {})
    assert refused.value.code == code
    assert receiver.came == []


def test_a_name_with_several_addresses_is_tried_at_each(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """localhost is ::1 first on many computers, where this one does not listen."""
    monkeypatch.setattr(
        web_post, "public_places", lambda _host, port, _allowed: [("127.0.0.9", port), ("127.0.0.1", port)]
    )
    assert post(receiver.url, b"{}", {}).status == 200
    assert receiver.came[0].headers["host"] == f"localhost:{receiver.port}"


def test_a_proxy_has_no_part_in_the_own_network(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert post(receiver.url, b"{}", {}).status == 200


def test_there_is_an_end_to_waiting_behind_a_proxy(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = LoopThread("proxy")
    there = Receiver(certificates.good)
    there.answers.append(Say(200, b"x" * 100, (("X-Long", "x" * 200),), drips=True))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.ca_file))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.serve(_pass_on, None)}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    try:
        with pytest.raises(Trouble) as late:
            post(there.url, b"{}", {}, seconds=2.0)
        assert late.value.code == "web.timeout"
        assert len(there.came) == 1
    finally:
        there.close()
        proxy.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A proxy, for one connection."""
    head = await reader.readuntil(b"\r\n\r\n")
    host, _, port = head.split()[1].decode().partition(":")
    there, back = await asyncio.open_connection(host, int(port))
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")

    async def pump(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await source.read(65536):
                to.write(data)
        to.close()

    try:
        await asyncio.gather(pump(reader, back), pump(there, writer))
    finally:
        # Cut off in the middle, too.
        back.close()


def test_no_netrc_is_read(receiver: Receiver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine localhost login ona password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    post(receiver.url, b"{}", {})
    assert "authorization" not in receiver.came[0].headers


def test_nobody_is_there() -> None:
    with pytest.raises(Trouble) as refused:
        post(f"http://127.0.0.1:{free_port()}/", b"{}", {})
    assert refused.value.code == "web.host"


def test_an_answer_that_is_no_http(liar: object) -> None:
    there = liar(b"* OK ready\r\n* and waiting\r\n\r\n")  # type: ignore[operator]
    with pytest.raises(Trouble) as refused:
        post(f"http://127.0.0.1:{there.port}/", b"{}", {})
    assert refused.value.code in {"web.answer", "web.host"}
