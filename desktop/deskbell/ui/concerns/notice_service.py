"""The notification service of a Linux desktop, spoken to over the session's bus on a thread of its own."""

import html
import logging
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.threading import DBusConnection

log = logging.getLogger("deskbell.ui.notices")

NAME: Final = "org.freedesktop.Notifications"
PATH: Final = "/org/freedesktop/Notifications"
CLICKED: Final = "clicked"
REFUSED: Final = "refused"
SILENT: Final = "silent"

Heard = Callable[[str, int, str], object]
"""What is heard of a notice: `CLICKED`, `REFUSED`, or `SILENT` where it is shown without the sound that was asked for; its key; and of a click with what the
desktop lets a window come forward ("" for nothing)."""

_BUS: Final = "org.freedesktop.DBus"
_SHOWN_MS: Final = 10_000
# A service that is started for this notice takes its time.
_PATIENCE_SECONDS: Final = 10
_ENDING_SECONDS: Final = 2


class Shown(Struct, frozen=True):
    """A notice by its key: what it says, plain, what a click on it does, in a word or two, and the address of its picture."""

    key: int
    title: str
    text: str
    does: str
    picture: str
    sound: bool


class NoticeService:
    """Shows notices and takes them down again, by keys of ours. Nothing here waits: an answer, a click and a refusal come through `heard`, on another thread.

    Clicks on notices of other programs, which the service tells everybody, are none of ours.
    """

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._orders: SimpleQueue[Shown | int] = SimpleQueue()
        self._waiting: deque[Shown | int] = deque()
        self._awaited: dict[int, Shown | None] = {}
        self._can: frozenset[str] | None = None
        self._numbers: dict[int, int] = {}
        self._token = ""
        self._ending = False
        self._bus: DBusConnection | None = None
        self._lock = Lock()
        self._serves = False
        self._thread: Thread | None = None

    def show(self, shown: Shown) -> None:
        """Show this one."""
        self._order(shown)

    def take_down(self, key: int) -> None:
        """Take the notice of this key away, where it is still there."""
        self._order(key)

    def close(self) -> None:
        """Hear of nothing any more. What is shown stays: it is still true."""
        self._ending = True
        self._wake()
        if self._thread is not None:
            self._thread.join(_ENDING_SECONDS)

    def _order(self, order: "Shown | int") -> None:
        with self._lock:
            self._orders.put(order)
            if not self._serves:
                self._serves = True
                self._thread = Thread(target=self._run, name="notices", daemon=True)
                self._thread.start()
        self._wake()

    def _wake(self) -> None:
        if (bus := self._bus) is not None:
            try:
                bus.interrupt()
            except (OSError, ValueError):
                log.debug("the session's bus is gone", exc_info=True)

    def _run(self) -> None:
        try:
            from jeepney.io.threading import open_dbus_connection

            with open_dbus_connection() as bus:
                self._bus = bus
                _listen(bus)
                while not self._ending:
                    self._turn(bus)
        except (OSError, KeyError, RuntimeError, ValueError) as error:
            # KeyError: there is no session's bus; RuntimeError: it is not on this computer; ValueError: it lets nobody in.
            log.info("no notices over the session's bus: %r", error)
        except Exception:
            # The edge of a thread: somebody there answers as nobody should.
            log.exception("no notices over the session's bus")
        self._bus = None
        self._numbers.clear()
        with self._lock:
            # What is ordered from now on has a thread of its own.
            self._serves = False
            left = self._left()
        self._give_back(left)

    def _turn(self, bus: "DBusConnection") -> None:
        """Send what there is to send, and take what comes next."""
        from jeepney.io.threading import ReceiveStopped

        self._gather()
        self._send(bus)
        try:
            self._take(bus.receive(timeout=_PATIENCE_SECONDS if self._awaited else None))
        except ReceiveStopped:
            bus.reset_interrupt()
        except TimeoutError:
            self._refuse()

    def _gather(self) -> None:
        while True:
            try:
                self._waiting.append(self._orders.get_nowait())
            except Empty:
                return

    def _send(self, bus: "DBusConnection") -> None:
        if self._can is None:
            if self._waiting and not self._awaited:
                self._call(bus, "GetCapabilities", "", (), None)
            return
        for _ in range(len(self._waiting)):
            order = self._waiting.popleft()
            if isinstance(order, Shown):
                self._call(bus, "Notify", "susssasa{sv}i", _arguments(order, self._can), order)
            elif any(one is not None and one.key == order for one in self._awaited.values()):
                # By which number it can be taken down is not known yet.
                self._waiting.append(order)
            else:
                for number in [number for number, key in self._numbers.items() if key == order]:
                    self._call(bus, "CloseNotification", "u", (number,))

    def _call(
        self,
        bus: "DBusConnection",
        name: str,
        signature: str,
        body: tuple[object, ...],
        *awaited: Shown | None,
    ) -> None:
        from jeepney import DBusAddress, new_method_call

        serial = next(bus.outgoing_serial)
        for one in awaited:
            self._awaited[serial] = one
        bus.send(new_method_call(DBusAddress(PATH, NAME, NAME), name, signature or None, body), serial=serial)

    def _take(self, message: "Message") -> None:
        from jeepney import HeaderFields, MessageType

        fields = message.header.fields
        if message.header.message_type is MessageType.signal:
            self._take_signal(fields[HeaderFields.member], message.body)
            return
        serial = fields.get(HeaderFields.reply_serial)
        if serial not in self._awaited:
            return
        shown = self._awaited.pop(serial)
        if message.header.message_type is MessageType.error:
            log.info("no notice: %s %s", fields.get(HeaderFields.error_name), message.body)
            if shown is None:
                self._refuse()
            else:
                self._heard(REFUSED, shown.key, "")
        elif shown is None:
            self._can = frozenset(message.body[0])
        else:
            self._numbers[message.body[0]] = shown.key
            if shown.sound and "sound" not in (self._can or ()):
                self._heard(SILENT, shown.key, "")

    def _take_signal(self, name: str, body: tuple[object, ...]) -> None:
        match name, body:
            case "ActionInvoked", (int() as number, str()) if number in self._numbers:
                token, self._token = self._token, ""
                self._heard(CLICKED, self._numbers[number], token)
            case "ActivationToken", (int() as number, str() as token) if number in self._numbers:
                self._token = token
            case "NotificationClosed", (int() as number, int()):
                self._numbers.pop(number, None)
            case "NameOwnerChanged", _:
                # Another service begins to count anew, and may not be able to do the same.
                self._numbers.clear()
                self._can = None

    def _refuse(self) -> None:
        """Give back what was not shown."""
        self._give_back(self._left())

    def _left(self) -> list[Shown]:
        """What was not shown, and is not to be any more."""
        self._gather()
        left = [one for one in (*self._awaited.values(), *self._waiting) if isinstance(one, Shown)]
        self._awaited.clear()
        self._waiting.clear()
        return left

    def _give_back(self, left: list[Shown]) -> None:
        if not self._ending:
            for shown in left:
                self._heard(REFUSED, shown.key, "")


def _listen(bus: "DBusConnection") -> None:
    from jeepney import MatchRule, message_bus

    clicks = MatchRule(type="signal", sender=NAME, interface=NAME, path=PATH)
    owner = MatchRule(type="signal", sender=_BUS, interface=_BUS, member="NameOwnerChanged")
    owner.add_arg_condition(0, NAME)
    for rule in (clicks, owner):
        bus.send(message_bus.AddMatch(rule))


def _arguments(shown: Shown, can: frozenset[str]) -> tuple[object, ...]:
    """Of `Notify`. A subject is text, also where the service reads markup."""
    text = html.escape(shown.text, quote=False) if "body-markup" in can else shown.text
    actions = ["default", shown.does] if "actions" in can else []
    hints = {
        "desktop-entry": ("s", "deskbell"),
        "category": ("s", "email.arrived"),
        **({"sound-name": ("s", "message-new-email")} if shown.sound else {"suppress-sound": ("b", True)}),
    }
    return "Deskbell", 0, shown.picture, shown.title, text, actions, hints, _SHOWN_MS
