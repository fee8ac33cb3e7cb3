"""What of a text in Markdown is not checked for its spelling."""

import pytest

from deskbell.rules.markdown.prose import lines_of_none, none_of_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n```sh\nb\n```\nc", {1, 2, 3}),
        ("> ```\n> b\n> ```\nc", {0, 1, 2}),
        ("````\n```\n````\nc", {0, 1, 2}),
        ("~~~\nb", {0, 1}),
        ("---\ntitle: x\n---\na", {0, 1, 2}),
        ("a\n---\nb\n---", set()),
        ("", set()),
    ],
)
def test_lines(text: str, expected: set[int]) -> None:
    assert lines_of_none(text.split("\n")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a `code` b", ["`code`"]),
        ("[words](article:1#anker) b", ["](article:1#anker)"]),
        ("![words](<https://a.example/(x)>)", ["](<https://a.example/(x)>)"]),
        ("> [!NOTE]", ["[!NOTE]"]),
        ("see [[refnd", ["[[refnd"]),
        ("**bold** [x] a", []),
    ],
)
def test_places_in_a_line(line: str, expected: list[str]) -> None:
    assert [line[start:end] for start, end in none_of_line(line)] == expected
