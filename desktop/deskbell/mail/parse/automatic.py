"""Mails that no person wrote: automatic replies (RFC 3834 and what came before it) and bounces (RFC 3464, and those that look like nothing)."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final

import re2
from msgspec import Struct

from deskbell.mail.parse.headers import Headers, split_headers
from deskbell.mail.parse.ids import message_ids
from deskbell.mail.parse.mime import Part
from deskbell.model.mail import InboundAttachment

_options: Final = re2.Options()
_options.case_sensitive = False
_options.log_errors = False

_DAEMON: Final = re.compile(
    r"(?i)^(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon|mailer_daemon|bounce|bounces|mdaemon|mail\.?system|maildelivery|mail-delivery|microsoftexchange[0-9a-f]{20,40})(?:[@+-]|$)"
)
_BOUNCE_SUBJECT: Final = re2.compile(
    r"undeliver(?:able|ed)|delivery (?:status notification|failure|has failed|notification|report)|mail delivery (?:failed|failure|system|error|subsystem)|returned mail|failure notice|message delivery failure"
    r"|delivery.{0,20}(?:failed|failure)|unzustellbar|nicht zustellbar|zustellung fehlgeschlagen|mail konnte nicht zugestellt|non remis|échec de la remise|courrier non distribué"
    r"|no se puede entregar|no entregado|error de entrega|mancato recapito|impossibile recapitare|não entregue|falha na entrega|onbestelbaar|niet bezorgd|nie można dostarczyć|niedostarczon|zwrot poczty"
    r"|недоставленн|не доставлено|сообщение не доставлено|невозможно доставить|не вдалося доставити|nepristatyt|nepavyko pristatyti|nav piegādāt|kunde inte levereras|olevererat|kunne ikke leveres|ikke levert"
    r"|toimittaminen epäonnistui|nedoručiteln|系统退信|退信|无法送达|无法投递|無法傳送|傳送失敗|退件|配信不能|配信エラー|送信エラー|배달 실패|전송 실패|반송",
    _options,
)
# What servers call a mail that is only late: Postfix, Exim, Sendmail, Gmail, Exchange in some languages, and the Chinese ones.
_DELAY_SUBJECT: Final = re2.compile(
    r"\(delay\)|delayed mail|delivery delayed|message .{0,60}delayed|still being retried|could not send message for|delivery status notification \(delay|verzögert|retardé|retrasad|ritard|atrasad"
    r"|vertraagd|opóźni|задерж|затрим|vėluoja|aizkav|försenad|zpožděn|延迟|延遲|延误|遅延|지연",
    _options,
)
_DELAY_TEXT: Final = re2.compile(
    r"(?:warning message only|message has not yet been delivered|has been delayed|not yet been delivered to|will (?:be retried|retry|keep trying)|delivery attempts will continue|no action is required on your part)",
    _options,
)
_AUTO_SUBJECT: Final = re2.compile(
    r"^\s*(?:re: ?|aw: ?|sv: ?)?(?:auto(?:matic|mated)?[ -]?(?:reply|response|answer)|autoreply|out of (?:the )?office|automatische (?:antwort|abwesenheit)|abwesenheitsnotiz|abwesend|réponse automatique|absence du bureau|respuesta automática"
    r"|fuera de la oficina|risposta automatica|fuori (?:ufficio|sede)|resposta automática|ausência|automatisch antwoord|afwezig|autoodpowiedź|odpowiedź automatyczna|автоответ|автоматический ответ|автоматична відповідь"
    r"|automatinis atsakymas|automātiskā atbilde|autosvar|automatiskt svar|automatisk svar|automaattinen vastaus|automatická odpověď|自动回复|自動回覆|自动答复|不在オフィス|自動返信|自動応答|자동 회신|자동응답|부재 중)",
    _options,
)
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+'=/-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}")
# RE2, for whoever writes a report writes it as long as they like; `re` would look at some of them for hours.
_RECIPIENT: Final = re2.compile(
    r"(?m)^(?:final-recipient|original-recipient)[ \t]*:[ \t]*(?:[\w-]+[ \t]*;)?[ \t]*<?([^\s<>;]+@[^\s<>;]+?)>?[ \t]*\r?$",
    _options,
)
_ACTION: Final = re.compile(rb"(?im)^action[ \t]*:[ \t]*(\w+)")
_DIAGNOSTIC: Final = re2.compile(
    r"(?m)^diagnostic-code[ \t]*:[ \t]*(?:[\w-]+[ \t]*;)?[ \t]*([^\r\n]+(?:\r?\n[ \t]+[^\r\n]+)*)", _options
)
_STATUS_CODE: Final = re.compile(rb"(?im)^status[ \t]*:[ \t]*([245]\.\d{1,3}\.\d{1,3})")
# A line of the report that holds what the other server said: "550 5.1.1 no such user", "554: delivery error".
_SERVER_SAID: Final = re2.compile(
    r"\b([45]\d\d(?:[ :#-]{1,5}[45]\.\d{1,3}\.\d{1,3}|[ :-]{1,5}[^\s\d])[^\r\n]{0,300})", _options
)
_RETURNED_ID: Final = re2.compile(r"(?m)^[ \t]*>?[ \t]*message-id[ \t]*:[ \t]*(<[^<>\s]{1,400}>)", _options)
# How long an address may be is looked at afterwards: letters of all scripts, so many times over, take longer to compile than all else here together.
_FAILED_IN_TEXT: Final = re2.compile(
    r"(?m)^[ \t]*(?:to:[ \t]*|<)?<?([\pL\pN_.%+'=-]+@[\pL\pN_.-]+)>?[ \t]*(?:>?:|\r?$|\(|failed|wasn't|because)",
    _options,
)
_STATUS: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})
_ARRIVED: Final = frozenset({b"delivered", b"relayed", b"expanded"})
_TEXT_LOOKED_AT: Final = 20_000
_STATUS_LOOKED_AT: Final = 500_000
_LONGEST_REASON: Final = 300
_LONGEST_NAME: Final = 64
_LONGEST_HOST: Final = 200


class Automatic(Struct, frozen=True):
    """The verdict: see the fields of the same names in `InboundMail`."""

    is_auto_reply: bool = False
    is_bounce: bool = False
    is_delayed: bool = False
    bounced_ids: tuple[str, ...] = ()
    bounced_addresses: tuple[str, ...] = ()
    bounce_reason: str = ""


def recognise(root: Part, sender: str, subject: str, text: str, attachments: list[InboundAttachment]) -> Automatic:
    """Judge a mail by its headers, its structure and, for bounces of old servers, its words."""
    headers = root.headers
    report = root.params.get("report-type", "").lower() if root.content_type == "multipart/report" else ""
    status = b"\n\n".join(one.content for one in attachments if one.content_type in _STATUS)[:_STATUS_LOOKED_AT]
    kind = _report(headers, sender, subject, report, status, text)
    if kind is not _Report.NONE:
        failed = kind is _Report.FAILED
        ids = _returned_ids(headers, text, attachments)
        return Automatic(True, failed, not failed, ids, _failed(headers, status, text), _reason(status, text))
    read_receipt = report == "disposition-notification" or any(
        one.content_type == "message/disposition-notification" for one in attachments
    )
    return Automatic(read_receipt or _is_auto_reply(headers, sender, subject))


class _Report(Enum):
    NONE = auto()
    FAILED = auto()
    DELAYED = auto()


def _report(headers: Headers, sender: str, subject: str, report: str, status: bytes, text: str) -> _Report:
    """Whether a mail server reports on a mail of ours, and what. A warning that a mail is late is no failure."""
    actions = {found.lower() for found in _ACTION.findall(status)}
    if actions and actions <= _ARRIVED:
        return _Report.NONE
    if b"delayed" in actions:
        return _Report.FAILED if b"failed" in actions else _Report.DELAYED
    if report == "delivery-status" or status or headers.has("x-failed-recipients"):
        return _Report.FAILED
    null_path = headers.has("return-path") and headers.first("return-path").strip() in {b"<>", b""}
    daemon = _DAEMON.match(sender) is not None or not sender
    if not daemon and not null_path:
        return _Report.NONE
    bounced = _BOUNCE_SUBJECT.search(subject) is not None
    if _DELAY_SUBJECT.search(subject) is not None and (not bounced or _DELAY_TEXT.search(text[:_TEXT_LOOKED_AT])):
        return _Report.DELAYED
    return _Report.FAILED if bounced or (daemon and null_path) else _Report.NONE


def _is_auto_reply(headers: Headers, sender: str, subject: str) -> bool:
    submitted = headers.first("auto-submitted").split(b";")[0].strip().lower()
    if submitted:
        return submitted != b"no"
    if (
        headers.has("x-autoreply")
        or headers.has("x-autorespond")
        or headers.has("x-auto-reply-from")
        or headers.has("x-mail-autoreply")
    ):
        return headers.first("x-autoreply").strip().lower() not in {b"no", b"false"}
    precedence = headers.first("precedence").strip().lower()
    if precedence in {b"auto_reply", b"auto-reply", b"autoreply"} or headers.first("x-precedence").strip().lower() in {
        b"auto_reply",
        b"auto-reply",
    }:
        return True
    # X-Auto-Response-Suppress and Precedence: bulk are also on newsletters and on people's Exchange mails: they need a second witness.
    if _AUTO_SUBJECT.match(subject):
        return True
    null_path = headers.has("return-path") and headers.first("return-path").strip() == b"<>"
    suppressed = b"all" in headers.first("x-auto-response-suppress").lower()
    return (
        null_path
        or (suppressed and precedence in {b"bulk", b"junk"})
        or sender.lower().startswith(("autoreply@", "auto-reply@"))
    )


def _returned_ids(headers: Headers, text: str, attachments: list[InboundAttachment]) -> tuple[str, ...]:
    """The Message-IDs of the mail that came back: in the returned mail, else quoted in the text, else what the bounce refers to."""
    ids: list[str] = []
    for one in attachments:
        if one.content_type in {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"}:
            returned, _ = split_headers(one.content, 0, min(len(one.content), 64 * 1024))
            ids.extend(message_ids(returned.first("message-id")))
    if not ids:
        ids = [found.strip("<>") for found in _RETURNED_ID.findall(text[-_TEXT_LOOKED_AT:])]
    if not ids:
        ids = [*message_ids(headers.first("in-reply-to")), *message_ids(headers.first("references"))[-1:]]
    return tuple(dict.fromkeys(ids))


def _failed(headers: Headers, status: bytes, text: str) -> tuple[str, ...]:
    """The recipients that the mail did not reach."""
    found = _failing_recipients(status)
    if not found:
        found = _ADDRESS.findall(headers.first("x-failed-recipients").decode("ascii", "ignore"))
    if not found:
        found = [one for one in _FAILED_IN_TEXT.findall(text[:_TEXT_LOOKED_AT]) if _is_short(one)][:20]
    return tuple(dict.fromkeys(one.strip().strip("<>\"'.") for one in found))


def _is_short(address: str) -> bool:
    name, _, host = address.partition("@")
    return len(name) <= _LONGEST_NAME and len(host) <= _LONGEST_HOST


def _reason(status: bytes, text: str) -> str:
    """What the server that refused the mail said, in one line; "" where the report does not tell."""
    for group in _failing_groups(status):
        told, code = _DIAGNOSTIC.search(group.decode("utf-8", "replace")), _STATUS_CODE.search(group)
        if told or code:
            words = told[1] if told else code[1].decode() if code else ""
            return " ".join(words.split())[:_LONGEST_REASON]
    found = _SERVER_SAID.search(text[:_TEXT_LOOKED_AT])
    return " ".join(found[1].split())[:_LONGEST_REASON] if found else ""


def _failing_groups(status: bytes) -> Iterator[bytes]:
    """The groups of fields (one a recipient) whose action is not a success."""
    for group in re.split(rb"\r?\n[ \t]*\r?\n", status):
        action = _ACTION.search(group)
        if not action or action[1].lower() not in _ARRIVED:
            yield group


def _failing_recipients(status: bytes) -> list[str]:
    """The recipients that were not reached, of each the final address before the original one (RFC 3464, 2.3)."""
    groups = (group.decode("utf-8", "replace") for group in _failing_groups(status))
    return [addresses[0] for group in groups if (addresses := _RECIPIENT.findall(group))]
