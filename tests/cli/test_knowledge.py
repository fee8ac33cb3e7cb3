"""`deskbell knowledge`: articles out and in from the command line, with their report."""

import json
from pathlib import Path

import pytest

from deskbell.cli import run


def test_articles_go_in_and_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs, desk = tmp_path / "docs", ["--data", str(tmp_path / "desk")]
    docs.mkdir()
    (docs / "a.md").write_bytes(b"# Refunds\n\nAsk.\n")
    (docs / "b.md").write_bytes(b"\xff\n")
    for extra, new in ((["--dry-run"], 1), ([], 1), ([], 0)):
        assert run(["knowledge", "import", str(docs), "--json", *extra, *desk]) == 1
        said = json.loads(capsys.readouterr().out)
        assert (said["new"], said["same"]) == (new, 1 - new)
        assert said["left_out"] == [
            {"path": "b.md", "line": 1, "reason": "Line 1 is not UTF-8. Save the file in that encoding."}
        ]
    assert run(["knowledge", "starter", *desk]) == 0
    assert run(["knowledge", "export", str(tmp_path / "out"), *desk]) == 0
    assert capsys.readouterr().out.endswith(f"13 articles written to {tmp_path / 'out'}.\n")
    assert "Ask." in (tmp_path / "out" / "Refunds.en.md").read_text("utf-8")
    assert run(["knowledge", "export", str(tmp_path / "out"), *desk]) == 1
    assert run(["knowledge", "export", str(tmp_path / "customers"), "--customers", *desk]) == 0
    assert list((tmp_path / "customers").iterdir()) == []
