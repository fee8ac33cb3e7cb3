"""The scenes of the webhooks in the settings: none yet, their list, a new one, the log of one that is well, and of one that is not."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.ticket.moments import utc_now

if TYPE_CHECKING:
    from deskbell.model.webhooks import Call, Webhook
    from deskbell.ui.webhooks.page import WebhooksPage

_BODY = (
    '{"type":"ticket.created","timestamp":"2026-11-27T09:30:00.000Z","data":{"ticket":{"number":1042,"subject":"The parcel has not come",'
    '"status":"new"},"events":["created"],"rule":"Tell the team","changes":[],"message":{"kind":"received","text":"Where is it?"}}}'
)
_AWAY = {"host": "orders.desk.example", "status": "503"}


def webhooks(settings: Callable[[Stage], QWidget], size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `settings` makes the dialog with their page."""
    yield Scene("settings-webhooks-none", (size[0], 480), settings)
    yield Scene("settings-webhooks-list", (size[0], 560), settings, (_list,))
    yield Scene("settings-webhooks-new", (size[0], 760), settings, (_list, _new))
    yield Scene("settings-webhooks-wrong", (size[0], 760), settings, (_list, _new, _wrong))
    yield Scene("settings-webhooks-log", (size[0], 1100), settings, (_list, partial(_open, webhook_id=1), _kept))
    yield Scene("settings-webhooks-away", (size[0], 1350), settings, (_list, partial(_open, webhook_id=2), _unfold))


def _rows() -> "tuple[Webhook, ...]":
    from deskbell.model.webhooks import Webhook

    now = utc_now()
    return (
        Webhook(1, "Chat of the team", "https://chat.example/hooks/desk", version=1, called_at=now - timedelta(minutes=4)),
        Webhook(
            2, "Orders", "http://orders.desk.example:8080/desk", version=1, failing_since=now - timedelta(hours=2), waiting=3, given_up=1,
            rests_until=now + timedelta(minutes=41), reason="webhook.away", reason_values=_AWAY, called_at=now - timedelta(minutes=19),
        ),
        Webhook(3, "Old wallboard", "https://board.example/in", active=False, version=2, gone=True, reason="webhook.gone"),
        Webhook(4, "Scripts", "https://scripts.example/", active=False, version=1),
    )  # fmt: skip


def _calls(webhook_id: int) -> "tuple[Call, ...]":
    from deskbell.model.webhooks import TEST, Call, CallState

    now = utc_now()

    def call(number: int, minutes: int, type_: str = "ticket.created", **more: Any) -> Call:
        at = now - timedelta(minutes=minutes)
        values = {"key": f"msg_{number:032x}", "ticket_id": None if type_ == TEST else 1040 + number, "body": _BODY}
        usual = {"state": CallState.DELIVERED, "tries": 1, "tried_at": at, "status": 200, "milliseconds": 31 + number}
        times = {"queued_at": at, "due": at, "until": at + timedelta(days=3)}
        return Call(id=number, webhook_id=webhook_id, type=type_, **values | usual | times | more)  # type: ignore[arg-type]

    if webhook_id == 1:
        return (
            call(5, 4, answer="ok"),
            call(4, 26, "ticket.answered", tries=3, answer="ok"),
            call(3, 80, TEST, answer="ok"),
        )
    fails: dict[str, Any] = {
        "status": 503,
        "answer": "<h1>Service Unavailable</h1>\nTry again later.",
        "reason": "webhook.away",
    }
    fails |= {"reason_values": _AWAY}
    never: dict[str, Any] = {"state": CallState.WAITING, "tries": 0, "tried_at": None, "status": 0}
    return (
        call(9, 2, "ticket.answered", **never),
        call(8, 17, **never),
        call(7, 119, state=CallState.WAITING, tries=6, **fails),
        call(6, 4400, "ticket.updated", state=CallState.GIVEN_UP, tries=74, **fails),
        call(5, 6000, answer="thank you"),
    )


def _list(window: QWidget) -> None:
    from deskbell.ui.webhooks.now import Found

    now = _page(window).now
    # What the sample desk has is not looked for.
    setattr(now, "read_again", lambda: None)  # noqa: B010
    now.found, now.known = Found(_rows()), True
    now.changed.emit()


def _new(window: QWidget) -> None:
    page = _page(window)
    page.add()
    page.form.secret.setText("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")


def _wrong(window: QWidget) -> None:
    form = _page(window).form
    form.name.setText("Orders")
    form.address.setText("http://192.168.1.20/desk")
    form.secret.setText("secret")
    form.first_fault()


def _open(window: QWidget, webhook_id: int) -> None:
    from msgspec.structs import replace

    page = _page(window)
    page.open_one(webhook_id)
    page.now.found = replace(page.now.found, rows=_rows(), calls=_calls(webhook_id))
    page.now.changed.emit()


def _kept(window: QWidget) -> None:
    page = _page(window)
    page.missing.say("")
    page.form.show_kept(kept=True)


def _unfold(window: QWidget) -> None:
    rows = list(_page(window).log.rows.values())
    rows[2].head.click()


def _page(window: QWidget) -> "WebhooksPage":
    from deskbell.ui.webhooks.page import WebhooksPage

    page = window.findChild(WebhooksPage)
    assert page is not None
    return page
