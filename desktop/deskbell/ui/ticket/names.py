"""Names where there is little room."""


def short_name(name: str) -> str:
    """ "Ona K." for a button: the first word and the initial of the last; names of one word, and Chinese ones, as they are."""
    words = name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 and words[-1][0].isalpha() else name
