"""Which rule put a mail where it is, between the database, which keeps rule and value as one text, and the sentence that a person reads."""

from deskbell.model.kinds import Why


def noted(why: Why, value: str = "") -> str:
    """The rule as its message keeps it. `value` is what the rule went by: a pattern of a list, a header, who forwarded."""
    return f"{why}:{value}" if value else why.value


def read(text: str) -> tuple[Why | None, str]:
    """The rule and its value; None for a rule that only a newer Deskbell knows."""
    name, _, value = text.partition(":")
    return (Why(name) if name in set(Why) else None), value
