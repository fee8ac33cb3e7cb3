"""What is wrong with articles and their categories, in English; see `model.sentences`, which these are part of."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_ARTICLES: Final[Mapping[str, str]] = {
    "article.missing": QT_TRANSLATE_NOOP(
        "sentences", "This article does not exist, or you are not among those who see it."
    ),
    "article.changed": QT_TRANSLATE_NOOP(
        "sentences",
        "Somebody else changed “{title}” since you opened it: it is at revision {revision} now. Nothing of theirs or of yours is lost; put the two together and save again.",
    ),
    "article.written": QT_TRANSLATE_NOOP(
        "sentences",
        "Somebody else changed “{title}” since you read it. Read what it says now, then say that it is right.",
    ),
    "article.settled": QT_TRANSLATE_NOOP(
        "sentences", "Somebody else changed the settings of this article in the meantime. Look at it and try again."
    ),
    "article.title": QT_TRANSLATE_NOOP("sentences", "An article needs a title."),
    "article.title_long": QT_TRANSLATE_NOOP("sentences", "A title may have {limit} characters at most."),
    "article.long": QT_TRANSLATE_NOOP(
        "sentences", "An article may have {limit} characters at most. Make several of it, and link them."
    ),
    "article.language": QT_TRANSLATE_NOOP(
        "sentences", "“{language}” is not the code of a language, such as “en” or “zh-Hant”."
    ),
    "article.not_yours": QT_TRANSLATE_NOOP(
        "sentences", "Only the owner or the verifier of an article, or a manager, can do this."
    ),
    "article.unseen": QT_TRANSLATE_NOOP(
        "sentences", "You would not see this article yourself any more. Leave it to a manager to say so."
    ),
    "article.no_team": QT_TRANSLATE_NOOP("sentences", "Choose the team that is to see this article."),
    "article.nobody": QT_TRANSLATE_NOOP("sentences", "Choose somebody of this desk."),
    "article.days": QT_TRANSLATE_NOOP(
        "sentences", "Say after how many days it is to be verified again, from 1 to {limit}."
    ),
    "article.file_large": QT_TRANSLATE_NOOP(
        "sentences", "{name} is larger than {limit} MB, which a file of an article may have."
    ),
    "article.unsaved": QT_TRANSLATE_NOOP(
        "sentences", "Save the article once; then pictures and files can be put into it."
    ),
    "article.not_sendable": QT_TRANSLATE_NOOP(
        "sentences",
        "“{title}” is for the desk alone. Put it into a note, or let who answers for it say that it may be sent to customers.",
    ),
    "article.link_inside": QT_TRANSLATE_NOOP(
        "sentences", "No customer can follow a link to “{title}”. Insert what it says, or put the link into a note."
    ),
    "article.no_site": QT_TRANSLATE_NOOP(
        "sentences",
        "“{value}” is not the address of a site, such as https://help.example.com. Give one, or leave it empty.",
    ),
    "gap.word": QT_TRANSLATE_NOOP(
        "sentences", "A word can have 60 characters at most, and neither a comma nor a semicolon."
    ),
    "gap.same": QT_TRANSLATE_NOOP("sentences", "“{word}” is the same word. Write the one that the articles use."),
    "gap.full": QT_TRANSLATE_NOOP(
        "sentences", "There are {limit} groups of words that mean the same, which is all there can be."
    ),
    "article.team_unknown": QT_TRANSLATE_NOOP(
        "sentences", "There is no team “{name}” here. Make it first, or let somebody else see the article."
    ),
    "undo.article": QT_TRANSLATE_NOOP("sentences", "“{title}” was changed again since; undo that first."),
    "undo.category": QT_TRANSLATE_NOOP("sentences", "The category {name} was changed again since; undo that first."),
    "article.twice": QT_TRANSLATE_NOOP(
        "sentences",
        "{other} is the same article in the same language. Give one of them another language or another key.",
    ),
    "head.value": QT_TRANSLATE_NOOP("sentences", "Line {line}: “{value}” cannot be what “{name}” says."),
    "head.odd": QT_TRANSLATE_NOOP(
        "sentences", "Line {line} of its head was not understood and is left out; the article is taken in."
    ),
    "head.no_file": QT_TRANSLATE_NOOP("sentences", "Line {line}: there is no file {path} in the folder."),
    "head.unreadable": QT_TRANSLATE_NOOP("sentences", "The file could not be read: {reason}."),
    "text.charset": QT_TRANSLATE_NOOP("sentences", "Line {line} is not UTF-8. Save the file in that encoding."),
    "text.none": QT_TRANSLATE_NOOP("sentences", "Line {line} holds signs that no text has: this is no text file."),
    "folder.link": QT_TRANSLATE_NOOP(
        "sentences", "This only leads to another place, and is not followed. Put the file itself here."
    ),
    "folder.name": QT_TRANSLATE_NOOP("sentences", "Its name has signs that cannot be shown. Rename it."),
    "folder.not_one": QT_TRANSLATE_NOOP("sentences", "{path} is not a folder."),
    "folder.full": QT_TRANSLATE_NOOP(
        "sentences", "The folder holds more than {limit} files. Choose the one with the articles."
    ),
    "folder.not_empty": QT_TRANSLATE_NOOP(
        "sentences", "There is something in the folder {path} already. Choose an empty one, or a new name."
    ),
    "category.unmade": QT_TRANSLATE_NOOP(
        "sentences", "There is no category “{name}”, and only managers make new ones. Ask one of them."
    ),
    "category.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed {name} in the meantime. Look at it and try again."
    ),
    "category.missing": QT_TRANSLATE_NOOP("sentences", "This category does not exist any more."),
    "category.exists": QT_TRANSLATE_NOOP("sentences", "There is a category {name} here already."),
    "category.full": QT_TRANSLATE_NOOP(
        "sentences", "{name} still holds something. Move its articles and categories elsewhere first."
    ),
    "category.within": QT_TRANSLATE_NOOP("sentences", "A category cannot lie within itself."),
    "category.deep": QT_TRANSLATE_NOOP("sentences", "Categories can lie {limit} deep at most."),
    "document.unreadable": QT_TRANSLATE_NOOP(
        "sentences", "This is not a whole Word file. Open it in Word or LibreOffice, and save it as .docx again."
    ),
    "document.locked": QT_TRANSLATE_NOOP(
        "sentences", "The file has a password, or is of Word before 2007. Save it as .docx without a password."
    ),
    "document.large": QT_TRANSLATE_NOOP(
        "sentences", "{name} in it is larger than {limit} MB once it is unpacked. Make the document smaller."
    ),
    "document.pictures": QT_TRANSLATE_NOOP(
        "sentences",
        "Pictures left out: {count}. They lie elsewhere, are of a kind that articles do not show, or are too large.",
    ),
    "document.links": QT_TRANSLATE_NOOP(
        "sentences", "Links left as words: {count}. They lead to no page of the web and to no file of the folder."
    ),
    "document.active": QT_TRANSLATE_NOOP(
        "sentences", "Scripts, forms and embedded pages left out: {count}. Nothing in an article is active."
    ),
    "document.objects": QT_TRANSLATE_NOOP(
        "sentences", "Drawings, charts, films and other embedded things left out: {count}. Add them as pictures."
    ),
    "document.elements": QT_TRANSLATE_NOOP(
        "sentences", "The page is so large that its last {count} parts have kept nothing but their words."
    ),
    "document.macros": QT_TRANSLATE_NOOP("sentences", "Its macros are left out. Nothing in an article is active."),
    "document.formulas": QT_TRANSLATE_NOOP(
        "sentences", "Formulas that have kept nothing but their signs: {count}. Add them as pictures."
    ),
    "document.comments": QT_TRANSLATE_NOOP("sentences", "Comments left out: {count}."),
    "document.margins": QT_TRANSLATE_NOOP("sentences", "The headers and footers of its pages are left out."),
    "document.contents": QT_TRANSLATE_NOOP(
        "sentences", "Its table of contents is left out: an article shows its own outline."
    ),
    "document.tracked": QT_TRANSLATE_NOOP(
        "sentences", "Changes that were tracked in it are taken in as if they were accepted: {count}."
    ),
}
