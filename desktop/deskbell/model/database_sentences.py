"""What is wrong with the database, in English; see `model.sentences`, which these are part of."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_THE_DATABASE: Final[Mapping[str, str]] = {
    "db.newer": QT_TRANSLATE_NOOP(
        "sentences",
        "A newer Deskbell has upgraded this desk (schema {found}, this one knows {known}). Update Deskbell on this computer.",
    ),
    "db.outgrown": QT_TRANSLATE_NOOP(
        "sentences",
        "A newer Deskbell has upgraded this desk (schema {found}, this one knows {known}): here all of it can be read, but nothing changed. Update Deskbell on this computer; what you are writing is kept here until then.",
    ),
    "db.older": QT_TRANSLATE_NOOP(
        "sentences", "This desk is from an older Deskbell (schema {found}, needed {known}). Run: deskbell db upgrade"
    ),
    "db.corrupt": QT_TRANSLATE_NOOP(
        "sentences",
        "The desk's file {path} is damaged or is not a Deskbell database. Restore a backup, or move the file away to start anew.",
    ),
    "db.locked": QT_TRANSLATE_NOOP(
        "sentences", "The desk's file is busy: another program holds it. Deskbell tries again by itself."
    ),
    "db.readonly": QT_TRANSLATE_NOOP(
        "sentences",
        "Deskbell may not write to {path}. Give yourself the right to write there, or choose another folder with --data.",
    ),
    "db.full": QT_TRANSLATE_NOOP("sentences", "The disk is full. Free some space; nothing that was saved is lost."),
    "db.io": QT_TRANSLATE_NOOP(
        "sentences",
        "The disk failed when Deskbell used {path}. Check the disk; nothing that was saved before is changed.",
    ),
    "db.missing": QT_TRANSLATE_NOOP(
        "sentences",
        "There is no desk {path} yet. The window makes it at its first start, and so does: deskbell db upgrade",
    ),
    "db.empty": QT_TRANSLATE_NOOP(
        "sentences", "The database at {address} holds no desk yet. To make one there, run: deskbell db upgrade"
    ),
    "db.login": QT_TRANSLATE_NOOP(
        "sentences", "The database at {address} does not let {user} in. Check the user name and the password."
    ),
    "db.absent": QT_TRANSLATE_NOOP(
        "sentences",
        "The server at {address} has no database “{name}”. Check the name, or have its administrator make it.",
    ),
    "db.rights": QT_TRANSLATE_NOOP(
        "sentences", "The database at {address} does not allow {user} to do this. Ask its administrator for the right."
    ),
    "db.certificate": QT_TRANSLATE_NOOP(
        "sentences",
        "The database at {address} has no certificate that can be trusted. To trust its authority, add ?sslrootcert=FILE to the address.",
    ),
    "db.unreachable": QT_TRANSLATE_NOOP(
        "sentences", "The database at {address} does not answer. Check the network and that the server runs."
    ),
    "db.silent": QT_TRANSLATE_NOOP(
        "sentences", "The database does not answer. Deskbell goes on by itself as soon as it does."
    ),
    "db.refused": QT_TRANSLATE_NOOP(
        "sentences", "No PostgreSQL listens at {address}. Check that the server runs, and its port."
    ),
    "db.host": QT_TRANSLATE_NOOP(
        "sentences", "The server of the database at {address} is not found by its name. Check the network and the name."
    ),
    "db.ended": QT_TRANSLATE_NOOP(
        "sentences", "The database at {address} has ended the connection. Deskbell connects again by itself."
    ),
    "db.starting": QT_TRANSLATE_NOOP(
        "sentences",
        "The database at {address} is starting or stopping. Deskbell goes on by itself as soon as it is there.",
    ),
    "db.standby": QT_TRANSLATE_NOOP(
        "sentences",
        "The database at {address} can only be read at the moment. Deskbell goes on by itself as soon as it takes changes again.",
    ),
    "db.crowded": QT_TRANSLATE_NOOP(
        "sentences",
        "The database at {address} lets nobody else in: all of its connections are taken. Deskbell tries again by itself.",
    ),
    "db.slow": QT_TRANSLATE_NOOP(
        "sentences", "The database at {address} takes too long to answer. Deskbell tries again by itself."
    ),
    "db.busy": QT_TRANSLATE_NOOP(
        "sentences", "Somebody else is changing the same in the database at {address}. Try again in a moment."
    ),
    "db.server_full": QT_TRANSLATE_NOOP(
        "sentences",
        "The disk of the database at {address} is full. Its administrator must free some space; nothing that was saved is lost.",
    ),
    "db.exhausted": QT_TRANSLATE_NOOP(
        "sentences", "The database at {address} has no memory left for this. Its administrator must give it more."
    ),
    "db.fault": QT_TRANSLATE_NOOP(
        "sentences", "The database at {address} reports a fault of its own. Its administrator finds it in its log."
    ),
    "db.in_doubt": QT_TRANSLATE_NOOP(
        "sentences",
        "The connection to the database at {address} was cut while it saved; whether it did is not known yet.",
    ),
    "db.network_path": QT_TRANSLATE_NOOP(
        "sentences",
        "{path} lies on a network drive, where a SQLite file gets damaged. Use a local folder. To share a desk, carry it to PostgreSQL: deskbell db move",
    ),
    "db.driver": QT_TRANSLATE_NOOP(
        "sentences", "The SQLite inside this program is {version}; 3.51.3 or newer is needed."
    ),
    "db.url": QT_TRANSLATE_NOOP(
        "sentences", "“{url}” is not a database address. It looks like sqlite:///file or postgresql://user@host/desk."
    ),
    "db.occupied": QT_TRANSLATE_NOOP(
        "sentences",
        "There is a desk at {address} already; it was left as it is. Give another place, or --replace where that is offered.",
    ),
    "db.in_use": QT_TRANSLATE_NOOP(
        "sentences",
        "Somebody works with the desk at {address} now. Close its windows, stop its workers, wait half a minute, and try again.",
    ),
    "db.same": QT_TRANSLATE_NOOP("sentences", "{address} is where the desk lies already."),
    "carry.running": QT_TRANSLATE_NOOP(
        "sentences", "Another move or restore writes to {address} now. Wait until it has ended."
    ),
    "carry.differs": QT_TRANSLATE_NOOP(
        "sentences",
        "What was read back from {address} is not what was written there ({table}). Nothing was changed. Check the disk, and try again.",
    ),
    "backup.none": QT_TRANSLATE_NOOP("sentences", "{path} is not a backup of a Deskbell desk."),
    "backup.newer": QT_TRANSLATE_NOOP(
        "sentences", "{path} was made by a newer Deskbell ({program}). Update Deskbell on this computer."
    ),
    "backup.damaged": QT_TRANSLATE_NOOP(
        "sentences", "The backup {path} is damaged and was not used. Nothing was changed. Take an older one."
    ),
    "backup.no_room": QT_TRANSLATE_NOOP(
        "sentences",
        "There is no room for a backup in {path}: {need} MB are needed, {free} MB are free. Free some space, or keep fewer backups.",
    ),
    "restore.perhaps_sent": QT_TRANSLATE_NOOP(
        "sentences",
        "The desk was restored from a backup of {date}: this mail may have been sent since. Look in Sent before sending again.",
    ),
    "restore.perhaps_called": QT_TRANSLATE_NOOP(
        "sentences",
        "The desk was restored from a backup of {date}: this call may have been made since. Look there before trying again.",
    ),
}
