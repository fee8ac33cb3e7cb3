"""Waiting for a window as long as a busy machine may need."""

from functools import partialmethod

from pytestqt.qtbot import QtBot

# What is waited for comes at once, or never: only a failing test waits so long.
_PATIENCE_MS = 30_000


class PatientBot(QtBot):
    """pytest-qt's bot, which takes a busy machine for no fault."""

    waitSignal = partialmethod(QtBot.waitSignal, timeout=_PATIENCE_MS)  # noqa: N815  pytest-qt calls it so
    waitSignals = partialmethod(QtBot.waitSignals, timeout=_PATIENCE_MS)  # noqa: N815
    waitUntil = partialmethod(QtBot.waitUntil, timeout=_PATIENCE_MS)  # noqa: N815
    waitActive = partialmethod(QtBot.waitActive, timeout=_PATIENCE_MS)  # noqa: N815
    waitExposed = partialmethod(QtBot.waitExposed, timeout=_PATIENCE_MS)  # noqa: N815
