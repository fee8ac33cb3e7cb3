"""The articles that are named beside the one that is read, on both engines."""

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.articles import RelatedArticle, SaveCategory, WriteArticle
from deskbell.model.kinds import Role
from deskbell.store.desk import Desk
from deskbell.store.search.related import related
from store.test_search_articles import Articles


def test_what_links_tags_words_and_categories_have_in_common(desk: Desk, build: Builder) -> None:
    place = perform(desk, SaveCategory(agent_id=build.me, id=0, name="Parcels"))
    rasa = build.agent("Rasa", "rasa@desk.example", role=Role.AGENT.value)
    write = Articles(build).write
    tags = ("refund", "50%_off")
    with build.together():
        here = write("Give a refund", "The carrier insures parcels.", category_id=place, tags=list(tags))
        linked = write("Shipping", "Days.")
        tagged = write("Discounts", "Rules.", tags=["50%_off", "other"])
        alike = write("Insured parcels of a carrier", "The carrier insures parcels up to a limit.")
        beside = write("Holidays", "Ask Ona.", category_id=place)
        write("Lunch", "Noon.", tags=["50 percent off", "refunds"])
        for values in ({"state": "draft"}, {"state": "archived"}, {"audience": "managers"}):
            write("Give a refund", "The carrier insures parcels.", category_id=place, tags=list(tags), **values)
        back = write("Claims", "", category_id=place, tags=list(tags))
    for number, base, body in (
        (here, 1, f"The carrier insures parcels. [x](article:{linked})"),
        (back, 1, f"[x](article:{here})"),
    ):
        title = "Give a refund" if number == here else "Claims"
        perform(desk, WriteArticle(agent_id=build.me, id=number, language="en", title=title, body=body, base=base))
    found = {one.id: one for one in desk.read(related, rasa, here, "en")}
    assert found.keys() == {linked, tagged, alike, beside}
    assert found[linked] == RelatedArticle(linked, "Shipping", linked=True)
    assert found[tagged] == RelatedArticle(tagged, "Discounts", tags=("50%_off",))
    assert found[beside] == RelatedArticle(beside, "Holidays", same_category=True)
    assert {word.lower() for word in found[alike].words} >= {"carrier", "parcels"}
    assert list(found)[-1] == beside
    assert desk.read(related, rasa, 999, "en") == ()
