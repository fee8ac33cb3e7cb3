"""Handing mail over: what became of each mail is known, or known to be unknown, and nothing is ever sent twice by guessing."""

import base64
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace

from deskbell.mail.check import check_smtp
from deskbell.mail.delivery import Delivery, Fate, Refusal
from deskbell.mail.smtp import Submission
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import Security
from deskbell.model.mail import Server
from servers.cable import Cable
from servers.liar import CLOSE, Liar
from servers.smtp import Fault, SmtpServer

pytestmark = pytest.mark.servers
US, KIM, LEE = "help@acme.example", "kim@example.org", "lee@example.org"
MAIL = b"From: help@acme.example\r\nTo: kim@example.org\r\nSubject: Order\r\n\r\nGood morning\r\n"
BIG = MAIL + b"".join(b"%078d\r\n" % line for line in range(100_000))


@pytest.fixture
def account(smtp_server: SmtpServer) -> Server:
    return Server(
        "localhost", smtp_server.tls_port, Security.TLS, "desk", smtp_server.password, str(smtp_server.ca_file), 20.0
    )


@pytest.fixture
def submission(account: Server) -> Iterator[Submission]:
    with Submission.open(account) as opened:
        yield opened


@pytest.mark.parametrize(
    "raw",
    [
        MAIL,
        MAIL + b".\r\n..\r\n.hidden\r\n",
        MAIL + b"\r\n",
        MAIL + b"x" * 990 + b"\r\n",
        b"Subject: dot\r\n\r\n.\r\n",
        BIG,
    ],
)
def test_the_bytes_that_arrive_are_those_that_were_sent(
    submission: Submission, smtp_server: SmtpServer, raw: bytes
) -> None:
    delivery = submission.send(US, [KIM, LEE], raw)
    assert (delivery.fate, delivery.code, delivery.refused) == (Fate.SENT, 250, ())
    (mail,) = smtp_server.mails
    assert (mail.sender, mail.recipients, mail.content, mail.user) == (US, (KIM, LEE), raw, "desk")


@pytest.mark.parametrize(
    ("raw", "arrives"),
    [
        (b"a: b\n\nc\n", b"a: b\r\n\r\nc\r\n"),
        (b"a: b\r\n\r\nc", b"a: b\r\n\r\nc\r\n"),
        (b"a: b\r\n\r\n\r.\r\n\n.\r\n", b"a: b\r\n\r\n\r\n.\r\n\r\n.\r\n"),
    ],
)
def test_line_ends_cannot_smuggle_a_second_mail(
    submission: Submission, smtp_server: SmtpServer, raw: bytes, arrives: bytes
) -> None:
    assert submission.send(US, [KIM], raw).fate is Fate.SENT
    assert [mail.content for mail in smtp_server.mails] == [arrives]


def test_one_connection_sends_many(submission: Submission, smtp_server: SmtpServer) -> None:
    smtp_server.refuse = {LEE: "550 5.1.1 no such user"}
    fates = [submission.send(US, [address], MAIL).fate for address in (KIM, LEE, KIM)]
    assert fates == [Fate.SENT, Fate.PERMANENT, Fate.SENT]
    smtp_server.answer = "451 4.3.0 later"
    assert submission.send(US, [KIM], MAIL).fate is Fate.TEMPORARY
    smtp_server.answer = ""
    assert submission.send(US, [KIM], MAIL).fate is Fate.SENT
    assert len(smtp_server.mails) == 3
    assert len(smtp_server.logins) == 1


GONE, LATER = "550 5.1.1 no such user", "450 4.2.0 greylisted"


