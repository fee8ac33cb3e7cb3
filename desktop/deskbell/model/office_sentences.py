"""What somebody may not do, and what keeps a database from becoming an office, in English; see `model.sentences`, which these are part of."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_RIGHTS: Final[Mapping[str, str]] = {
    "rights.manager": QT_TRANSLATE_NOOP(
        "sentences", "Only a manager or an administrator may do this. Ask one of yours."
    ),
    "rights.admin": QT_TRANSLATE_NOOP("sentences", "Only an administrator may do this. Ask one of yours."),
    "rights.left": QT_TRANSLATE_NOOP(
        "sentences", "You are entered as somebody who does not work here any more. An administrator can change that."
    ),
    "profile.wrong": QT_TRANSLATE_NOOP("sentences", "That is not the password of this profile."),
    "profile.login": QT_TRANSLATE_NOOP(
        "sentences", "In an office people log in at the database, so profiles have no password of their own."
    ),
    "profile.others": QT_TRANSLATE_NOOP(
        "sentences", "Nobody gives somebody else a password. It can be taken away, and they choose another."
    ),
    "office.nobody": QT_TRANSLATE_NOOP(
        "sentences",
        "{login} is not the login of anybody who works here. Ask an administrator to enter it, or log in as yourself.",
    ),
    "office.there": QT_TRANSLATE_NOOP(
        "sentences",
        "The database “{name}” is an office already, and somebody administers it. Ask them for an invitation, and join with it.",
    ),
    "office.field": QT_TRANSLATE_NOOP("sentences", "Fill this in."),
    "office.password": QT_TRANSLATE_NOOP(
        "sentences",
        "This computer does not have the password of {user} any more. Ask an administrator for another invitation, and join with it.",
    ),
    "office.none": QT_TRANSLATE_NOOP(
        "sentences",
        "This desk is no office, so nobody logs in there. To make one of it, run: deskbell db create-office",
    ),
    "office.not_joined": QT_TRANSLATE_NOOP("sentences", "This computer has joined no office."),
    "invitation.nobody": QT_TRANSLATE_NOOP(
        "sentences",
        "No agent of this desk has the address {email}. Enter them first (Settings, Agents), then invite them.",
    ),
    "invitation.worker": QT_TRANSLATE_NOOP(
        "sentences",
        "Only an administrator's computer does the worker's work: whoever does it can read all mail. Make them one first (Settings, Agents).",
    ),
    "invitation.none": QT_TRANSLATE_NOOP("sentences", "{path} is not an invitation to an office."),
    "office.postgresql": QT_TRANSLATE_NOOP(
        "sentences",
        "An office is a PostgreSQL database. Give its address, such as postgresql://postgres@server/desk; a desk in a file is carried there with: deskbell db move",
    ),
    "office.server": QT_TRANSLATE_NOOP(
        "sentences", "The server has PostgreSQL {found}; an office needs {needed} or newer. Upgrade the server first."
    ),
    "office.encoding": QT_TRANSLATE_NOOP(
        "sentences",
        "The database “{name}” keeps its text as {found}, in which not every name can be written. Make another: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'",
    ),
    "office.roles": QT_TRANSLATE_NOOP(
        "sentences",
        "{user} may not make roles on the server at {address}. Log in as postgres, or have {user} given the right: ALTER ROLE … CREATEROLE",
    ),
    "office.owner": QT_TRANSLATE_NOOP(
        "sentences",
        "The database “{name}” does not belong to {user}. Log in as its owner or as postgres, or have it given: ALTER DATABASE … OWNER TO …",
    ),
    "office.foreign": QT_TRANSLATE_NOOP(
        "sentences",
        "The database “{name}” holds something else than a desk. Nothing was changed. Make an empty one for the office.",
    ),
    "office.left_over": QT_TRANSLATE_NOOP(
        "sentences",
        "The server still has groups of an earlier office of this name ({names}), and perhaps logins in them. Use them with --take-over, or drop them first.",
    ),
    "login.bad": QT_TRANSLATE_NOOP(
        "sentences",
        "“{login}” cannot be a login: it takes small letters, digits, dots and hyphens, begins with a letter, and not with pg_ or deskbell_.",
    ),
    "login.taken": QT_TRANSLATE_NOOP("sentences", "The server has a login {login} already. Choose another name."),
}
