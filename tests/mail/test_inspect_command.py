"""`deskbell mail inspect`: a line of JSON for each mail, and a sentence for what cannot be read."""

import argparse
import io
import json
import sys
from pathlib import Path

import pytest

from deskbell.cli import mail


def inspect(*names: str) -> int:
    commands = argparse.ArgumentParser()
    mail.add(commands.add_subparsers(), argparse.ArgumentParser(add_help=False))
    arguments = commands.parse_args(["mail", "inspect", *names])
    code: int = arguments.run(arguments)
    return code


def test_a_line_for_each_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, box = tmp_path / "one.eml", tmp_path / "box"
    one.write_bytes("Subject: Žąsys\r\n\r\na\u2028b".encode())
    box.write_bytes(b"From a Fri May  3 14:20:11 2024\nSubject: 1\n\n\nFrom b Fri May  3 14:20:11 2024\nSubject: 2\n\n")
    assert inspect(str(one), str(box)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["subject"] for line in lines] == ["Žąsys", "1", "2"]
    assert "Žąsys" in lines[0]


def test_a_missing_file_is_told_and_the_others_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = tmp_path / "one.eml"
    one.write_bytes(b"Subject: here\r\n\r\n")
    assert inspect(str(tmp_path / "none.eml"), str(one), str(tmp_path)) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["subject"] == "here"
    assert f"There is no file {tmp_path / 'none.eml'}." in captured.err
    assert str(tmp_path) in captured.err.splitlines()[1]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Subject: in\r\n\r\nx")))
    assert inspect("-") == 0
    assert json.loads(capsys.readouterr().out)["text"] == "x"


def test_a_mail_beyond_the_limits_is_a_line_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deep = tmp_path / "deep.eml"
    deep.write_bytes(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (0, 0) * 1 + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1, 100)))  # fmt: skip
    assert inspect(str(deep)) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["problems"] == ["parse.depth"]
    assert "nested more than" in captured.err
