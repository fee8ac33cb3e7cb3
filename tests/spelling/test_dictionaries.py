"""The dictionaries that come with the program, those that lie elsewhere, and the process that knows them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import ENVIRONMENT, PROGRAM
from deskbell.model.resources import resource
from deskbell.model.spelling import Begin, Judge, Judged, Ready, Suggest, Suggested, Verdict, answered, asked, to_line
from deskbell.spelling.dictionaries import find, folders
from deskbell.spelling.dictionary import Dictionary
from deskbell.spelling.speller import Speller

OURS = ("en_GB", "en_US", "lt_LT", "ru_RU")


@pytest.mark.parametrize(
    ("language", "script", "right", "wrong"),
    [
        ("en_US", "LATIN", "color receive don't o'clock", "recieve colour"),
        ("en_GB", "LATIN", "colour receive don't", "recieve teh"),
        ("lt_LT", "LATIN", "labas žvirblis ačiū", "zvirblis labbas"),
        ("ru_RU", "CYRILLIC", "привет какой-то", "превет"),
    ],
)
def test_what_comes_with_the_program(language: str, script: str, right: str, wrong: str) -> None:
    dictionary = Dictionary(resource("dictionaries", f"{language}.dic"))
    assert dictionary.script == script
    assert [one for one in right.split() if not dictionary.knows(one)] == []
    assert [one for one in wrong.split() if dictionary.knows(one)] == []


def test_what_a_dictionary_cannot_write_it_does_not_know() -> None:
    """The Lithuanian one is in an encoding of eight bits."""
    dictionary = Dictionary(resource("dictionaries", "lt_LT.dic"))
    assert not dictionary.knows("привет")
    assert dictionary.suggest("привет") == ()


def test_each_comes_with_its_licence() -> None:
    notice = (Path(__file__).resolve().parents[2] / "NOTICE").read_text("utf-8")
    for language in find([resource("dictionaries")]):
        assert resource("dictionaries", f"LICENSE_{language}").stat().st_size > 500
        assert language in notice


def own(folder: Path, name: str, words: str, encoding: str = "UTF-8", said: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.aff").write_text(f"SET {said or encoding}\n", encoding)
    (folder / f"{name}.dic").write_text("\n".join((str(len(words.split())), *words.split())) + "\n", encoding)
    return folder / f"{name}.dic"


def test_a_persons_own_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = tmp_path / "system"
    own(system / "hunspell", "tlh_KX", "nuqneH")
    own(system / "hunspell", "hyph_lt_LT", "x")
    own(tmp_path / "data" / "dictionaries", "lt-LT", "savas")
    (tmp_path / "data" / "dictionaries" / "lone.dic").write_text("1\nx\n")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_DIRS", str(system))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DICPATH", os.pathsep.join((str(tmp_path / "nowhere"), "")))
    found = find(folders(tmp_path / "data"))
    assert set(found) == {*OURS, "tlh_KX"}
    assert found["lt_LT"].name == "lt-LT.dic"
    assert Dictionary(found["lt_LT"]).knows("savas")


@pytest.mark.parametrize("platform", ["darwin", "win32", "linux"])
def test_every_system_has_its_places(platform: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("PROGRAMDATA", str(tmp_path))
    places = folders(tmp_path)
    assert places[0] == tmp_path / "dictionaries"
    assert len(places) > 2


@pytest.mark.parametrize(
    ("encoding", "said"), [("cp1251", "microsoft-cp1251"), ("koi8-r", "KOI8-R"), ("utf-8", "UTF-8")]
)
def test_encodings(encoding: str, said: str, tmp_path: Path) -> None:
    dictionary = Dictionary(own(tmp_path, "ru_RU", "привет мир", encoding, said))
    assert dictionary.knows("привет")
    assert not dictionary.knows("превет")
    assert dictionary.script == "CYRILLIC"


def test_an_encoding_that_nobody_knows(tmp_path: Path) -> None:
    dictionary = Dictionary(own(tmp_path, "xx", "word", "ascii", "MARTIAN-1"))
    assert dictionary.knows("word")


def test_a_word_is_right_where_any_dictionary_has_it() -> None:
    speller = Speller(find([resource("dictionaries")]))
    ready = speller.answer(Begin(("en_US", "lt_LT", "ru_RU", "de_DE")))
    assert ready == Ready(OURS, ("en_US", "lt_LT", "ru_RU"))
    judged = speller.answer(Judge(("receive", "labas", "recieve", "привет", "превет", "退款", "don't")))
    assert judged == Judged(
        {
            "receive": Verdict(3, 1),
            "labas": Verdict(3, 2),
            "recieve": Verdict(3, 0),
            "привет": Verdict(4, 4),
            "превет": Verdict(4, 0),
            "退款": Verdict(0, 0),
            "don't": Verdict(3, 1),
        }
    )
    assert speller.answer(Begin(("lt_LT",))) == Ready(OURS, ("lt_LT",))
    assert speller.answer(Judge(("labas",))) == Judged({"labas": Verdict(1, 1)})


def test_suggestions_come_in_the_order_of_the_languages() -> None:
    speller = Speller(find([resource("dictionaries")]))
    speller.answer(Begin(("en_US", "lt_LT", "ru_RU")))
    english = speller.answer(Suggest("recieve", ("en_US", "lt_LT", "ru_RU")))
    assert isinstance(english, Suggested)
    assert english.words[0] == "receive"
    cyrillic = speller.answer(Suggest("превет", ("en_US", "lt_LT", "ru_RU")))
    assert isinstance(cyrillic, Suggested)
    assert "привет" in cyrillic.words
    assert speller.answer(Suggest("recieve", ())) == Suggested("recieve", ())


def test_a_dictionary_that_cannot_be_read_is_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    gone = own(tmp_path, "xx_XX", "word")
    speller = Speller({"xx_XX": gone, "en_US": resource("dictionaries", "en_US.dic")})
    gone.unlink()
    assert speller.answer(Begin(("xx_XX", "en_US"))) == Ready(("xx_XX", "en_US"), ("en_US",))
    assert "xx_XX" in caplog.text


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", "nonsense", '{"type":"judge"}', '{"type":"judge","words":[1]}', "\udcff"]
)
def test_what_says_nothing_is_passed_over(line: str) -> None:
    assert asked(line.encode("utf-8", "replace")) is None
    assert answered(line.encode("utf-8", "replace")) is None


def test_the_process_answers_until_nobody_asks(tmp_path: Path) -> None:
    lines = [to_line(Begin(("en_US",))), "nonsense", to_line(Judge(("teh", "žodis")))]
    words = [*PROGRAM, "spell", "--data", str(tmp_path)]
    said = subprocess.run(
        words, input="\n".join(lines).encode() + b"\n", env=ENVIRONMENT, check=False, capture_output=True, timeout=60
    )
    assert (said.returncode, said.stderr) == (0, b"")
    assert [answered(line) for line in said.stdout.splitlines()] == [
        Ready(OURS, ("en_US",)),
        Judged({"teh": Verdict(1, 0), "žodis": Verdict(1, 0)}),
    ]


def test_the_process_opens_no_desk_and_no_window(tmp_path: Path) -> None:
    """It stays beside the window for as long as that is open: it has little memory of its own."""
    script = (
        f"import sys; from deskbell.cli import run; run(['spell', '--data', {str(tmp_path)!r}]); print(*sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script],
        stdin=subprocess.DEVNULL,
        env=ENVIRONMENT,
        capture_output=True,
        check=True,
        timeout=60,
    )
    loaded = {name.partition(b".")[0] for name in said.stdout.split()}
    assert b"hunspell" in loaded
    assert loaded.isdisjoint({b"sqlalchemy", b"PySide6", b"psycopg", b"cryptography", b"keyring"})
