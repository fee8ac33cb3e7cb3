"""Articles out into a folder and in again, on both engines: nothing is lost on the way, and nothing comes in that must not."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from actions.conftest import SmallDesk
from building import Builder
from deskbell.actions.article_files.taking import take_in_folder, take_in_starter_set
from deskbell.actions.article_files.writing import export_folder
from deskbell.actions.dispatch import perform
from deskbell.model.article_files import FiledArticle, FiledFile, FiledSettings, FiledText, TakeInArticles
from deskbell.model.articles import ArchiveStarter, ArticleState, Audience, Trust, WriteArticle
from deskbell.model.commands import SaveAgent, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.store.desk import Desk
from deskbell.store.queries import articles
from deskbell.store.queries.filed_articles import ids_of, named
from deskbell.store.queries.starter_left import starter_left
from deskbell.ui.knowledge.settling import as_settled
from office import as_login

STATES = tuple(ArticleState)
ODD_TITLES = ("CON", "a/b: c?", "退款政策", "Grąžinimas…", "...", "x" * 190, "Same", "same", "ТЕСТ")


@pytest.fixture
def other(request: pytest.FixtureRequest, small: SmallDesk, tmp_path: Path) -> Iterator[Desk]:
    """A second desk with the same people and nothing else."""
    import shutil

    if small.desk.engine.dialect.name == "sqlite":
        ready, _ = request.getfixturevalue("sqlite_people")
        address = f"sqlite:///{shutil.copyfile(ready, tmp_path / 'other.sqlite3')}"
    else:
        ready, _ = request.getfixturevalue("postgresql_people")
        address = request.getfixturevalue("fresh_database")(ready)
    with closing(Desk.open(address)) as desk:
        yield desk


def article(number: int, now: datetime) -> FiledArticle:
    """One of five hundred, no two alike."""
    key = f"k{number}"
    picture = FiledFile(f"p{number}", f"wäy {number}?.png", "image/png", b"png %d" % (number % 50))
    slip = FiledFile(f"s{number}", f"wäy {number}?.png", "application/x-slip", b"slip %d" % number)
    files = (picture, slip) if number % 5 == 0 else ()
    shown = f"![wäy [1]](picture-file:p{number})\n[slip]: attachment-file:s{number}\nSee [slip].\n" if files else ""
    code = " `[x](article:1)`" if number % 5 == 0 else ""
    body = f"{number % 3 * chr(10)}Ask *first*.\n\n{shown}[next](article-key:k{(number + 7) % 500}#what-then){code}\n\n# What then\n\n---\n"
    before = now - timedelta(hours=number)
    texts = [
        FiledText(
            "", "en", f"{ODD_TITLES[number % len(ODD_TITLES)]} {number if number % 4 else ''}", body, changed=before
        )
    ]
    if number % 5 == 0:
        texts.append(
            FiledText(
                "",
                "zh-Hant",
                f"退款 {number}",
                f"先問。\n\n[x](article-key:k{(number + 499) % 500})",
                behind=number % 3 == 0,
                changed=before,
            )
        )
    settings = FiledSettings(
        state=STATES[number % 4],
        audience=Audience.MANAGERS if number % 6 == 0 else Audience.EVERYONE,
        owner="ona@desk.example",
        verifier="tomas@desk.example" if number % 2 else "",
        review_days=1 + number,
        verified=now if number % 3 else None,
        verified_by="ona@desk.example" if number % 3 else "",
        doubt="Moved: “no” # maybe" if number % 7 == 0 else "",
        tags=("money", f"t, {number}"),
        sendable=number % 2 == 0,
    )
    category = (("Orders",), ("Orders", "Returns: odd/even"), (), ("orders ", "CON"))[number % 4]
    return FiledArticle(key, category, tuple(texts), files, settings)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_five_hundred_articles_go_out_and_in_and_are_the_same(small: SmallDesk, other: Desk, tmp_path: Path) -> None:
    """Round trip of 500 Markdown articles equal."""
    now = small.desk.read(lambda session: session.now)
    every = tuple(article(number, now) for number in range(500))
    perform(small.desk, TakeInArticles(agent_id=small.ona, articles=every, categories=(("Empty",),)))
    assert export_folder(small.desk, small.ona, tmp_path / "out") == 500
    came = take_in_folder(other, small.ona, tmp_path / "out", "en")
    assert (came.new, came.changed, came.left_out) == (500, 0, ())
    assert export_folder(other, small.ona, tmp_path / "again") == 500
    first, second = tree(tmp_path / "out"), tree(tmp_path / "again")
    assert first.keys() == second.keys()
    assert first == second
    again = take_in_folder(other, small.ona, tmp_path / "out", "en", only_look=True)
    assert (again.new, again.changed, again.same) == (0, 0, 500)
    number = other.read(ids_of, small.ona, ["k5"])["k5"]
    found = other.read(articles.read, small.ona, number, "en")
    following = other.read(ids_of, small.ona, ["k12"])["k12"]
    assert found is not None
    assert f"[next](article:{following}#what-then) `[x](article:1)`" in found.text.body
    assert f"![wäy [1]](picture:{found.files[0].id})" in found.text.body
    assert (found.trust, found.verifier_id, found.tags) == (Trust.VERIFIED, small.tomas, ("money", "t, 5"))


def written(root: Path, **files: str | bytes) -> Path:
    for path, content in files.items():
        file = root / path.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def test_a_folder_of_anybody_comes_in_sensibly(small: SmallDesk, tmp_path: Path) -> None:
    root = written(
        tmp_path / "docs",
        **{
            "README.md": "# Welcome\n\nSee [set up](setup/first-steps.md#net) and [all](setup).\n",
            "setup__README.md": "All about it.\n",
            "setup__first-steps.md": "\ufeff# First *steps*\r\n\r\n![way](../img/a%20b.png) [back](../README.md)\r\n",
            "setup__first-steps.lt.md": "---\ntags: [one, two]\nnested:\n  deep: 1\n---\n# Pirmi\n\n`![x](../img/a%20b.png)`\n",
            "img__a b.png": b"png",
            ".git__x.md": "no",
        },
    )
    looked = take_in_folder(small.desk, small.ona, root, "en", only_look=True)
    assert (looked.new, small.desk.read(named, small.ona)) == (3, ())
    came = take_in_folder(small.desk, small.ona, root, "en")
    assert came == looked
    assert [(one.path, one.code, one.line) for one in came.left_out] == [("setup/first-steps.lt.md", "head.odd", 4)]
    by_title = {one.title: one for one in small.desk.read(named, small.ona)}
    assert set(by_title) == {"Welcome", "setup", "First steps"}
    steps = small.desk.read(articles.read, small.ona, by_title["First steps"].id, "en")
    start = small.desk.read(articles.read, small.ona, by_title["Welcome"].id, "en")
    assert steps is not None
    assert start is not None
    assert steps.text.body == f"![way](picture:{steps.files[0].id}) [back](article:{start.id})\n"
    assert start.text.body == f"See [set up](article:{steps.id}#net) and [all](article:{by_title['setup'].id}).\n"
    assert (steps.languages, steps.state, steps.owner_id) == (("en", "lt"), ArticleState.DRAFT, small.ona)
    again = take_in_folder(small.desk, small.ona, root, "en")
    assert (again.new, again.changed, again.same) == (0, 0, 3)
    written(root, **{"setup__README.md": "All about it, anew.\n"})
    assert take_in_folder(small.desk, small.ona, root, "en").changed == 1
    last = small.desk.read(articles.revisions, small.ona, by_title["setup"].id, "en")
    assert [one.number for one in last] == [2, 1]


HOSTILE: list[tuple[str, str | bytes, str, int]] = [
    ("a.md", b"\xff\xfea", "text.charset", 1),
    ("a.md", b"fine\n\xe4h\n", "text.charset", 2),
    ("a.md", "x\n\0", "text.none", 2),
    ("a.md", "#" * 900_000, "article.long", 0),
    ("a.md", "x" * 200_001, "article.long", 0),
    ("a.md", "---\ntitle: A\nstate: eternal\n---\n", "head.value", 3),
    ("a.md", "---\nreview_days: -4\n---\n", "head.value", 2),
    ("a.md", "---\naudience: team\nteam: Nobody\n---\n", "article.team_unknown", 0),
    ("a.md", "---\nlanguage: English\n---\n", "article.language", 0),
    ("a.md", '---\nfiles:\n  - {"path": "../../secret.txt"}\n---\n', "head.no_file", 2),
    ("a.md", f"---\ntitle: {'x' * 300}\n---\n", "article.title_long", 0),
    ("/".join("abcdefghij") + "/a.md", "x", "category.deep", 0),
]


@pytest.mark.parametrize(
    ("path", "content", "code", "line"), HOSTILE, ids=[f"{n}-{one[2]}" for n, one in enumerate(HOSTILE)]
)
def test_what_cannot_be_taken_is_told_and_the_rest_comes(
    small: SmallDesk, tmp_path: Path, path: str, content: str | bytes, code: str, line: int
) -> None:
    root = written(tmp_path / "docs", **{path.replace("/", "__"): content, "fine.md": "Fine."})
    came = take_in_folder(small.desk, small.ona, root, "en")
    assert [(one.code, one.line) for one in came.left_out] == [(code, line)]
    assert str(Mistake(code, **came.left_out[0].values))
    assert [one.title for one in small.desk.read(named, small.ona)] == ["Fine"]


def test_nothing_outside_the_folder_comes_in(small: SmallDesk, tmp_path: Path) -> None:
    written(tmp_path, **{"secret.txt": "secret", "outside__x.md": "secret"})
    root = written(
        tmp_path / "docs",
        **{
            "a.md": "[x](../secret.txt) ![x](..%2Fsecret.txt) [x](/etc/passwd) [x](file:///etc/passwd) [me](a.md) [up](..)\n"
        },
    )
    (root / "link.md").symlink_to(tmp_path / "secret.txt")
    (root / "folder").symlink_to(tmp_path / "outside")
    came = take_in_folder(small.desk, small.ona, root, "en")
    assert sorted((one.path, one.code) for one in came.left_out) == [
        ("folder", "folder.link"),
        ("link.md", "folder.link"),
    ]
    (only,) = small.desk.read(named, small.ona)
    found = small.desk.read(articles.read, small.ona, only.id, "en")
    assert found is not None
    assert found.files == ()
    assert f"[me](article:{only.id})" in found.text.body


def test_an_agent_takes_in_what_an_agent_may_write(small: SmallDesk, tmp_path: Path) -> None:
    rasa = perform(small.desk, SaveAgent(agent_id=small.ona, id=0, name="Rasa", email="rasa@desk.example")) or 0
    head = '---\ntitle: "Mine"\nkey: k\nowner: ona@desk.example\ndoubt: Wrong.\nverified: 2026-01-01\n---\n'
    root = written(tmp_path / "docs", **{"a.md": head, "New__b.md": "Within."})
    came = take_in_folder(small.desk, rasa, root, "en")
    assert [(one.path, one.code) for one in came.left_out] == [("New/b.md", "category.unmade")]
    (only,) = small.desk.read(named, rasa)
    found = small.desk.read(articles.read, rasa, only.id, "en")
    assert found is not None
    assert (found.owner_id, found.doubt, found.verified_at) == (rasa, "", None)
    assert take_in_folder(small.desk, rasa, root, "en").same == 1
    take_in_folder(small.desk, small.ona, root, "en")
    theirs = take_in_folder(
        small.desk, rasa, written(root, **{"a.md": head.replace("title", "state: archived\ntitle")}), "en"
    )
    assert "article.not_yours" in [one.code for one in theirs.left_out]


def test_nothing_is_written_over(small: SmallDesk, tmp_path: Path) -> None:
    written(tmp_path / "out", **{"mine.txt": "mine"})
    with pytest.raises(Mistake) as refused:
        export_folder(small.desk, small.ona, tmp_path / "out")
    assert refused.value.code == "folder.not_empty"


def test_who_looks_after_an_article_is_not_told_to_customers(small: SmallDesk, tmp_path: Path) -> None:
    heads = {
        "Refunds": 'state: "published"\nmay_be_sent: true\nowner: "ona@desk.example"\ntags: ["secret"]\ndoubt: "secret"',
        "Ours": 'state: "published"',
        "Begun": 'state: "draft"\nmay_be_sent: true',
    }
    for title, head in heads.items():
        (tmp_path / f"{title}.md").write_text(f'---\ntitle: "{title}"\n{head}\n---\n\nAsk.\n')
    assert take_in_folder(small.desk, small.ona, tmp_path, "en").left_out == ()
    assert export_folder(small.desk, small.ona, tmp_path / "out", for_customers=True) == 1
    (file,) = (tmp_path / "out").iterdir()
    said = file.read_text("utf-8")
    assert ("Ask." in said, "secret" in said, "@desk.example" in said) == (True, False, False)


def test_the_starter_set_comes_in_in_five_languages_and_once(small: SmallDesk) -> None:
    came = take_in_starter_set(small.desk, small.ona)
    assert (came.changed, came.same, came.left_out) == (0, 0, ())
    every = small.desk.read(named, small.ona)
    assert len(every) == came.new > 0
    for one in every:
        found = small.desk.read(articles.read, small.ona, one.id, "lt")
        assert found is not None
        assert (found.languages, found.state) == (("en", "lt", "ru", "zh-Hans", "zh-Hant"), ArticleState.PUBLISHED)
        assert not found.text.behind
    assert take_in_starter_set(small.desk, small.ona).same == came.new


def test_keys_that_nobody_gave_are_of_no_article(small: SmallDesk) -> None:
    """More of them than a condition has room for, and one of a time after the last year."""
    now = small.desk.read(lambda session: session.now)
    perform(small.desk, TakeInArticles(agent_id=small.ona, articles=(article(1, now),)))
    made_up = [f"18f00000{number:03x}-{number}" for number in range(1_500)]
    assert small.desk.read(ids_of, small.ona, ["k1", "ffffffffffff-1", *made_up]).keys() == {"k1"}


@pytest.mark.servers
def test_an_agent_of_an_office_writes_and_takes_in_what_has_files(empty_office: str, tmp_path: Path) -> None:
    """What a content is known by nobody there is told."""
    with closing(Desk.open(empty_office)) as whole:
        agent = Builder(whole).agent("Agent", "agent@desk.example", login="of_agent", role="agent")
    root = written(tmp_path / "docs", **{"a.md": "![way](w.png) [slip](s.txt)\n", "w.png": b"png", "s.txt": b"one"})
    with closing(as_login(empty_office, "of_agent")) as hers:
        assert take_in_folder(hers, agent, root, "en").new == 1
        assert export_folder(hers, agent, tmp_path / "out") == 1
        came = take_in_folder(hers, agent, tmp_path / "out", "en")
        assert (came.same, came.left_out) == (1, ())
        # As long as what is there.
        (file,) = (tmp_path / "out").rglob("s.txt")
        file.write_bytes(b"two")
        assert take_in_folder(hers, agent, tmp_path / "out", "en").changed == 1
        (one,) = hers.read(named, agent)
        found = hers.read(articles.read, agent, one.id, "en")
    assert found is not None
    assert sorted(file.name for file in found.files) == ["s.txt", "s.txt", "w.png"]


def test_the_starter_set_is_archived_in_one_step_but_for_what_was_made_ones_own(small: SmallDesk) -> None:
    take_in_starter_set(small.desk, small.ona)
    written, moved, put_back, *rest = small.desk.read(starter_left, small.ona)
    assert len(rest) == 9
    perform(
        small.desk,
        WriteArticle(agent_id=small.ona, id=written, language="lt", title="Mūsų tonas", body="Taip.", base=1),
    )
    found = small.desk.read(articles.read, small.ona, moved, "en")
    assert found is not None
    perform(small.desk, as_settled(found, small.ona, category_id=None))
    deeds = [ArchiveStarter(agent_id=small.ona) for _ in range(3)]
    assert [perform(small.desk, one) for one in deeds[:2]] == [10, 0]
    assert small.desk.read(starter_left, small.ona) == []
    assert len(small.desk.read(articles.in_state, small.ona, ArticleState.ARCHIVED, "en").rows) == 10
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=deeds[0].deed))
    assert small.desk.read(starter_left, small.ona) == [put_back, *rest]
    assert perform(small.desk, deeds[2]) == 10
