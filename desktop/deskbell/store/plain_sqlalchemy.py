"""Loads SQLAlchemy without asyncio, which it imports for drivers that nobody here uses: a twentieth of a window's start, and three megabytes.

To be imported before anything of SQLAlchemy is. Whoever imports asyncio afterwards has all of it; so does SQLAlchemy, should it ever want something of it.
"""

import inspect
import sys
from importlib import import_module
from types import ModuleType


class _AsyncioLater(ModuleType):
    """What SQLAlchemy keeps as its asyncio: loaded with the first use."""

    # The one name that is looked up while SQLAlchemy is imported.
    iscoroutine = staticmethod(inspect.iscoroutine)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            # What import asks of any module.
            raise AttributeError(name)
        self.give_way()
        return getattr(import_module("asyncio"), name)

    def give_way(self) -> None:
        """Have the next import find the real one."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


def _load() -> None:
    if "asyncio" in sys.modules:
        return
    later = sys.modules["asyncio"] = _AsyncioLater("asyncio")
    try:
        import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401
    finally:
        later.give_way()


_load()