@pytest.mark.parametrize(
    ("refuse", "fate", "code", "refused"),
    [
        ({}, Fate.SENT, 250, []),
        ({LEE: GONE}, Fate.SENT, 250, [Refusal(LEE, 550, "5.1.1 no such user")]),
        ({LEE: LATER}, Fate.SENT, 250, [Refusal(LEE, 450, "4.2.0 greylisted")]),
        (
            {KIM: GONE, LEE: GONE},
            Fate.PERMANENT,
            550,
            [Refusal(KIM, 550, "5.1.1 no such user"), Refusal(LEE, 550, "5.1.1 no such user")],
        ),
        (
            {KIM: GONE, LEE: LATER},
            Fate.TEMPORARY,
            450,
            [Refusal(KIM, 550, "5.1.1 no such user"), Refusal(LEE, 450, "4.2.0 greylisted")],
        ),
    ],
)
def test_refused_recipients(
    submission: Submission,
    smtp_server: SmtpServer,
    refuse: dict[str, str],
    fate: Fate,
    code: int,
    refused: list[Refusal],
) -> None:
    smtp_server.refuse = refuse
    delivery = submission.send(US, [KIM, LEE], MAIL)
    assert (delivery.fate, delivery.code, delivery.refused) == (fate, code, tuple(refused))
    assert [refusal.permanent for refusal in refused] == [refusal.code == 550 for refusal in refused]
    taken = tuple(address for address in (KIM, LEE) if address not in refuse)
    assert [mail.recipients for mail in smtp_server.mails] == ([taken] if taken else [])


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        ("451 4.3.0 disk full", Fate.TEMPORARY),
        ("554 5.7.1 spam, we think", Fate.PERMANENT),
        ("421 4.3.2 closing", Fate.TEMPORARY),
    ],
)
def test_a_mail_refused_after_the_dot(submission: Submission, smtp_server: SmtpServer, answer: str, fate: Fate) -> None:
    smtp_server.answer = answer
    assert submission.send(US, [KIM], MAIL) == Delivery(fate, int(answer[:3]), answer[4:])
    assert smtp_server.mails == []


def test_a_connection_lost_before_the_dot_is_trouble(submission: Submission, smtp_server: SmtpServer) -> None:
    smtp_server.fault = Fault.DROP_BEFORE_DOT
    with pytest.raises(Trouble) as caught:
        submission.send(US, [KIM], BIG)
    assert caught.value.code == "mail.dropped"
    assert smtp_server.mails == []
    with pytest.raises(Trouble):
        submission.send(US, [KIM], MAIL)


@pytest.mark.parametrize("raw", [MAIL, BIG])
def test_a_connection_lost_after_the_dot_is_unknown(
    submission: Submission, smtp_server: SmtpServer, raw: bytes
) -> None:
    smtp_server.fault = Fault.DROP_AFTER_DOT
    delivery = submission.send(US, [KIM], raw)
    assert (delivery.fate, delivery.code) == (Fate.UNKNOWN, 0)
    assert len(smtp_server.mails) == 1
    with pytest.raises(Trouble):
        submission.send(US, [KIM], raw)


def test_silence_after_the_dot_is_unknown_in_the_end(submission: Submission, smtp_server: SmtpServer) -> None:
    smtp_server.fault = Fault.STALL_AFTER_DOT
    delivery = submission.send(US, [KIM], MAIL, dot_seconds=0.3)
    assert delivery.fate is Fate.UNKNOWN
    assert len(smtp_server.wait(1)) == 1


def test_silence_before_the_dot_is_trouble(
    account: Server, smtp_server: SmtpServer, cable: Callable[[int], Cable]
) -> None:
    line = cable(smtp_server.tls_port)
    with Submission.open(replace(account, port=line.port)) as submission:
        line.freeze()
        with pytest.raises(Trouble) as caught:
            submission.send(US, [KIM], MAIL, command_seconds=0.3)
    assert caught.value.code == "mail.timeout"
    assert smtp_server.mails == []


