"""`deskbell knowledge site`: pages that open from a disk, whatever the articles say."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from deskbell.cli import run

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-component-update",
    "--no-first-run",
    "--dump-dom",
    "--virtual-time-budget=2000",
    "--enable-logging=stderr",
]
HOSTILE = """</script><script>alert(1)</script> "quoted" <img src=x onerror=alert(1)>

# One </title>

[evil](javascript:alert(1)) [web](https://example.com/?a=1&b=2) [other](%E9%80%80%E6%AC%BE.zh.md#why) ![way](way.png) [slip](slip.txt)

> [!NOTE]
> Mind $title.

# Two
"""


class Loads(HTMLParser):
    """What a page links to and loads, and whether it says what it is."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        assert not [name for name in said if name.startswith("on")]
        self.tags.append(tag)
        self.language = (said.get("lang") or "") if tag == "html" else self.language
        self.links += [said["href"] or ""] if tag == "a" and "href" in said else []
        self.loads += [said[name] or "" for name in ("src", "href") if tag != "a" and name in said]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    docs, desk = tmp_path / "docs", ["--data", str(tmp_path / "desk")]
    (docs / "Money & more" / "index.html").mkdir(parents=True)
    inner = docs / "Money & more" / "index.html"
    (inner / "退款.zh.md").write_text(
        "---\nstate: published\nmay_be_sent: true\n---\n# 退款政策 #1?\n\n## Why\n\nGrąžinimas.\n", "utf-8"
    )
    (inner / "way.png").write_bytes(b"\x89PNG")
    (inner / "slip.txt").write_bytes(b"slip")
    (inner / "hostile.md").write_text("# <script>alert('t')</script>\n\n" + HOSTILE, "utf-8")
    run(["knowledge", "import", str(docs), *desk])
    assert run(["knowledge", "site", str(tmp_path / "all"), *desk]) == 0
    assert run(["knowledge", "site", str(tmp_path / "customers"), "--customers", *desk]) == 0
    assert run(["knowledge", "site", str(tmp_path / "all"), *desk]) == 1
    assert not list(tmp_path.glob(".*"))
    return tmp_path / "all"


def test_every_page_is_whole_and_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    pages = [one for one in pages if one.is_file()]
    assert len([one for one in pages if one.parent.name != "go"]) == 3
    assert len([one for one in pages if one.parent.name == "go"]) == 2
    links: list[str] = []
    for path in pages:
        text = path.read_text("utf-8")
        seen = Loads()
        seen.feed(text)
        assert seen.language
        assert re.search(r"<title>[^<]+</title>", text)
        assert "default-src 'none'" in text
        assert seen.tags.count("script") == (2 if path == site / "index.html" else 0)
        for address in seen.loads + seen.links:
            parts = urlsplit(address)
            assert not parts.scheme or (address in seen.links and address == "https://example.com/?a=1&b=2")
            assert parts.scheme or not parts.path or (path.parent / unquote(parts.path)).is_file(), address
        links += seen.links
    assert any(one.endswith(".zh.html#why") for one in links)
    assert any(one.endswith("slip.txt") for one in links)
    assert "<" not in (site / "_site" / "index.js").read_text("utf-8")


def test_customers_see_only_what_may_be_sent(site: Path) -> None:
    pages = [one for one in site.with_name("customers").rglob("*.html") if one.is_file()]
    assert len(pages) == 3
    assert not [one for one in pages if "alert" in one.read_text("utf-8")]


def opened(address: str, profile: Path) -> str:
    """What a page is once its scripts have run, which had nothing to complain of."""
    shown = subprocess.run(
        ["chromium", *FLAGS, f"--user-data-dir={profile}", address],
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert b"CONSOLE" not in shown.stderr
    return shown.stdout.decode()


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no chromium to open the pages with")
def test_a_browser_opens_every_page_and_finds_a_chinese_word(site: Path, tmp_path: Path) -> None:
    for page in (one for one in site.rglob("*.html") if one.is_file()):
        assert "</main>" in opened(page.as_uri(), tmp_path / "profile")
    for query, hits in (("%E6%94%BF%E7%AD%96", 1), ("GRAZINIMAS", 1), ("nowhere", 0)):
        shown = opened(f"{(site / 'index.html').as_uri()}?q={query}", tmp_path / "profile")
        results = re.search(r'id="results">(.*?)</ul>', shown, re.DOTALL)
        assert results is not None
        assert results[1].count("<li>") == hits
