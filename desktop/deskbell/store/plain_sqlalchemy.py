"""Loads SQLAlchemy without what it imports for others: asyncio for drivers that nobody here uses, importlib.metadata, and `email` with that, to look for
drivers installed beside it. Together a fifteenth of a window's start, and three megabytes.

To be imported before anything of SQLAlchemy is. Whoever imports these afterwards has all of them; so does SQLAlchemy, should it ever want something of them.
"""

import inspect
import sys
from importlib import import_module
from types import ModuleType


class _Later(ModuleType):
    """What SQLAlchemy keeps as the module of this name: loaded with the first use."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            # What import asks of any module.
            raise AttributeError(name)
        self.give_way()
        return getattr(import_module(self.__name__), name)

    def give_way(self) -> None:
        """Have the next import find the real one."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


class _AsyncioLater(_Later):
    # The one name that is looked up while SQLAlchemy is imported.
    iscoroutine = staticmethod(inspect.iscoroutine)


def _load() -> None:
    wanted = (_AsyncioLater("asyncio"), _Later("importlib.metadata"))
    later = [module for module in wanted if module.__name__ not in sys.modules]
    sys.modules.update({module.__name__: module for module in later})
    try:
        import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401
    finally:
        for module in later:
            module.give_way()


_load()
