"""What the window is asked to open on the command line."""

import pytest

from cli.conftest import Command
from deskbell import app
from deskbell.cli import run
from deskbell.model.places import Places

MAIL = "mailto:ona@example.lt?subject=It%20is&body=a%0D%0Ab"
TICKET = "deskbell://ticket/1042"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The folder and the address of each window that would be opened."""
    windows: list[tuple[str, str]] = []

    def run_window(places: Places, *, address: str = "") -> int:
        windows.append((places.data.name, address))
        return 0

    monkeypatch.setattr(app, "run_window", run_window)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return windows


@pytest.mark.parametrize(
    ("words", "folder", "address"),
    [
        ([], "desk", ""),
        (["window"], "desk", ""),
        ([MAIL], "desk", MAIL),
        ([TICKET], "desk", TICKET),
        (["DESKBELL://TICKET/1"], "desk", "DESKBELL://TICKET/1"),
        (["window", TICKET], "desk", TICKET),
        (["window", "--", TICKET], "desk", TICKET),
        (["--data", "other", TICKET], "other", TICKET),
        (["--data=other", TICKET], "other", TICKET),
        ([TICKET, "--data", "other"], "other", TICKET),
        (["window", "--data", "other", TICKET], "other", TICKET),
        (["--data", "mailto:folder"], "mailto:folder", ""),
        (["mailto:nobody?attach=x"], "desk", "mailto:nobody?attach=x"),
    ],
)
def test_an_address_is_for_the_window(
    opened: list[tuple[str, str]],
    words: list[str],
    folder: str,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    here = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(here)
    monkeypatch.setenv("DESKBELL_DATA", str(here / "desk"))
    assert run(words) == 0
    assert opened == [(folder, address)]


@pytest.mark.parametrize(
    "words",
    [
        ["https://example.lt"],
        ["window", "file:///etc/passwd"],
        ["window", "1042"],
        [TICKET, TICKET],
        ["mailto:ona@example.lt?body=a\nb"],
        ["mailto:ona@example.lt\udcff"],
        # What a quote in a link would make of Windows' command line.
        ["window", "--", "mailto:a", "--data", "//evil/share"],
        ["search", TICKET, "--bogus"],
    ],
)
def test_anything_else_is_wrong_use(deskbell: Command, opened: list[tuple[str, str]], words: list[str]) -> None:
    said = deskbell(*words)
    assert (said.code, opened) == (2, [])
    assert "usage: deskbell" in said.err
