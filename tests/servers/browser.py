"""A person's browser, played: it goes where it is sent, and says yes."""

import ssl
import threading

import httpx2

from servers.authorisation import Authorisation


class Browser:
    """Goes where it is sent, as a person's browser does who says yes; `page` is what it shows at the end."""

    def __init__(self, server: Authorisation) -> None:
        self._trust = ssl.create_default_context(cafile=str(server.ca_file))
        self.page: httpx2.Response | None = None
        self.asked = ""
        self._thread: threading.Thread | None = None

    def show(self, url: str) -> bool:
        """Open a link, as the system does when a program asks it to."""
        self.asked = url
        self._thread = threading.Thread(target=self.go, args=(url,))
        self._thread.start()
        return True

    def closed(self) -> httpx2.Response:
        """The page at the end."""
        assert self._thread is not None
        self._thread.join(60)
        assert self.page is not None
        return self.page

    def go(self, url: str) -> None:
        """Follow a link to its end."""
        with httpx2.Client(verify=self._trust, follow_redirects=True, timeout=60, trust_env=False) as client:
            self.page = client.get(url)
