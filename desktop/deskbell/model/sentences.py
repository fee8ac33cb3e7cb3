"""What an error or a state says, in English: one sentence a code, with what a person can do.

`QT_TRANSLATE_NOOP` only marks a literal so that pyside6-lupdate finds it; the window asks Qt for the translation of the same literal in the
context "sentences", the command line prints the English.
"""

from collections.abc import Mapping
from typing import Final

from deskbell.model.article_sentences import ABOUT_ARTICLES
from deskbell.model.customer_sentences import ABOUT_CUSTOMERS
from deskbell.model.database_sentences import ABOUT_THE_DATABASE
from deskbell.model.field_sentences import ABOUT_FIELDS
from deskbell.model.letter_sentences import ABOUT_LETTERS
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.office_sentences import ABOUT_RIGHTS
from deskbell.model.rule_sentences import ABOUT_RULES
from deskbell.model.sharing_sentences import ABOUT_SHARING
from deskbell.model.sla_sentences import ABOUT_SLA
from deskbell.model.team_sentences import ABOUT_TEAMS
from deskbell.model.webhook_sentences import ABOUT_WEBHOOKS
from deskbell.model.writing_sentences import ABOUT_WRITING

SENTENCES: Final[Mapping[str, str]] = {
    **ABOUT_THE_DATABASE,
    **ABOUT_RIGHTS,
    **ABOUT_FIELDS,
    **ABOUT_TEAMS,
    **ABOUT_RULES,
    **ABOUT_SLA,
    **ABOUT_SHARING,
    **ABOUT_CUSTOMERS,
    **ABOUT_WRITING,
    **ABOUT_LETTERS,
    **ABOUT_WEBHOOKS,
    **ABOUT_ARTICLES,
    "lease.lost": QT_TRANSLATE_NOOP(
        "sentences", "Another worker has taken over ({name}); this one stops. Nothing was done twice."
    ),
    "secrets.locked": QT_TRANSLATE_NOOP(
        "sentences", "The system's keyring does not give Deskbell its key. Unlock it, and try again."
    ),
    "secrets.damaged": QT_TRANSLATE_NOOP(
        "sentences",
        "The stored passwords in {path} cannot be read. Move that file away and enter the passwords again in Settings, Mailboxes.",
    ),
    "folder.missing": QT_TRANSLATE_NOOP("sentences", "The folder {path} does not exist and could not be made."),
    "folder.readonly": QT_TRANSLATE_NOOP(
        "sentences", "Deskbell may not write to the folder {path}. Choose another with --data."
    ),
    "file.missing": QT_TRANSLATE_NOOP("sentences", "There is no file {path}."),
    "file.not_plain": QT_TRANSLATE_NOOP("sentences", "{path} is not a file."),
    "file.unreadable": QT_TRANSLATE_NOOP("sentences", "{path} could not be read: {reason}."),
    "import.not_mbox": QT_TRANSLATE_NOOP(
        "sentences",
        "{path} is not an mbox file: that is one file whose mails each begin with a line “From …”. There are also: maildir, eml",
    ),
    "import.not_maildir": QT_TRANSLATE_NOOP(
        "sentences", "{path} is not a Maildir: that is a folder with the folders cur and new. There are also: mbox, eml"
    ),
    "import.no_mail": QT_TRANSLATE_NOOP(
        "sentences",
        "{path} holds no mail that Deskbell knows: it takes mbox, Maildir, .eml and Outlook's .msg, and folders of the latter two.",
    ),
    "import.died": QT_TRANSLATE_NOOP("sentences", "The import stopped unexpectedly."),
    "carry.died": QT_TRANSLATE_NOOP("sentences", "It stopped unexpectedly. Nothing is changed; the details say more."),
    "import.not_msg": QT_TRANSLATE_NOOP("sentences", "{path} is not a mail of Outlook; it was left out."),
    "import.empty": QT_TRANSLATE_NOOP("sentences", "{path} is empty; it was left out."),
    "import.too_large": QT_TRANSLATE_NOOP("sentences", "{path} is larger than {limit} MB; it was left out."),
    "measure.nobody": QT_TRANSLATE_NOOP(
        "sentences",
        "This desk has no agent yet. Open its window once, or fill a desk with: deskbell sample --tickets N",
    ),
    "measure.start": QT_TRANSLATE_NOOP("sentences", "The window did not start. What it said about it is above."),
    "window.no_screen": QT_TRANSLATE_NOOP(
        "sentences", "There is no screen here to open a window on. What works without one: deskbell --help"
    ),
    "window.libraries": QT_TRANSLATE_NOOP(
        "sentences", "A library of the system that Qt's window needs is missing. README.md says how to get it."
    ),
    "worker.mailbox": QT_TRANSLATE_NOOP("sentences", "Mail for {name} did not come in: {reason}"),
    "worker.waits": QT_TRANSLATE_NOOP("sentences", "Waiting for the database. {reason}"),
    "health.service": QT_TRANSLATE_NOOP("sentences", "The worker service on {host} fetches and sends mail."),
    "health.worker": QT_TRANSLATE_NOOP("sentences", "The worker on {host} fetches and sends mail."),
    "health.never": QT_TRANSLATE_NOOP("sentences", "No worker has ever fetched or sent mail for this desk."),
    "health.nobody": QT_TRANSLATE_NOOP("sentences", "Nobody has fetched or sent mail since {since}."),
    "health.service_gone": QT_TRANSLATE_NOOP("sentences", "The worker service on {host} has been gone since {since}."),
    "health.failing": QT_TRANSLATE_NOOP("sentences", "Mail for {name} has not come in since {since}: {reason}"),
    "health.lapsing": QT_TRANSLATE_NOOP("sentences", "{name}: {reason}"),
    "health.quiet": QT_TRANSLATE_NOOP("sentences", "Nobody has looked for mail for {name} since {since}."),
    "health.unsent": QT_TRANSLATE_NOOP("sentences", "Mail has waited to be sent since {since} ({count} in all)."),
    "health.undecided": QT_TRANSLATE_NOOP(
        "sentences", "Mail that failed or whose fate is unknown waits for a person to decide ({count} in all)."
    ),
    "file.folder": QT_TRANSLATE_NOOP("sentences", "“{name}” is a folder; attach the files in it, or pack it first."),
    "file.exists": QT_TRANSLATE_NOOP("sentences", "{path} is there already; it was not written over."),
    "file.unwritable": QT_TRANSLATE_NOOP("sentences", "{path} could not be written: {reason}."),
    "print.refused": QT_TRANSLATE_NOOP(
        "sentences", "The printer {name} takes nothing. Check that it is on, or save a PDF instead."
    ),
    "file.program": QT_TRANSLATE_NOOP(
        "sentences",
        "{name} is not what its name says: it would run or load something. It can be saved, not opened from here.",
    ),
    "file.too_large": QT_TRANSLATE_NOOP("sentences", "{name} is too large: {size}; at most {limit} can be sent."),
    "deed.stopped": QT_TRANSLATE_NOOP("sentences", "Cancelled: no ticket was changed."),
    "asked.unknown": QT_TRANSLATE_NOOP(
        "sentences", "Deskbell cannot open “{address}”: it opens deskbell://ticket/NUMBER and mailto: addresses."
    ),
    "asked.long": QT_TRANSLATE_NOOP("sentences", "This link is longer than any that Deskbell opens."),
    "asked.attaches": QT_TRANSLATE_NOOP(
        "sentences",
        "This link wants a file of this computer sent along, which no link may. No mail was begun.",
    ),
    "asked.ticket": QT_TRANSLATE_NOOP("sentences", "There is no ticket #{number} on this desk, or you may not see it."),
    "ticket.missing": QT_TRANSLATE_NOOP("sentences", "There is no ticket #{number}."),
    "ticket.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed #{number} in the meantime. Look at it and try again."
    ),
    "ticket.answered": QT_TRANSLATE_NOOP(
        "sentences", "{name} wrote on #{number} while you were writing. Look first, then send."
    ),
    "agent.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed {name} in the meantime. Look at it and try again."
    ),
    "tag.changed": QT_TRANSLATE_NOOP("sentences", "Somebody changed {name} in the meantime. Look at it and try again."),
    "view.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed {name} in the meantime. Look at it and try again."
    ),
    "view.missing": QT_TRANSLATE_NOOP("sentences", "This view does not exist any more."),
    "view.empty": QT_TRANSLATE_NOOP(
        "sentences", "Write what the view searches for: words, or a condition such as is:open."
    ),
    "view.own": QT_TRANSLATE_NOOP(
        "sentences", "A view is for oneself, for a team or for everybody, not for somebody else."
    ),
    "tag.exists": QT_TRANSLATE_NOOP("sentences", "There is a tag {name} already."),
    "tag.missing": QT_TRANSLATE_NOOP("sentences", "This tag does not exist any more."),
    "tag.itself": QT_TRANSLATE_NOOP("sentences", "A tag cannot be merged into itself."),
    "tag.used": QT_TRANSLATE_NOOP("sentences", "{name} is on tickets. Retire it, or merge it into another tag."),
    "tag.in_macro": QT_TRANSLATE_NOOP("sentences", "The macro {macro} puts {name} on tickets. Change the macro first."),
    "agent.exists": QT_TRANSLATE_NOOP("sentences", "There is an agent with the address {address} already."),
    "mailbox.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed the mailbox {name} in the meantime. Look at it and try again."
    ),
    "attachment.gone": QT_TRANSLATE_NOOP("sentences", "An attachment is not there any more. Attach the file again."),
    "subject.empty": QT_TRANSLATE_NOOP("sentences", "Give a subject: it is what the customer sees first."),
    "forward.not_there": QT_TRANSLATE_NOOP(
        "sentences", "The forwarded message is not shown here. Show the earlier messages of this ticket, then send."
    ),
    "note.files": QT_TRANSLATE_NOOP(
        "sentences", "A note holds text only. Put the file into a reply, or name where it lies."
    ),
    "send.not_waiting": QT_TRANSLATE_NOOP(
        "sentences", "This mail does not wait any more: it is on its way, or has left."
    ),
    "mailbox.no_server": QT_TRANSLATE_NOOP(
        "sentences", "{name} has no outgoing server. Enter one in Settings, Mailboxes, then send again."
    ),
    "send.not_failed": QT_TRANSLATE_NOOP("sentences", "This mail is not waiting for a decision."),
    "mailbox.missing": QT_TRANSLATE_NOOP(
        "sentences", "There is no mailbox “{name}”; there are: {known}. Name one of them, or add --create ADDRESS."
    ),
    "mailbox.gone": QT_TRANSLATE_NOOP("sentences", "This mailbox does not exist any more."),
    "agent.left": QT_TRANSLATE_NOOP("sentences", "{name} is no longer an agent here."),
    "agent.missing": QT_TRANSLATE_NOOP("sentences", "This agent does not exist any more."),
    "mailbox.exists": QT_TRANSLATE_NOOP("sentences", "There is a mailbox for {address} already."),
    "checklist.gone": QT_TRANSLATE_NOOP("sentences", "Somebody has taken this off the checklist."),
    "checklist.long": QT_TRANSLATE_NOOP("sentences", "An item has at most {most} letters."),
    "checklist.full": QT_TRANSLATE_NOOP("sentences", "A checklist has at most {most} items."),
    "link.same": QT_TRANSLATE_NOOP("sentences", "A ticket cannot be linked to itself."),
    "link.circle": QT_TRANSLATE_NOOP(
        "sentences", "#{number} is itself below #{other}. A ticket cannot be above itself."
    ),
    "move.gone": QT_TRANSLATE_NOOP("sentences", "This is not on #{number} any more: somebody moved it. Look again."),
    "merge.many": QT_TRANSLATE_NOOP(
        "sentences", "These are too many to make one of them: at most {most} are merged at once."
    ),
    "move.same": QT_TRANSLATE_NOOP("sentences", "It is on #{number} already."),
    "move.merged": QT_TRANSLATE_NOOP("sentences", "#{number} was merged into #{other}. Move it there."),
    "move.all": QT_TRANSLATE_NOOP(
        "sentences", "A new ticket would have all that #{number} has. Give that one another subject instead."
    ),
    "pattern.bad": QT_TRANSLATE_NOOP(
        "sentences", "“{pattern}” is neither a mail address nor a domain such as example.org."
    ),
    "pattern.own": QT_TRANSLATE_NOOP("sentences", "“{pattern}” is the desk's own; it cannot be blocked."),
    "pattern.twice": QT_TRANSLATE_NOOP("sentences", "“{pattern}” is both blocked and allowed."),
    "address.bad": QT_TRANSLATE_NOOP("sentences", "“{address}” is not a mail address."),
    "address.none": QT_TRANSLATE_NOOP("sentences", "Who should get this mail? Give at least one address."),
    "text.empty": QT_TRANSLATE_NOOP("sentences", "There is nothing to send yet: write something first."),
    "text.line_break": QT_TRANSLATE_NOOP("sentences", "{field} must not hold a line break."),
    "undo.too_late": QT_TRANSLATE_NOOP("sentences", "Too late to undo: the mail has left."),
    "undo.changed": QT_TRANSLATE_NOOP("sentences", "#{number} was changed again since; undo that first."),
    "undo.hidden": QT_TRANSLATE_NOOP(
        "sentences",
        "It was also done to tickets that are not there any more, or that you may not see: {count}. Take it back ticket by ticket, in their history.",
    ),
    "undo.nothing": QT_TRANSLATE_NOOP("sentences", "There is nothing to undo."),
    "name.empty": QT_TRANSLATE_NOOP("sentences", "Give a name."),
    "address.empty": QT_TRANSLATE_NOOP("sentences", "Give the mail address."),
    "password.empty": QT_TRANSLATE_NOOP("sentences", "Give the password of this mailbox."),
    "password.signed_in": QT_TRANSLATE_NOOP(
        "sentences",
        "{name} is signed in through the browser and has no password. Sign in on that computer, in the window: Settings, Mailboxes.",
    ),
    "sign_in.empty": QT_TRANSLATE_NOOP("sentences", "Nobody has signed this mailbox in yet. Use the button above."),
    "host.empty": QT_TRANSLATE_NOOP("sentences", "Which server is it? Your provider's help pages name it."),
    "host.bad": QT_TRANSLATE_NOOP("sentences", "“{host}” is not the name of a server."),
    "port.bad": QT_TRANSLATE_NOOP("sentences", "A port is a number from 1 to 65535; your provider names it."),
    "agent.last_admin": QT_TRANSLATE_NOOP(
        "sentences", "This is the last administrator. Make somebody else one first: otherwise nobody could."
    ),
    "mail.host": QT_TRANSLATE_NOOP(
        "sentences", "There is no server {host}. Check its name, and that this computer is online."
    ),
    "mail.refused": QT_TRANSLATE_NOOP(
        "sentences", "{host} refuses connections on port {port}. Check the port, or ask your provider."
    ),
    "mail.timeout": QT_TRANSLATE_NOOP(
        "sentences", "{host}:{port} did not answer within {seconds} seconds. Check the port and the network."
    ),
    "mail.certificate": QT_TRANSLATE_NOOP(
        "sentences",
        "{host} showed a certificate that cannot be trusted ({reason}). The password was not sent. Check the server's name.",
    ),
    "mail.certificate_name": QT_TRANSLATE_NOOP(
        "sentences",
        "{host} showed a certificate for another name. The password was not sent. Give the server's name as your provider writes it.",
    ),
    "mail.certificate_time": QT_TRANSLATE_NOOP(
        "sentences",
        "The certificate of {host} is not valid today ({reason}). The password was not sent. Check this computer's date; if it is right, the provider must renew the certificate.",
    ),
    "mail.certificate_stranger": QT_TRANSLATE_NOOP(
        "sentences",
        "Nobody that this computer trusts vouches for {host} ({reason}). The password was not sent. For a server of your own, name its certificate file under Servers.",
    ),
    "mail.not_tls": QT_TRANSLATE_NOOP(
        "sentences",
        "{host}:{port} does not speak TLS. The password was not sent. Choose STARTTLS, or the port for TLS.",
    ),
    "mail.no_starttls": QT_TRANSLATE_NOOP(
        "sentences",
        "{host}:{port} does not offer STARTTLS. The password was not sent. Choose TLS, or ask your provider.",
    ),
    "mail.plain_remote": QT_TRANSLATE_NOOP(
        "sentences", "{host} is not this computer: without TLS the password would be readable on the way."
    ),
    "mail.login": QT_TRANSLATE_NOOP(
        "sentences",
        "{host} does not accept the user name or password of {user}. Many providers want an app password here.",
    ),
    "mail.protocol": QT_TRANSLATE_NOOP(
        "sentences", "{host} answered in a way that Deskbell does not understand: {reason}"
    ),
    "mail.busy": QT_TRANSLATE_NOOP(
        "sentences", "{host} cannot take this now: {reason}. Deskbell tries again by itself."
    ),
    "mail.dropped": QT_TRANSLATE_NOOP("sentences", "{host} closed the connection. Deskbell tries again by itself."),
    "mail.folder": QT_TRANSLATE_NOOP("sentences", "The mailbox has no folder “{folder}”."),
    "folder.which": QT_TRANSLATE_NOOP("sentences", "Choose the folder that filed mail is moved to."),
    "folder.watched": QT_TRANSLATE_NOOP(
        "sentences", "“{folder}” is watched for new mail itself. Choose another folder for mail that is filed."
    ),
    "fetch.folder_gone": QT_TRANSLATE_NOOP(
        "sentences",
        "The folder “{folder}” is not on the server any more; the others are watched. Choose again in Settings, Mailboxes.",
    ),
    "after.no_folder": QT_TRANSLATE_NOOP(
        "sentences",
        "Filed mail is not moved: the mailbox has no folder “{folder}”. Choose another in Settings, Mailboxes.",
    ),
    "after.marked_only": QT_TRANSLATE_NOOP(
        "sentences",
        "{host} cannot remove single mails: those that are filed are only marked as deleted, and stay until you expunge the folder “{folder}”.",
    ),
    "after.refused": QT_TRANSLATE_NOOP("sentences", "{host} does not let Deskbell change mail in “{folder}”: {reason}"),
    "mail.no_password": QT_TRANSLATE_NOOP(
        "sentences", "The password of {address} is not on this computer. Enter it in Settings, Mailboxes."
    ),
    "mail.token": QT_TRANSLATE_NOOP(
        "sentences",
        "{host} does not take the sign-in of {user}. Sign in again, and see that the account may use IMAP and SMTP: {reason}",
    ),
    "mail.no_token_login": QT_TRANSLATE_NOOP(
        "sentences", "{host} takes no sign-in through the browser. Give the password instead."
    ),
    "mail.not_signed_in": QT_TRANSLATE_NOOP(
        "sentences", "The sign-in of {address} is not on this computer. Sign in again in Settings, Mailboxes."
    ),
    "oauth.no_client": QT_TRANSLATE_NOOP(
        "sentences", "Deskbell is not registered with {name} yet. Give its client ID in Settings, Signing in."
    ),
    "oauth.refused": QT_TRANSLATE_NOOP(
        "sentences", "{name} does not renew the sign-in any more. Sign in again in Settings, Mailboxes."
    ),
    "oauth.lapses": QT_TRANSLATE_NOOP(
        "sentences", "The leave that {name} gave ends on {date}. Sign in again before then in Settings, Mailboxes."
    ),
    "oauth.client": QT_TRANSLATE_NOOP(
        "sentences", "{name} does not know this Deskbell. Check client ID and secret in Settings, Signing in: {reason}"
    ),
    "oauth.answer": QT_TRANSLATE_NOOP("sentences", "{name} gave no leave to use the mailbox: {reason}"),
    "oauth.denied": QT_TRANSLATE_NOOP(
        "sentences", "{name} reports that leave was not given. Sign in again, and allow Deskbell to use the mailbox."
    ),
    "oauth.no_refresh": QT_TRANSLATE_NOOP(
        "sentences",
        "{name} let Deskbell in for an hour only. Its administrator must allow offline access for this client.",
    ),
    "oauth.timeout": QT_TRANSLATE_NOOP(
        "sentences", "Nobody finished the sign-in in the browser within {minutes} minutes. Try again."
    ),
    "oauth.cancelled": QT_TRANSLATE_NOOP("sentences", "The sign-in was stopped. Nothing was changed."),
    "web.host": QT_TRANSLATE_NOOP("sentences", "{host} cannot be reached. Check that this computer is online."),
    "web.timeout": QT_TRANSLATE_NOOP(
        "sentences", "{host} did not answer within {seconds} seconds. Check the network, and try again."
    ),
    "web.certificate": QT_TRANSLATE_NOOP(
        "sentences", "{host} showed a certificate that cannot be trusted ({reason}). Nothing was sent to it."
    ),
    "web.plain": QT_TRANSLATE_NOOP("sentences", "{host} wants to go on without encryption. Nothing was sent."),
    "web.answer": QT_TRANSLATE_NOOP("sentences", "{host} answered in a way that Deskbell cannot use: {reason}"),
    "discover.offline": QT_TRANSLATE_NOOP(
        "sentences", "The servers of {domain} could not be looked up. Check that this computer is online."
    ),
    "mail.rejected": QT_TRANSLATE_NOOP("sentences", "{host} refused the mail: {reason}"),
    "mail.recipient": QT_TRANSLATE_NOOP("sentences", "{host} refused the recipient {address}: {reason}"),
    "mail.recipients": QT_TRANSLATE_NOOP(
        "sentences", "{host} refused {count} of {total} recipients ({address}): {reason}"
    ),
    "mail.partly": QT_TRANSLATE_NOOP(
        "sentences", "{count} of {total} recipients do not have it yet ({address}). {host} says: {reason}"
    ),
    "mail.too_large": QT_TRANSLATE_NOOP(
        "sentences", "{host} takes mails of at most {limit}; this one is {size} with its attachments."
    ),
    "mail.smtputf8": QT_TRANSLATE_NOOP(
        "sentences",
        "{host} cannot carry the address {address}: letters before the @ beyond a–z need SMTPUTF8, which it does not offer. Use another address.",
    ),
    "mail.unknown": QT_TRANSLATE_NOOP(
        "sentences",
        "The connection to {host} was cut after the mail was handed over: it may have been sent. Look in Sent before sending again.",
    ),
    "mail.held": QT_TRANSLATE_NOOP("sentences", "Kept here, not sent: this mailbox has no outgoing server."),
    "fetch.refused": QT_TRANSLATE_NOOP(
        "sentences", "The server lists this mail but does not give it. Look for it in the mailbox: {reason}"
    ),
    "parse.time": QT_TRANSLATE_NOOP(
        "sentences", "This mail took longer than {seconds} seconds to read. The original is attached."
    ),
    "parse.died": QT_TRANSLATE_NOOP(
        "sentences", "This mail could not be read: it broke the reader. The original is attached."
    ),
    "parse.memory": QT_TRANSLATE_NOOP(
        "sentences", "This mail needs more than {limit} MB of memory to read. The original is attached."
    ),
    "parse.failed": QT_TRANSLATE_NOOP("sentences", "This mail could not be read ({reason}). The original is attached."),
    "parse.msg": QT_TRANSLATE_NOOP(
        "sentences", "This Outlook file is damaged, or holds no mail. The original is attached."
    ),
    "parse.header_bytes": QT_TRANSLATE_NOOP(
        "sentences", "This mail's headers are larger than {limit}. It was not read; the original is attached."
    ),
    "parse.depth": QT_TRANSLATE_NOOP(
        "sentences", "This mail's parts are nested more than {limit} deep. It was not read; the original is attached."
    ),
    "parse.parts": QT_TRANSLATE_NOOP(
        "sentences", "This mail has more than {limit} parts. It was not read; the original is attached."
    ),
    "parse.body_bytes": QT_TRANSLATE_NOOP(
        "sentences", "This mail's text is larger than {limit}. It was not read; the original is attached."
    ),
    "parse.message_bytes": QT_TRANSLATE_NOOP(
        "sentences", "This mail is larger than {limit}. It was not read; the original is attached."
    ),
    "read_again.nothing": QT_TRANSLATE_NOOP("sentences", "The original of this message is not kept here."),
    "worker.died": QT_TRANSLATE_NOOP("sentences", "The mail worker stopped unexpectedly; it is started again."),
    "sample.maker": QT_TRANSLATE_NOOP(
        "sentences", "The process that makes up the tickets stopped unexpectedly. What was written stays."
    ),
    "sample.tickets": QT_TRANSLATE_NOOP(
        "sentences",
        "The desk {database} has tickets already. Give another folder with --data, or --add to add made-up tickets to them.",
    ),
    "setting.bad": QT_TRANSLATE_NOOP("sentences", "“{value}” is not a value that the setting {key} can have."),
    "bug": QT_TRANSLATE_NOOP("sentences", "Something went wrong inside Deskbell. Nothing that was saved is lost."),
}


def sentence(code: str, values: Mapping[str, object]) -> str:
    """The English sentence of `code`, filled with `values`; an unknown code is given back as it is."""
    template = SENTENCES.get(code)
    return template.format_map(values) if template is not None else code
