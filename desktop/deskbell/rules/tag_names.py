"""How a tag's name is kept."""


def clean(name: str) -> str:
    """A tag as it is kept: one line, no spaces around it, small letters, so that Refund and refund are one."""
    return " ".join(name.split()).lower()