EHLO = {b"EHLO": b"250-liar\r\n250 SIZE 9000000\r\n", b"QUIT": b"221 bye\r\n", b"RSET": b"250 ok\r\n"}
OPEN = {**EHLO, b"MAIL": b"250 ok\r\n", b"RCPT": b"250 ok\r\n", b"DATA": b"354 go\r\n"}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({b"MAIL": b"552 5.3.4 too big\r\n"}, Fate.PERMANENT),
        ({b"MAIL": b"451 4.7.1 slow down\r\n"}, Fate.TEMPORARY),
        ({b"MAIL": b"552 5.3.4 too big\r\n", b"RSET": CLOSE}, Fate.PERMANENT),
        ({b"MAIL": b"421 4.3.2 closing\r\n"}, "mail.busy"),
        ({b"MAIL": b"530 5.7.0 log in first\r\n"}, "mail.protocol"),
        ({b"MAIL": b"nonsense\r\n"}, "mail.protocol"),
        ({b"MAIL": CLOSE}, "mail.dropped"),
        ({b"RCPT": b"421 4.3.2 closing\r\n"}, "mail.busy"),
        ({b"RCPT": CLOSE}, "mail.dropped"),
        ({b"RCPT": b"550-5.1.1 no\r\n550 5.1.1 really no\r\n"}, Fate.PERMANENT),
        ({b"RCPT": b"251 will forward\r\n", b"DATA": b"554 5.5.1 no\r\n"}, Fate.PERMANENT),
        ({b"DATA": b"250 what\r\n"}, Fate.TEMPORARY),
        ({b"DATA": CLOSE}, "mail.dropped"),
        ({b".\r\n": CLOSE}, Fate.UNKNOWN),
        ({b".\r\n": b"250 ok\r\n"}, Fate.SENT),
        ({b".\r\n": b"nonsense\r\n"}, Fate.UNKNOWN),
        ({b".\r\n": b"\xff\xfe 250\r\n"}, Fate.UNKNOWN),
        ({b".\r\n": b"354 go on\r\n"}, Fate.UNKNOWN),
    ],
)
def test_what_servers_say(answers: dict[bytes, bytes], expected: Fate | str, liar: Callable[..., Liar]) -> None:
    odd = liar(b"220 liar ESMTP\r\n", {**answers, **{key: OPEN[key] for key in OPEN if key not in answers}})
    raw = b"subject: x\r\n\r\ngood\r\n"
    with Submission.open(Server("localhost", odd.port, Security.NONE, "", "", timeout=20.0)) as submission:
        if isinstance(expected, Fate):
            assert submission.send(US, [KIM], raw).fate is expected
        else:
            with pytest.raises(Trouble) as caught:
                submission.send(US, [KIM], raw)
            assert caught.value.code == expected


@pytest.mark.parametrize(
    ("answer", "fate"), [(b"452 4.3.1 disk full\r\n", Fate.TEMPORARY), (b"552 5.3.4 too big\r\n", Fate.PERMANENT)]
)
def test_an_answer_before_the_dot_is_a_refusal(answer: bytes, fate: Fate, liar: Callable[..., Liar]) -> None:
    early = liar(b"220 liar ESMTP\r\n", {b"%078d" % 9: answer, **OPEN})
    with Submission.open(Server("localhost", early.port, Security.NONE, "", "", timeout=20.0)) as submission:
        assert submission.send(US, [KIM], BIG).fate is fate


def test_a_mail_larger_than_the_server_takes_is_not_even_offered(liar: Callable[..., Liar]) -> None:
    small = liar(b"220 liar ESMTP\r\n", {**OPEN, b"EHLO": b"250-liar\r\n250 SIZE 1000000\r\n"})
    with Submission.open(Server("localhost", small.port, Security.NONE, "", "", timeout=20.0)) as submission:
        assert submission.limit == 1_000_000
        delivery = submission.send(US, [KIM], BIG)
    assert (delivery.fate, delivery.told) == (Fate.PERMANENT, "mail.too_large")
    assert delivery.values == {"size": "8.0 MB", "limit": "1.0 MB"}
    assert b"MAIL" not in small.heard.upper()


def test_five_hundred_recipients_are_offered_in_few_rounds(liar: Callable[..., Liar]) -> None:
    """Each answer belongs to its address, also where the server takes only so many at once."""
    full = b"452 4.5.3 too many recipients\r\n"
    answers = {
        **OPEN,
        b".\r\n": b"250 ok\r\n",
        b"EHLO": b"250-liar\r\n250 PIPELINING\r\n",
        **{b"RCPT TO:<R%d@" % n: full for n in range(300, 500)},
    }
    server = liar(b"220 liar ESMTP\r\n", dict(sorted(answers.items(), key=lambda pair: -len(pair[0]))))
    everybody = [f"r{number}@example.org" for number in range(500)]
    with Submission.open(Server("localhost", server.port, Security.NONE, "", "", timeout=20.0)) as submission:
        delivery = submission.send(US, everybody, b"subject: x\r\n\r\ngood\r\n")
    assert [refusal.address for refusal in delivery.refused] == everybody[300:]
    assert all(refusal.too_many and not refusal.permanent for refusal in delivery.refused)


