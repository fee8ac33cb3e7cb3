"""Articles of files become articles of the desk, or say anew what those are that are here."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text, update

from deskbell.actions.article_categories import save_category
from deskbell.actions.article_files.placing import Known, Placing, known_to, path_key, planned, resolved
from deskbell.actions.deeds import record
from deskbell.actions.write_article import add_article_file, link, write_article
from deskbell.model.article_files import Comes, FiledText, LeftOut, TakeInArticles, TakenIn
from deskbell.model.articles import AddArticleFile, SaveCategory, WriteArticle
from deskbell.model.errors import Conflict
from deskbell.model.kinds import Deed, Entity
from deskbell.model.mail import OutboundAttachment
from deskbell.rules.articles import clean, due_at
from deskbell.store import blobs
from deskbell.store.bulk import insert_numbered, insert_rows
from deskbell.store.queries.filed_articles import KeptArticle
from deskbell.store.session import Session
from deskbell.store.tables import article, article_file, article_revision, article_text


def take_in_articles(session: Session, command: TakeInArticles) -> int:
    """Take articles of files in; how many are new or changed. What `outcome` leaves out is left out. Raises `Conflict` article.settled."""
    if session.engine_name == "postgresql":
        # Of two who take the same in at once the second finds what the first has made.
        session.connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('deskbell articles'))"))
    known = known_to(session, command)
    plans, _ = planned(command, known, session.now)
    wanted = [one for one in plans if not one.is_same]
    record(session, command, Deed.SETTINGS, [], len(wanted))
    if known.runs_it:
        for names in (*command.categories, *(one.filed.category for one in wanted if one.values)):
            _make_category(session, command, known, names)
    for one in wanted:
        if one.values:
            one.values["category_id"] = known.categories.get(path_key(one.filed.category))
    _make(session, command, known, [one for one in wanted if one.there is None])
    for one in wanted:
        if one.there is not None:
            _change(session, command, known, one, one.there)
    return len(wanted)


def outcome(session: Session, command: TakeInArticles) -> TakenIn:
    """What would become of articles of files; nothing is changed."""
    known = known_to(session, command)
    plans, left_out = planned(command, known, session.now)
    for names in command.categories:
        if not known.runs_it and path_key(names) not in known.categories:
            left_out.append(LeftOut("/".join(names), "category.unmade", {"name": " / ".join(names)}))
    same = sum(one.is_same for one in plans)
    new = sum(one.there is None for one in plans)
    comes = tuple(
        Comes(one.filed.path, clean(one.filed.texts[0].title), one.there is None) for one in plans if not one.is_same
    )
    return TakenIn(new, len(plans) - same - new, same, tuple(left_out), comes)


def _make_category(session: Session, command: TakeInArticles, known: Known, names: Sequence[str]) -> None:
    for depth in range(1, len(names) + 1):
        key = path_key(names[:depth])
        if key not in known.categories:
            made = SaveCategory(
                agent_id=command.agent_id, id=0, name=names[depth - 1], parent_id=known.categories.get(key[:-1])
            )
            known.categories[key] = save_category(session, made)


def _make(session: Session, command: TakeInArticles, known: Known, plans: Sequence[Placing]) -> None:
    """Write new articles: all their rows first, so that they can link to each other."""
    from deskbell.rules.markdown.reading import linked_articles, read
    from deskbell.store.search import articles as index

    if not plans:
        return
    at = session.now
    rows = [
        {**_row(one), "key": one.filed.key, "language": one.filed.texts[0].language, "created_at": at} for one in plans
    ]
    numbers = insert_numbered(session, article, rows)
    known.ids.update({one.filed.key: number for one, number in zip(plans, numbers, strict=True)})
    texts: list[tuple[int, FiledText, str, int]] = []
    for one, number in zip(plans, numbers, strict=True):
        files = _keep_files(session, one, number)
        texts += [
            (number, said, resolved(said, known.ids, files), 0 if place == 0 or said.behind else 1)
            for place, said in enumerate(one.filed.texts)
        ]
        session.changed(Entity.ARTICLE, number)
    of_texts = [
        {
            "article_id": number,
            "language": said.language,
            "title": clean(said.title),
            "revision": 1,
            "of_first": of_first,
            "changed_at": min(said.changed or at, at),
            "changed_by": command.agent_id,
        }
        for number, said, _, of_first in texts
    ]
    ids = insert_numbered(session, article_text, of_texts)
    entries = [
        index.TextEntry(text_id, clean(said.title), body)
        for text_id, (_, said, body, _) in zip(ids, texts, strict=True)
    ]
    insert_rows(
        session,
        article_revision,
        [
            {
                "text_id": entry.text_id,
                "number": 1,
                "title": entry.title,
                "body": entry.body,
                "of_first": of_first,
                "note": "",
                "agent_id": command.agent_id,
                "at": at,
            }
            for entry, (*_, of_first) in zip(entries, texts, strict=True)
        ],
    )
    index.add(session, entries)
    for entry in entries:
        if targets := linked_articles(read(entry.body)) if "article:" in entry.body else ():
            link(session, entry.text_id, targets)


def _keep_files(session: Session, one: Placing, number: int) -> dict[str, int]:
    """Keep the files of a new article; their ids by their paths."""
    if not one.filed.files:
        return {}
    kept = blobs.keep(session, [file.content for file in one.filed.files])
    rows = [
        {
            "article_id": number,
            "blob_id": blob_id,
            "name": clean(file.name),
            "content_type": file.content_type,
            "size": len(file.content),
        }
        for file, blob_id in zip(one.filed.files, kept, strict=True)
    ]
    ids = insert_numbered(session, article_file, rows)
    return {file.path: file_id for file, file_id in zip(one.filed.files, ids, strict=True)}


def _row(one: Placing) -> dict[str, Any]:
    """What it is to be, and when it is to be looked at again."""
    of = one.values
    return {**of, "remind_at": due_at(of["state"], of["verified_at"], of["review_days"])}


def _change(session: Session, command: TakeInArticles, known: Known, one: Placing, there: KeptArticle) -> None:
    """Make an article what its files say: a text that says something else is a revision more, files come to those that are there."""
    me = command.agent_id
    files = dict(known.files[there.id])
    for file in one.filed.files:
        if file.path not in files:
            given = OutboundAttachment(file.name, file.content_type, file.content)
            files[file.path] = add_article_file(session, AddArticleFile(agent_id=me, id=there.id, file=given))
    now = {said.language: said for said in there.texts}
    first = there.texts[0]
    newest = first.revision
    for said in sorted(one.filed.texts, key=lambda said: said.language != first.language):
        before, body = now.get(said.language), resolved(said, known.ids, files)
        of_first = min(before.of_first if before else 0, newest - 1) if said.behind else newest
        if before is None or before.title != clean(said.title) or before.body.rstrip("\n") != body.rstrip("\n"):
            written = WriteArticle(
                agent_id=me,
                id=there.id,
                language=said.language,
                title=said.title,
                body=body,
                base=before.revision if before else 0,
                of_first=of_first,
            )
            write_article(session, written)
            if command.mends and before is not None:
                same = update(article_text).where(article_text.c.id == before.id)
                session.connection.execute(same.values(changed_at=before.changed_at, changed_by=me))
            newest += said.language == first.language
        elif said.language != first.language and before.of_first != of_first:
            values = {"of_first": of_first, "changed_by": me}
            session.connection.execute(update(article_text).where(article_text.c.id == before.id).values(values))
    if any(there.row[name] != value for name, value in one.values.items()):
        as_read = (article.c.id == there.id, article.c.version == there.row["version"])
        change = update(article).where(*as_read).values({**_row(one), "version": there.row["version"] + 1})
        if session.connection.execute(change).rowcount == 0:
            raise Conflict("article.settled")
    session.changed(Entity.ARTICLE, there.id)
