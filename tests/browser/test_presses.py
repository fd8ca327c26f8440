"""A press is not lost when what is pressed changes under the hand."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Open

LISTED = """async () => {
  const { keyed, button } = await import("/page/dom.js");
  const place = document.createElement("div");
  place.id = "listed";
  place.style.cssText = "position: fixed; inset: 0; z-index: 1000; display: flex; flex-direction: column; justify-content: end";
  document.body.append(place);
  window.paint = (rows) => keyed(place, rows, (row) => row.id, (row) => {
    const made = document.createElement("div");
    made.append(button(row.text, () => { document.title = `pressed ${row.text}`; }));
    return made;
  });
  paint([{ id: 1, text: "one" }, { id: 2, text: "two" }]);
}"""


async def pressing(page: Page) -> None:
    """A hand on «two» that does not let go yet."""
    await page.evaluate(LISTED)
    place = await page.get_by_role("button", name="two", exact=True).bounding_box()
    assert place is not None
    await page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    await page.mouse.down()


@pytest.mark.parametrize(
    "rows", ['[{ id: 1, text: "one" }, { id: 2, text: "deux" }]', '[{ id: 2, text: "two" }]'], ids=["changes", "moves up"]
)
async def test_what_changes_under_a_press_is_pressed_all_the_same(visit: Open, rows: str) -> None:
    page = await visit(1280)
    await pressing(page)
    await page.evaluate(f"paint({rows})")
    await page.mouse.up()
    await expect(page).to_have_title("pressed two")


async def test_what_waited_for_the_press_is_shown_after_it(visit: Open) -> None:
    page = await visit(1280)
    await pressing(page)
    await page.evaluate('paint([{ id: 2, text: "deux" }])')
    await expect(page.locator("#listed")).to_have_text("two")
    await page.mouse.up()
    await expect(page.locator("#listed")).to_have_text("deux")
    await expect(page).to_have_title("pressed two")
