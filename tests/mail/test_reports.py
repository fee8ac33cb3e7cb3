"""Reports of mail servers as they are really sent, and what providers write into heads: failures, delays, machines, spam, forwards."""

import pytest

from deskbell.mail.parse import parse
from deskbell.model.mail import Mailbox

ABOUT = "db.desk.7.abc.sig@desk.example"
RETURNED = f"\nMessage-ID: <{ABOUT}>\nSubject: Re: Printer\nFrom: support@desk.example\n"


def report(head: str, text: str, status: str = "", returned: str = RETURNED) -> bytes:
    """A mail with a head, a text, and as far as they are given a delivery status and the returned head."""
    parts = f"Content-Type: text/plain; charset=utf-8\n\n{text}"
    if status:
        parts += f"\n--b\nContent-Type: message/delivery-status\n\n{status}"
    if returned:
        parts += f"\n--b\nContent-Type: text/rfc822-headers\n{returned}"
    kind = "multipart/report; report-type=delivery-status" if status else "multipart/mixed"
    return f"{head}\nTo: support@desk.example\nContent-Type: {kind}; boundary=b\n\n--b\n{parts}\n--b--\n".encode()


def plain(head: str, text: str) -> bytes:
    return f"{head}\nTo: support@desk.example\nContent-Type: text/plain; charset=utf-8\n\n{text}".encode()


def status(action: str, address: str = "li@mail.example", rest: str = "") -> str:
    return f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {address}\nAction: {action}\n{rest}\n"


POSTFIX = "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender"
SAID = "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <li@mail.example>:\n    no such user"
FAILURES = {
    "Postfix": (report(POSTFIX, "I'm sorry", status("failed", rest=SAID)), "550 5.1.1 <li@mail.example>: no such user"),
    "Exchange": (
        report(
            "From: Microsoft Outlook\n <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@corp.example>\nSubject: Undeliverable: Re: Printer",
            "Delivery has failed to these recipients or groups:",
            status("failed", rest="Status: 5.1.10"),
        ),
        "5.1.10",
    ),
    "Exchange without a status": (
        report(
            "From: <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@corp.example>\nSubject: Unzustellbar: Printer",
            "li@mail.example\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
        ),
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
    ),
    "qmail": (
        plain(
            "Return-Path: <>\nFrom: MAILER-DAEMON@q.example\nSubject: failure notice",
            "Hi. This is the qmail-send program at q.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
            "<li@mail.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.7.1 no thanks\nGiving up on 192.0.2.1.\n\n"
            f"--- Below this line is a copy of the message.\n\nReturn-Path: <support@desk.example>{RETURNED}\nHello",
        ),
        "550 5.7.1 no thanks",
    ),
    "Exim": (
        plain(
            "Return-Path: <>\nX-Failed-Recipients: li@mail.example\nAuto-Submitted: auto-replied\nFrom: Mail Delivery System <Mailer-Daemon@e.example>\n"
            "Subject: Mail delivery failed: returning message to sender",
            "  li@mail.example\n    SMTP error from remote mail server after RCPT TO:<li@mail.example>:\n    host mx [192.0.2.1]: 550 No such person\n\n"
            f"------ This is a copy of the message, including all the headers. ------\n{RETURNED}\n\nHello",
        ),
        "550 No such person",
    ),
    "Gmail": (
        report(
            "Return-Path: <>\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification (Failure)\nX-Failed-Recipients: li@mail.example",
            "** Address not found **",
            status("failed", rest="Status: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 The email account does not exist."),
        ),
        "550-5.1.1 The email account does not exist.",
    ),
    "Yahoo": (
        plain(
            "Return-Path: <>\nFrom: MAILER-DAEMON@yahoo.com\nSubject: Failure Notice",
            "Sorry, we were unable to deliver your message to the following address.\n\n<li@mail.example>:\n554: delivery error: dd Not a valid recipient\n\n"
            f"--- Below this line is a copy of the message.\n{RETURNED}\n\nHello",
        ),
        "554: delivery error: dd Not a valid recipient",
    ),
    "QQ": (
        plain(
            "From: PostMaster@qq.com\nSubject: 来自qq.com的退信",
            f"你发送的邮件被退回。收件人：\n<li@mail.example>: 550 Mailbox not found\n{RETURNED}",
        ),
        "550 Mailbox not found",
    ),
    "163": (
        report(
            "From: Postmaster@163.com\nSubject: 系统退信/Systems bounce",
            "抱歉，您的邮件被退回来了",
            status("failed", rest="Diagnostic-Code: smtp; 550 User not found"),
        ),
        "550 User not found",
    ),
}  # fmt: skip


@pytest.mark.parametrize("server", FAILURES)
def test_a_failure_names_mail_address_and_reason(server: str) -> None:
    raw, reason = FAILURES[server]
    mail = parse(raw)
    assert (mail.is_bounce, mail.is_delayed, mail.is_auto_reply) == (True, False, True)
    assert mail.bounced_ids == (ABOUT,)
    assert mail.bounced_addresses[:1] == ("li@mail.example",)
    assert mail.bounce_reason == reason


