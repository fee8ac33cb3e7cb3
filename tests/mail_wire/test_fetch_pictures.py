"""Fetching a picture tells nothing, reaches nobody on this network, and ends in time."""

import ipaddress
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deskbell.mail.fetch_pictures import Limits, fetch_pictures
from deskbell.mail.public_hosts import is_public, public_places


class Web:
    """A server of this computer, what it was asked, and the pages that it has."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stalled = threading.Event()
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append((self.path, dict(self.headers)))
                name = self.path.partition("?")[0]
                if name == "/stall":
                    web.stalled.wait(30)
                    return
                if name == "/endless":
                    self.send_response(200)
                    self.end_headers()
                    while not web.stalled.is_set():
                        try:
                            self.wfile.write(b"x" * 65536)
                        except OSError:
                            return
                    return
                status, headers, body = web.page(name)
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """The test looks at `asked`."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def page(self, name: str) -> tuple[int, dict[str, str], bytes]:
        pages = {
            "/a.png": (200, {"Content-Type": "image/png", "Set-Cookie": "spy=1"}, b"PNG a"),
            "/b.png": (200, {"Content-Length": "5"}, b"PNG b"),
            "/moved": (302, {"Location": "/a.png"}, b""),
            "/round": (302, {"Location": "/round"}, b""),
            "/inside": (302, {"Location": f"http://localhost:{self.port}/secret"}, b""),
            "/file": (302, {"Location": "file:///etc/passwd"}, b""),
            "/nowhere": (302, {}, b""),
            "/large": (200, {}, b"x" * 5000),
        }
        return pages.get(name, (404, {}, b"no"))

    def close(self) -> None:
        self.stalled.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web()
    yield made
    made.close()


def limits(web: Web, **changes: object) -> Limits:
    """Those of the program, but for this one server."""
    allowed = {"ports": frozenset({web.port}), "allowed": lambda ip: ip == ipaddress.ip_address("127.0.0.1")}
    return Limits(**{**allowed, **changes})  # type: ignore[arg-type]


def test_pictures_come_by_their_address_and_nothing_is_told(web: Web) -> None:
    wanted = [f"{web.url}/a.png?who=me", f"{web.url}/moved", f"{web.url}/missing", f"{web.url}/b.png"]
    assert fetch_pictures(wanted, limits(web)) == {
        f"{web.url}/a.png?who=me": b"PNG a",
        f"{web.url}/moved": b"PNG a",
        f"{web.url}/b.png": b"PNG b",
    }
    told = {name.lower() for _, headers in web.asked for name in headers}
    assert told == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_nobody_on_this_computer_is_asked(web: Web) -> None:
    wanted = [
        f"{web.url}/a.png",
        f"http://localhost:{web.port}/a.png",
        f"http://[::1]:{web.port}/a.png",
        f"http://2130706433:{web.port}/a.png",
    ]
    assert fetch_pictures(wanted, limits(web, allowed=is_public)) == {}
    assert web.asked == []


def test_a_redirect_leads_nowhere_that_an_address_may_not(web: Web) -> None:
    only_this = limits(web, allowed=lambda ip: not web.asked and str(ip) == "127.0.0.1")
    assert fetch_pictures([f"{web.url}/inside"], only_this) == {}
    assert [path for path, _ in web.asked] == ["/inside"]
    assert fetch_pictures([f"{web.url}/{name}" for name in ("file", "round", "nowhere")], limits(web)) == {}


@pytest.mark.parametrize(
    "address",
    [
        "",
        "file:///etc/passwd",
        "//host/x",
        "http://",
        "https:///x",
        "http://127.0.0.1:22/x",
        "http://a\nb/",
        "http://[bad/",
        "ftp://example.com/x",
        "http://" + "a" * 300 + ".example/",
    ],
)
def test_what_is_no_address_of_the_web_is_left(web: Web, address: str) -> None:
    assert fetch_pictures([address], limits(web)) == {}


def test_count_and_size_have_an_end(web: Web) -> None:
    many = [f"{web.url}/a.png?{number}" for number in range(9)]
    assert len(fetch_pictures(many, limits(web, count=3))) == 3
    assert fetch_pictures([f"{web.url}/large", f"{web.url}/a.png"], limits(web, bytes_each=4999)).keys() == {
        f"{web.url}/a.png"
    }
    assert len(fetch_pictures(many, limits(web, bytes_all=12, at_once=1))) == 2
    assert fetch_pictures([f"{web.url}/endless"], limits(web)) == {}


def test_a_server_that_stalls_is_left_when_time_is_up(web: Web) -> None:
    wanted = [f"{web.url}/stall", f"{web.url}/a.png"]
    assert fetch_pictures(wanted, limits(web, seconds_all=1.0)) == {f"{web.url}/a.png": b"PNG a"}


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("240.0.0.1", False), ("255.255.255.255", False),
        ("::1", False), ("::", False), ("fe80::1", False), ("fc00::1", False), ("ff02::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("2001:0:4136:e378::", False), ("::127.0.0.1", False), ("192.0.2.1", False), ("198.18.0.1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(ip: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(ip)) is public


def test_a_name_with_any_private_address_is_refused() -> None:
    with pytest.raises(OSError, match="public"):
        public_places("localhost", 80)