@pytest.mark.parametrize(
    ("code", "text", "permanent", "too_many"),
    [
        (452, "4.5.3 Too many recipients", False, True),
        (552, "5.5.3 too many", False, True),
        (552, "5.2.2 mailbox full", True, False),
        (450, "4.2.0 greylisted", False, False),
    ],
)
def test_too_many_at_once_is_no_refusal(code: int, text: str, permanent: bool, too_many: bool) -> None:
    refusal = Refusal(KIM, code, text)
    assert (refusal.permanent, refusal.too_many) == (permanent, too_many)


def test_addresses_beyond_ascii(submission: Submission, smtp_server: SmtpServer, liar: Callable[..., Liar]) -> None:
    assert submission.send(US, ["kim@straße.example"], MAIL).fate is Fate.SENT
    assert submission.send(US, ["žmogus@пример.example"], MAIL).fate is Fate.SENT
    first, second = smtp_server.mails
    assert first.recipients == ("kim@xn--strae-oqa.example",)
    assert second.recipients == ("žmogus@xn--e1afmkfd.example",)
    assert "SMTPUTF8" in second.options
    old = liar(b"220 liar ESMTP\r\n", OPEN)
    with Submission.open(Server("localhost", old.port, Security.NONE, "", "", timeout=20.0)) as plain:
        delivery = plain.send(US, ["žmogus@example.org"], MAIL)
    assert (delivery.fate, delivery.code) == (Fate.PERMANENT, 550)
    assert (delivery.told, delivery.values) == ("mail.smtputf8", {"address": "žmogus@example.org"})
    assert b"MAIL" not in old.heard


def test_the_null_sender(submission: Submission, smtp_server: SmtpServer) -> None:
    assert submission.send("", [KIM], MAIL).fate is Fate.SENT
    assert smtp_server.mails[0].sender in {"", "<>"}


@pytest.mark.parametrize(
    "address", ["", "kim", "kim@example.org> SIZE=1", "a b@example.org", "kim@example.org\r\nRCPT TO:<x@y>"]
)
def test_what_is_no_address_reaches_no_server(submission: Submission, smtp_server: SmtpServer, address: str) -> None:
    with pytest.raises(Mistake):
        submission.send(US, [KIM, address], MAIL)
    assert submission.send(US, [KIM], MAIL).fate is Fate.SENT
    assert len(smtp_server.mails) == 1


def test_our_name_stays_at_home(liar: Callable[..., Liar]) -> None:
    server = liar(b"220 liar ESMTP\r\n", OPEN)
    Submission.open(Server("localhost", server.port, Security.NONE, "", "", timeout=20.0)).close()
    assert bytes(server.heard).splitlines()[0] == b"ehlo [127.0.0.1]"


def test_login_the_way_the_server_offers(liar: Callable[..., Liar]) -> None:
    answers = {
        b"EHLO": b"250-liar\r\n250 AUTH LOGIN XOAUTH2\r\n",
        b"QUIT": b"221 bye\r\n",
        b"AUTH LOGIN": b"334 VXNlcm5hbWU6\r\n",
        base64.b64encode("žmogus".encode()).upper(): b"334 UGFzc3dvcmQ6\r\n",
        base64.b64encode("密码".encode()).upper(): b"235 in\r\n",
    }
    server = liar(b"220 liar ESMTP\r\n", answers)
    with Submission.open(Server("localhost", server.port, Security.NONE, "žmogus", "密码", timeout=20.0)):
        pass


def test_the_test_button(account: Server) -> None:
    check_smtp(account)
    with pytest.raises(Trouble, match="does not accept"):
        check_smtp(replace(account, password="wrong"))
