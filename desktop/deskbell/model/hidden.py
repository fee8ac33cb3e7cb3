"""Values with parts that no log, no traceback and no failed test may show: passwords, tokens, whole mails."""

from collections.abc import Callable

from msgspec import Struct


def all_but(*hidden: str) -> Callable[[Struct], str]:
    """A `__repr__` that leaves these fields out."""

    def shown(value: Struct) -> str:
        fields = ", ".join(f"{name}={getattr(value, name)!r}" for name in value.__struct_fields__ if name not in hidden)
        return f"{type(value).__name__}({fields})"

    return shown