DELAYS = {
    "Postfix": report(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nSubject: Delayed Mail (still being retried)",
        "#### THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE. ####",
        status("delayed"),
    ),
    "Gmail": report(
        "Return-Path: <>\nFrom: mailer-daemon@googlemail.com\nX-Failed-Recipients: li@mail.example\nSubject: Delivery Status Notification (Delay)",
        "** Delivery incomplete **",
        status("delayed"),
    ),
    "Exim": plain(
        "Return-Path: <>\nFrom: Mail Delivery System <Mailer-Daemon@e.example>\nSubject: Warning: message 1abcDE-0000 delayed 24 hours",
        f"A message that you sent has not yet been delivered to one or more of its recipients.\n{RETURNED}",
    ),
    "Sendmail": plain(
        "Return-Path: <>\nFrom: MAILER-DAEMON@s.example\nSubject: Warning: could not send message for past 4 hours",
        f"** THIS IS A WARNING MESSAGE ONLY **\n{RETURNED}",
    ),
    "Exchange": plain(
        "From: postmaster@corp.example\nReturn-Path: <>\nSubject: Zustellung verzögert: Printer",
        f"Delivery to these recipients has been delayed.\n{RETURNED}",
    ),
    "Chinese": plain(
        "Return-Path: <>\nFrom: postmaster@cn.example\nSubject: 邮件投递延迟", f"系统将继续尝试投递。\n{RETURNED}"
    ),
}


@pytest.mark.parametrize("server", DELAYS)
def test_a_delay_is_no_failure(server: str) -> None:
    mail = parse(DELAYS[server])
    assert (mail.is_bounce, mail.is_delayed, mail.is_auto_reply) == (False, True, True)
    assert mail.bounced_ids == (ABOUT,)


def test_of_several_recipients_those_that_failed_count() -> None:
    both = status("delayed", "late@mail.example") + "\n" + status("failed", "gone@mail.example").split("\n\n")[1]
    mail = parse(report(POSTFIX, "I'm sorry", both))
    assert mail.is_bounce
    assert "gone@mail.example" in mail.bounced_addresses
    arrived = parse(report(POSTFIX, "Delivered", status("delivered")))
    assert not arrived.is_bounce
    assert not arrived.is_delayed


@pytest.mark.parametrize(("address", "named"), [("l" * 64 + "@m.example", True), ("l" * 65 + "@m.example", False), ("li@" + "m" * 200, True), ("li@" + "m" * 201, False)])  # fmt: skip
def test_a_failure_that_nothing_but_words_tell_of_names_what_may_be_an_address(address: str, named: bool) -> None:
    mail = parse(
        plain("From: mailer-daemon@x.example\nSubject: failure notice", f"Not delivered to:\n<{address}>: 550 no")
    )
    assert mail.bounced_addresses == ((address,) if named else ())


HARD = [" ", "\t", ":", "500 ", "5", "a@b ", "\n", "\n\t", "from: a@b\n", "Action: failed\n", "no "]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", HARD)
def test_no_text_keeps_the_reader_for_long(piece: str) -> None:
    """A pattern that goes astray on one of these takes minutes."""
    text = (piece * 4000 + "x") * 3
    for subject in ("Fwd: x", "failure notice", "delayed mail"):
        parse(plain(f"Return-Path: <>\nFrom: mailer-daemon@x.example\nSubject: {subject}", text))
    parse(report("From: mailer-daemon@x.example\nSubject: x", text, "Final-Recipient: " + text))


@pytest.mark.parametrize(
    ("sender", "first", "several"),
    [
        ("a@x.example, b@x.example", "a@x.example", True),
        ("Ona <a@x.example>, b@x.example", "a@x.example", True),
        ("a@x.example, A@X.example", "a@x.example", False),
        ("Team: a@x.example, b@x.example;", "a@x.example", True),
        ('"b@x.example" <a@x.example>', "a@x.example", False),
    ],
)
def test_several_senders_are_said(sender: str, first: str, several: bool) -> None:
    mail = parse(plain(f"From: {sender}\nSubject: x", "Hello"))
    assert mail.sender.email == first
    assert ("from:several" in mail.problems) is several


def test_what_servers_say_of_the_sender_comes_topmost_first() -> None:
    head = f"Authentication-Results: mx.example;\n dmarc=pass\n{PERSON}\nAuthentication-Results: forged; dmarc=pass"
    mail = parse(plain(f"Delivered-To: support+7-x@desk.example\n{head}", "Hello"))
    assert mail.authentication == ("mx.example; dmarc=pass", "forged; dmarc=pass")
    assert mail.delivered_to == ("support+7-x@desk.example",)


PERSON = "From: Li Na <li@mail.example>\nSubject: Printer"


