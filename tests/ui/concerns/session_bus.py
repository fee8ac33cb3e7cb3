"""A session's bus of our own, and on it a notification service as desktops have it, which shows nothing and tells what it was asked to show."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.threading import DBusConnection, DBusRouter, Proxy, ReceiveStopped, open_dbus_connection

from deskbell.ui.concerns.notice_service import NAME, PATH

CAN = ("actions", "body", "body-markup")
# Without the services that are installed here: they would be started when somebody asks for them.
_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
_SERVICE = DBusAddress(PATH, NAME, NAME)


def has_bus() -> bool:
    """Whether a bus can be started here."""
    return shutil.which("dbus-daemon") is not None


@contextmanager
def session_bus() -> Iterator[str]:
    """A bus that nobody else is on; its address."""
    with TemporaryDirectory(prefix="bus-") as folder:
        config = Path(folder, "bus.conf")
        config.write_text(_CONFIG.format(folder=folder), "utf-8")
        command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
            assert daemon.stdout is not None
            try:
                yield daemon.stdout.readline().strip()
            finally:
                daemon.terminate()


class Service:
    """Answers on a thread of its own. `asked` holds the calls in their order, each once it is answered: the method's name and what came with it."""

    def __init__(self, address: str, can: tuple[str, ...] = CAN) -> None:
        self.asked: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        self._can = can
        self._number = 0
        self._bus: DBusConnection = open_dbus_connection(address)
        with DBusRouter(self._bus) as router:
            Proxy(message_bus, router, timeout=10).RequestName(NAME)
        self._bus.reset_interrupt()
        self._thread = Thread(target=self._run, name="service")
        self._thread.start()

    def click(self, number: int, token: str = "") -> None:
        """The person clicks that notice."""
        if token:
            self._bus.send(new_signal(_SERVICE, "ActivationToken", "us", (number, token)))
        self._bus.send(new_signal(_SERVICE, "ActionInvoked", "us", (number, "default")))

    def close(self) -> None:
        """Go away, as a desktop's that is ended."""
        self._bus.interrupt()
        self._thread.join()
        self._bus.close()

    def _run(self) -> None:
        while True:
            try:
                message = self._bus.receive()
            except ReceiveStopped:
                return
            if message.header.message_type is MessageType.method_call:
                self._bus.send(self._answer(message))
                # Only now: a click that the test makes comes after the number of what is clicked.
                name = message.header.fields[HeaderFields.member]
                if name != "GetCapabilities":
                    self.asked.put((name, message.body))

    def _answer(self, call: Message) -> Message:
        name = call.header.fields[HeaderFields.member]
        if name == "GetCapabilities":
            return new_method_return(call, "as", (list(self._can),))
        if name == "Notify":
            self._number += 1
            return new_method_return(call, "u", (self._number,))
        if name == "CloseNotification":
            return new_method_return(call)
        return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")
