"""Children that behave as a file that has taken one over might."""

import os
import time
from multiprocessing.connection import Connection

from deskbell.ui.look.wire import hear


def dies(pipe: Connection) -> None:
    """Breaks at every file that has "boom" in it."""
    from deskbell.ui.look.child import Desk
    from deskbell.ui.look.wire import ReadPage, answer

    desk = Desk()
    pipe.send_bytes(b"ready")
    while True:
        asked, content = hear(pipe)
        if b"boom" in content or (isinstance(asked, ReadPage) and asked.number == 1):
            os._exit(1)
        answer(pipe, *desk.answer(asked, content))


def stalls(pipe: Connection) -> None:
    """Never answers."""
    pipe.send_bytes(b"ready")
    hear(pipe)
    time.sleep(600)


def lies(pipe: Connection) -> None:
    """Answers with what is none."""
    import pickle

    pipe.send_bytes(b"ready")
    hear(pipe)
    pipe.send_bytes(pickle.dumps(os.getcwd))
    time.sleep(600)


def exaggerates(pipe: Connection) -> None:
    """Says that its picture is larger than what it sends."""
    import msgspec

    from deskbell.ui.look.wire import Frame, PictureRead

    pipe.send_bytes(b"ready")
    hear(pipe)
    pipe.send_bytes(msgspec.msgpack.encode(PictureRead(4000, 4000, (Frame(4000, 4000, 16_000),))))
    pipe.send_bytes(b"\0" * 64)
    time.sleep(600)