@pytest.mark.parametrize(
    ("head", "machine"),
    [
        ("", ""),
        ("Auto-Submitted: no", ""),
        ("Auto-Submitted: auto-generated; x=y", "auto"),
        ("List-Id: <talk.list.example>", "list"),
        ("List-Unsubscribe: <https://list.example/u>", "list"),
        ("Precedence: bulk", "bulk"),
        ("Return-Path: <>", "null"),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply", "suppressed"),
        ("X-Auto-Response-Suppress: DR, RN", ""),
        ("Return-Path: <li@mail.example>", ""),
    ],
)
def test_what_no_machine_may_answer(head: str, machine: str) -> None:
    assert parse(plain(f"{PERSON}\n{head}".strip(), "Hello")).machine == machine


@pytest.mark.parametrize(
    ("head", "spam"),
    [
        ("X-Spam-Flag: YES", "X-Spam-Flag: YES"),
        ("X-Spam-Status: Yes, score=7.1", "X-Spam-Status: Yes, score=7.1"),
        ("X-Spam-Status: No, score=-1\nX-Spam-Flag: NO", ""),
        ("X-MS-Exchange-Organization-SCL: 6", "X-Ms-Exchange-Organization-Scl: 6"),
        ("X-MS-Exchange-Organization-SCL: -1", ""),
        (
            "X-Forefront-Antispam-Report: CIP:1.2.3.4;SFV:SPM;H:x",
            "X-Forefront-Antispam-Report: CIP:1.2.3.4;SFV:SPM;H:x",
        ),
        ("X-Forefront-Antispam-Report: CIP:1.2.3.4;SFV:NSPM;", ""),
        ("X-Spamd-Result: default: True [20.1 / 15.0]", "X-Spamd-Result: default: True [20.1 / 15.0]"),
        ("X-Bogosity: Ham, tests=bogofilter", ""),
        ("X-Spam-Flag: " + "YES " * 100, "X-Spam-Flag: " + ("YES " * 15).strip()),
    ],
)
def test_what_the_provider_calls_spam(head: str, spam: str) -> None:
    assert parse(plain(f"{PERSON}\n{head}", "Hello")).spam == spam


FORWARDS = {
    "Gmail": "---------- Forwarded message ---------\nFrom: Li Na <li@mail.example>\nDate: Mon, 2 Mar 2026\nSubject: Printer\nTo: <ona@desk.example>\n\nIt is broken.",
    "Outlook": "FYI\n\nVon: Li Na <li@mail.example>\nGesendet: Montag, 2. März 2026 09:00\nAn: Ona <ona@desk.example>\nBetreff: Printer\n\nKaputt.",
    "Apple Mail": "Début du message transféré :\n\n> De: Li Na <li@mail.example>\n> Objet: Printer\n> Date: 2 mars 2026\n> À: ona@desk.example\n\n> Cassé.",
    "QQ": "------------------ 原始邮件 ------------------\n发件人: \"Li Na\" <li@mail.example>;\n发送时间: 2026年3月2日\n收件人: \"ona\"<ona@desk.example>;\n主题: Printer\n\n坏了",
    "Russian": "-------- Пересылаемое сообщение --------\nОт: Li Na <li@mail.example>\nТема: Printer\nКому: ona@desk.example\n\nСломан.",
    "Lithuanian": "Nuo: Li Na [mailto:li@mail.example]\nIšsiųsta: 2026 m. kovo 2 d.\nKam: ona@desk.example\nTema: Printer\n\nSugedo.",
}  # fmt: skip


@pytest.mark.parametrize("program", FORWARDS)
@pytest.mark.parametrize("prefix", ["Fwd:", "WG:", "TR: ", "转发："])
def test_who_wrote_a_forwarded_mail(program: str, prefix: str) -> None:
    mail = parse(plain(f"From: Ona <ona@desk.example>\nSubject: {prefix} Printer", FORWARDS[program]))
    assert mail.forwarded_from is not None
    assert (mail.forwarded_from.email, mail.forwarded_subject) == ("li@mail.example", "Printer")


def test_a_mail_that_is_attached_is_forwarded() -> None:
    attached = "From: =?utf-8?q?L=C3=AD_Na?= <li@mail.example>\nSubject: =?utf-8?q?Dr=C3=BCcker?=\n\nIt is broken."
    raw = (
        "From: ona@desk.example\nSubject: Fwd: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nplease\n"
        f"--b\nContent-Type: message/rfc822\n\n{attached}\n--b--\n"
    )
    mail = parse(raw.encode())
    assert mail.forwarded_from == Mailbox("Lí Na", "li@mail.example")
    assert mail.forwarded_subject == "Drücker"


@pytest.mark.parametrize(
    "text",
    ["From: here to there\nTo: the end", "Hello", "From: Li Na\nSent: today\nTo: Ona\n", "From: li@mail.example"],
)
def test_what_forwards_nothing(text: str) -> None:
    assert parse(plain("From: ona@desk.example\nSubject: Fwd: Printer", text)).forwarded_from is None
    assert parse(plain("From: ona@desk.example\nSubject: Re: Printer", FORWARDS["Gmail"])).forwarded_from is None
