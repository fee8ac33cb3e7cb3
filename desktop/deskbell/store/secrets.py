"""Passwords of this computer: AES-GCM-encrypted in a file, under one key that the system's keyring keeps.

Only the key lies in the keyring: Windows' store holds about 1,280 characters a value, less than a token needs. Where no keyring works (a
service, a machine without a desktop) the key is a file beside, readable by its owner only; `Secrets.where` says so. No value is logged.
"""

import base64
import binascii
import errno
import json
import logging
import os
import secrets
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from deskbell.model.errors import Trouble

SERVICE = "Deskbell"
# The name of the key within the service.
KEY_NAME = "key"
KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2
_OWNER_ONLY = 0o600
# Windows does not replace a file while another process reads it.
_REPLACE_TRIES = 20
_REPLACE_PAUSE = 0.05

log = logging.getLogger("deskbell.secrets")


class _Kept(Struct, frozen=True):
    """The file: where its key lies ("" as long as there is none), and the sealed values by name."""

    key_in: str = ""
    sealed: Mapping[str, str] = field(default_factory=dict)


class Secrets:
    """The secrets in `folder`, by name. May be used from several threads and processes; each call sees what others wrote before it.

    Every method raises `Trouble` secrets.damaged where file or key are not what was written, secrets.locked where the keyring that has the
    key does not give it, file.unreadable, and db.readonly or db.full where nothing can be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / "secrets.json"
        self._key_file = folder / "secrets.key"
        self._turn = threading.Lock()
        self._key = b""

    def get(self, name: str) -> str | None:
        """The value of `name`, None where there is none."""
        with self._turn:
            kept = self._read()
            return self._opened(kept, name) if name in kept.sealed else None

    def put(self, name: str, value: str) -> None:
        """Keep `value` under `name`, in place of what was there."""
        with self._alone():
            kept = self._with_key()
            self._write(replace(kept, sealed={**kept.sealed, name: self._sealed(name, value)}))

    def forget(self, name: str) -> None:
        """Remove `name`; nothing happens where there is none."""
        with self._alone():
            kept = self._read()
            if name in kept.sealed:
                self._write(replace(kept, sealed={other: kept.sealed[other] for other in kept.sealed if other != name}))

    def names(self) -> frozenset[str]:
        """What there is; no value is opened."""
        with self._turn:
            return frozenset(self._read().sealed)

    def exchange(self, forget: Iterable[str], rename: Mapping[str, str]) -> None:
        """Remove some, and give others the name that `rename` has for them: all of it at once, or, where it cannot be, none of it."""
        with self._alone():
            kept = self._read()
            moved = {new: self._sealed(new, self._opened(kept, old)) for old, new in rename.items()}
            gone = {*forget, *rename}
            rest = {name: sealed for name, sealed in kept.sealed.items() if name not in gone}
            if kept.sealed != rest | moved:
                self._write(replace(kept, sealed=rest | moved))

    def take_over(self, name: str, before: Iterable[str]) -> None:
        """Where there is no `name`, give it to the first of those in `before` that there is; the others stay."""
        with self._alone():
            kept = self._read()
            old = next((one for one in before if one in kept.sealed), None)
            if name not in kept.sealed and old is not None:
                value = self._opened(kept, old)
                rest = {other: sealed for other, sealed in kept.sealed.items() if other != old}
                self._write(replace(kept, sealed={**rest, name: self._sealed(name, value)}))

    def _opened(self, kept: _Kept, name: str) -> str:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key = self._load_key(kept.key_in)
        try:
            sealed = base64.b64decode(kept.sealed[name], validate=True)
            value = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())
            return value.decode()
        except (InvalidTag, ValueError) as error:
            raise self._damaged(error) from error

    def _sealed(self, name: str, value: str) -> str:
        """The value, with the key that is at hand."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(NONCE_BYTES)
        # The name is sealed with the value: two values cannot be exchanged in the file.
        return base64.b64encode(nonce + AESGCM(self._key).encrypt(nonce, value.encode(), name.encode())).decode()

    def where(self) -> str:
        """Where the key lies: "keyring" or "file". It is made if there is none yet."""
        with self._alone():
            return self._with_key().key_in

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Between reading the file and writing it nobody else writes: a worker renews a token while a person enters a password."""
        from filelock import FileLock

        with self._turn:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                lock = FileLock(self.folder / "secrets.lock", mode=_OWNER_ONLY)
                lock.acquire()
            except OSError as error:
                raise Trouble("db.readonly", path=self.folder, detail=str(error)) from error
            try:
                yield
            finally:
                lock.release()

    def _with_key(self) -> _Kept:
        """What is kept, with its key at hand; a new key where there is none."""
        kept = self._read()
        if kept.key_in:
            self._load_key(kept.key_in)
            return kept
        place = "file" if self._key_file.exists() else ("keyring" if _keyring_works() else "file")
        if place == "file":
            if not self._key_file.exists():
                replace_file(self._key_file, base64.b64encode(secrets.token_bytes(KEY_BYTES)))
            log.info("No keyring: the key of the stored passwords is in %s", self._key_file)
        self._load_key(place)
        kept = _Kept(place)
        self._write(kept)
        return kept

    def _load_key(self, place: str) -> bytes:
        if not self._key:
            text = _from_keyring() if place == "keyring" else self._from_file()
            try:
                key = base64.b64decode(text, validate=True)
            except binascii.Error as error:
                raise self._damaged(error) from error
            if len(key) != KEY_BYTES:
                raise self._damaged("no key")
            self._key = key
        return self._key

    def _from_file(self) -> str:
        try:
            if os.name == "posix" and self._key_file.stat().st_mode & 0o077:
                log.warning("%s could be read by others; now it cannot", self._key_file)
                self._key_file.chmod(_OWNER_ONLY)
            return self._key_file.read_text("ascii")
        except (FileNotFoundError, ValueError) as error:
            raise self._damaged(error) from error
        except OSError as error:
            raise Trouble("file.unreadable", path=self._key_file, reason=error.strerror, detail=str(error)) from error

    def _read(self) -> _Kept:
        try:
            found = json.loads(self._file.read_text("utf-8"))
            kept = _Kept(found["key"], found["values"])
            if kept.key_in not in ("keyring", "file") or not all(isinstance(one, str) for one in kept.sealed.values()):
                raise self._damaged("not as written")
        except FileNotFoundError:
            return _Kept()
        except OSError as error:
            raise Trouble("file.unreadable", path=self._file, reason=error.strerror, detail=str(error)) from error
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise self._damaged(error) from error
        return kept

    def _write(self, kept: _Kept) -> None:
        text = json.dumps({"key": kept.key_in, "values": dict(kept.sealed)}, indent=1)
        replace_file(self._file, text.encode())

    def _damaged(self, error: object) -> Trouble:
        return Trouble("secrets.damaged", path=self._file, detail=str(error))


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in place of `path`: wholly or, whatever happens, not at all. The file is readable by its owner only.

    Raises `Trouble` db.readonly and db.full.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _move(temporary, path)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)
        code = "db.full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "db.readonly"
        raise Trouble(code, path=path.parent, detail=str(error)) from error


def _move(source: str, target: Path) -> None:
    for tries_left in reversed(range(_REPLACE_TRIES)):
        try:
            os.replace(source, target)
            break
        except PermissionError:
            if os.name != "nt" or not tries_left:
                raise
            time.sleep(_REPLACE_PAUSE)
    if os.name == "posix":  # The new name is safe only with its folder.
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _keyring_works() -> bool:
    """Whether the keyring has our key, or takes a new one and gives it back."""
    import keyring
    from keyring.errors import KeyringError

    try:
        if keyring.get_password(SERVICE, KEY_NAME):
            return True
        key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        keyring.set_password(SERVICE, KEY_NAME, key)
        return keyring.get_password(SERVICE, KEY_NAME) == key
    except (KeyringError, OSError, RuntimeError) as error:
        log.info("The keyring cannot be used: %s", type(error).__name__)
        return False


def _from_keyring() -> str:
    """The key that the keyring has; "" where it has none any more."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, KEY_NAME) or ""
    except (KeyringError, OSError, RuntimeError) as error:
        raise Trouble("secrets.locked", detail=type(error).__name__) from error
