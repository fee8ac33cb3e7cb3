"""Desks of one engine share the words of their statements in a run of tests: each test opens a desk of its own, and would else spend a third of its time
on making them anew."""

from functools import lru_cache
from types import ModuleType

from sqlalchemy.engine.default import DefaultDialect

from deskbell.store import plain, unnested

MANY = 8192
_REMEMBERING = type(lru_cache(len))


def share_words() -> None:
    """From now on what `plain` remembers for one desk holds for all of that engine and version."""
    DefaultDialect.__eq__ = _is_like  # type: ignore[method-assign,assignment]
    DefaultDialect.__hash__ = _hash  # type: ignore[method-assign,assignment]
    for module in (plain, unnested):
        _remember_more(module)


def _is_like(one: DefaultDialect, other: object) -> bool:
    return one is other or (isinstance(other, DefaultDialect) and _facts(one) == _facts(other))


def _hash(one: DefaultDialect) -> int:
    # The version is known from the first connection on only.
    return hash(type(one))


def _facts(one: DefaultDialect) -> tuple[object, ...]:
    return type(one), one.paramstyle, getattr(one, "server_version_info", None)


def _remember_more(module: ModuleType) -> None:
    for name, made in vars(module).copy().items():
        if isinstance(made, _REMEMBERING) and made.cache_parameters()["maxsize"] > 1:
            setattr(module, name, lru_cache(MANY)(made.__wrapped__))
