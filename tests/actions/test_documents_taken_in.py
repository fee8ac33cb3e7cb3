"""Web pages and Word files of a folder come in as Markdown files do, with their pictures, and their report."""

from pathlib import Path

from actions.conftest import SmallDesk
from deskbell.actions.article_files.taking import take_in_folder
from deskbell.actions.article_files.writing import export_folder
from deskbell.store.queries import articles
from deskbell.store.queries.filed_articles import named
from mail.documents.word import docx, drawing, p, png


def test_a_folder_of_documents_comes_in_with_its_pictures_and_links(small: SmallDesk, tmp_path: Path) -> None:
    root = tmp_path / "docs"
    (root / "Orders" / "page_files").mkdir(parents=True)
    (root / "Orders" / "page_files" / "frame.html").write_text("An advertisement")
    (root / "Orders" / "page_files" / "x.png").write_bytes(png())
    (root / "Orders" / "page.html").write_text(
        "<title>A page</title><p><img src='page_files/x.png' alt='Way'> <a href='../Give%20a%20refund.docx#so'>refunds</a> <img src='http://a.example/x.png'>"
    )
    link = "<w:hyperlink r:id='l'><w:r><w:t>the page</w:t></w:r></w:hyperlink>"
    rels = {"own": "media/x.png", "l": "outside:Orders/page.html"}
    content = docx(p("Refunds", "Title") + p(link) + p(drawing("own")), rels, {"word/media/x.png": png()})
    (root / "Give a refund.docx").write_bytes(content)
    (root / "Give a refund.lt.html").write_text("<h1>Grąžinimas</h1>Klauskite.", "utf-8")
    (root / "broken.docx").write_bytes(b"no")
    (root / "all.md").write_text("# All\n\n[a form](<Give a refund.docx>) [a page](Orders/page.html)\n")

    came = take_in_folder(small.desk, small.ona, root, "en")
    told = {(one.path, one.code) for one in came.left_out}
    assert told == {("broken.docx", "document.unreadable"), ("Orders/page.html", "document.pictures")}
    by_title = {one.title: one.id for one in small.desk.read(named, small.ona)}
    assert by_title.keys() == {"Refunds", "A page", "All"}
    refunds = small.desk.read(articles.read, small.ona, by_title["Refunds"], "en")
    page = small.desk.read(articles.read, small.ona, by_title["A page"], "en")
    everything = small.desk.read(articles.read, small.ona, by_title["All"], "en")
    assert refunds is not None
    assert page is not None
    assert everything is not None
    picture, shown = refunds.files[0], page.files[0]
    assert refunds.languages == ("en", "lt")
    assert refunds.text.body == f"[the page](article:{page.id})\n\n![](picture:{picture.id})"
    assert (picture.name, picture.size) == ("Give a refund image-1.png", len(png()))
    assert page.text.body == f"![Way](picture:{shown.id}) [refunds](article:{refunds.id}#so)"
    # As a file a Word file stays one, too: who offers a form offers that.
    form = everything.files[0]
    assert everything.text.body == f"[a form](attachment:{form.id}) [a page](article:{page.id})\n"
    again = take_in_folder(small.desk, small.ona, root, "en")
    assert (again.new, again.changed, again.same) == (0, 0, 3)


def test_a_file_of_an_article_is_none_itself(small: SmallDesk, tmp_path: Path) -> None:
    """What was offered as a file goes out and comes in as one, also where it is of a kind that articles are made of."""
    root = tmp_path / "docs"
    root.mkdir()
    (root / "a.md").write_text("# A\n\n[form](form.docx) [text](text.txt)\n")
    (root / "form.docx").write_bytes(docx(p("Form", "Title")))
    (root / "text.txt").write_text("text")
    take_in_folder(small.desk, small.ona, root, "en")
    export_folder(small.desk, small.ona, tmp_path / "out")
    (tmp_path / "out" / "A.files" / "notes.md").write_text("No article")
    came = take_in_folder(small.desk, small.ona, tmp_path / "out", "en")
    assert (came.new, came.changed, came.same, came.left_out) == (0, 0, 2, ())
