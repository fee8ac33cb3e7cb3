"""How a tag's name is kept."""


def clean(name: str) -> str:
    """A tag as it is kept: one line, no spaces around it, small letters, so that Refund and refund are one."""
    return " ".join(name.split()).lower()


def clean_group(group: str) -> str:
    """The name of a group of tags as it is kept: one line, no spaces around it."""
    return " ".join(group.split())
