"""A real Dovecot of the tests' own."""

import contextlib
import imaplib
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from servers.certificates import Certificates
from servers.ordinary import Ordinary, end, free_port, program, tail

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:~/Maildir
mail_home = {folder}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
auth_failure_delay = 0
auth_mechanisms = plain login{token_mechanisms}
mail_fsync = never
maildir_very_dirty_syncs = yes
mailbox_list_index = no
mailbox_idle_check_interval = 1s
imap_idle_notify_interval = 2 mins
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
ssl_dh =
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
{token_passdb}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
  mailbox Filtered {{
    special_use = \\Junk
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""

TOKEN_PASSDB = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {file}
}}
"""
TOKEN_CONFIG = """
introspection_url = {url}
introspection_mode = post
active_attribute = active
active_value = true
username_attribute = username
"""


class Dovecot:
    """IMAP on loopback: `tls_port` is TLS from the first byte, `plain_port` offers STARTTLS. Any user name logs in with `password`.

    With `introspection`, a URL, tokens serve too: it is asked whose they are. A user is made by logging in; a test takes a name of its own and so has an empty mailbox. Folders: INBOX, Sent and Junk.
    """

    host = "localhost"
    password = "right-password"

    def __init__(self, certificates: Certificates, introspection: str = "") -> None:
        self._introspection = introspection
        self.ca_file = certificates.ca_file
        self.tls_port = free_port()
        self.plain_port = free_port()
        self._home = Ordinary("imap")
        self._home.write("server.pem", certificates.chain_file.read_text(encoding="ascii"))
        self._home.make("mail")
        self.log = self._home.write("dovecot.log", "")
        self._config = self._home.write("dovecot.conf", self._configuration())
        self._program = program("dovecot")
        self._client_context = ssl.create_default_context(cafile=str(self.ca_file))
        self.start()

    def start(self) -> None:
        """Start the server and wait until it greets."""
        self._process = self._home.start([self._program, "-F", "-c", str(self._config)], self.log)
        deadline = time.monotonic() + 60
        while not self._greets():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError("Dovecot did not start:\n" + tail(self.log))

    def stop(self) -> None:
        """Stop the server; the mailboxes stay, for another `start`."""
        end(self._process)

    def close(self) -> None:
        """Stop the server and take everything of it away."""
        self.stop()
        self._home.remove()

    def append(self, user: str, *mails: bytes, folder: str = "INBOX", when: datetime | None = None) -> None:
        """Put mails into a folder of `user`, as if they had come in at `when` (aware; now if None)."""
        date = imaplib.Time2Internaldate(when) if when is not None else ""
        with self._login(user) as imap:
            for mail in mails:
                _good(imap.append(f'"{folder}"', "", date, mail))

    def fill(self, user: str, mails: Iterable[bytes]) -> None:
        """Put many mails into the INBOX of a user whom the server has not seen yet, as files: a thousand times as fast as `append`."""
        self._home.make(f"mail/{user}")
        for folder in ("", "/cur", "/new", "/tmp"):
            self._home.make(f"mail/{user}/Maildir{folder}")
        for number, mail in enumerate(mails):
            path = (
                self._home.folder / f"mail/{user}/Maildir/cur/{1_700_000_000 + number}.M{number}.test,S={len(mail)}:2,"
            )
            path.write_bytes(mail)
            self._home.give(path)

    def messages(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """The mails of a folder as the server gives them, oldest first."""
        return [raw for raw, _ in self.fetch(user, folder)]

    def flags(self, user: str, folder: str = "INBOX") -> list[frozenset[str]]:
        """The flags of each mail of a folder, \\Recent left out."""
        return [flags for _, flags in self.fetch(user, folder)]

    def fetch(self, user: str, folder: str = "INBOX") -> list[tuple[bytes, frozenset[str]]]:
        """Raw bytes and flags of each mail of a folder, oldest first."""
        with self._login(user) as imap:
            _good(imap.select(f'"{folder}"', readonly=True))
            numbers = _good(imap.search(None, "ALL"))[0].split()
            found = []
            for number in numbers:
                answer = _good(imap.fetch(number.decode(), "(FLAGS BODY.PEEK[])"))
                head, raw = next(part for part in answer if isinstance(part, tuple))
                flags = {flag.decode() for flag in imaplib.ParseFlags(head)} - {"\\Recent"}
                found.append((raw, frozenset(flags)))
            return found

    def command(self, user: str, *words: str, folder: str = "") -> None:
        """Give one IMAP command as `user`, with a folder selected if named: `command("kim", "UID", "STORE", "1", "+FLAGS", "\\\\Seen")`."""
        with self._login(user) as imap:
            if folder:
                _good(imap.select(f'"{folder}"'))
            name, *arguments = words
            method = imap.uid if name == "UID" else lambda *rest: imap._simple_command(name, *rest)
            _good(method(*arguments))

    def kick(self, user: str) -> None:
        """Cut the sessions of `user`, as a server does that goes down for maintenance."""
        self.doveadm("kick", user)

    def doveadm(self, *words: str) -> str:
        """What an administrator's command printed."""
        return self._home.run([program("doveadm"), "-c", str(self._config), *words])

    @contextlib.contextmanager
    def _login(self, user: str) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4_SSL(self.host, self.tls_port, ssl_context=self._client_context, timeout=60) as imap:
            imap.login(user, self.password)
            yield imap

    def _greets(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.plain_port), 1) as probe:
                return probe.recv(4) == b"* OK"
        except OSError:
            time.sleep(0.01)
            return False

    def _configuration(self) -> str:
        home = self._home
        passdb = ""
        if self._introspection:
            asks = home.write("oauth2.conf.ext", TOKEN_CONFIG.format(url=self._introspection))
            passdb = TOKEN_PASSDB.format(file=asks)
        return CONFIG.format(
            token_mechanisms=" xoauth2 oauthbearer" if passdb else "",
            token_passdb=passdb,
            folder=home.folder,
            user=home.name,
            group=home.group,
            password=self.password,
            plain_port=self.plain_port,
            tls_port=self.tls_port,
        )


def _good(answer: tuple[str, Any]) -> Any:
    kind, data = answer
    assert kind == "OK", data
    return data


def maildir(dovecot: Dovecot, user: str) -> Path:
    """Where the mails of `user` lie as files."""
    return dovecot.log.parent / "mail" / user / "Maildir"
