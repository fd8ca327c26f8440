"""What a page looks like in a browser: boxes that overlap or stick out, words that cannot be read."""

import asyncio

from playwright.async_api import Locator, Page

OVERLAPS = """(nodes) => {
  const boxes = nodes.map((node) => [node, node.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
  const name = (node) => `${node.tagName.toLowerCase()}.${node.className} «${node.textContent.trim().slice(0, 30)}»`;
  const along = (a, b, from, to) => Math.min(a[to], b[to]) - Math.max(a[from], b[from]) > 1;
  const meet = (a, b) => along(a, b, "left", "right") && along(a, b, "top", "bottom");
  const found = [];
  boxes.forEach(([one, a], at) => {
    for (const [other, b] of boxes.slice(at + 1)) {
      if (!one.contains(other) && !other.contains(one) && meet(a, b)) found.push(`${name(one)} × ${name(other)}`);
    }
  });
  return found;
}"""
CUT = """(nodes) => {
  const cut = nodes.filter((node) => node.clientWidth && node.scrollWidth > node.clientWidth + 1);
  return cut.map((node) => node.textContent.trim());
}"""
CONTRAST = """(node) => {
  if (!node.isConnected) return null; // the page drew the post anew meanwhile: it is looked for again
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).map((one) => one / 255).map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = node;
  const through = (one) => (numbers(getComputedStyle(one).backgroundColor)[3] ?? 1) < 1;
  while (behind.parentElement && through(behind)) behind = behind.parentElement;
  const [high, low] = [getComputedStyle(node).color, getComputedStyle(behind).backgroundColor].map(light).sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}"""
READABLE = 4.5  # WCAG 2.2, 1.4.3


async def overlaps(boxes: Locator) -> list[str]:
    """Pairs of boxes that cover one another, in words."""
    found: list[str] = await boxes.evaluate_all(OVERLAPS)
    return found


async def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


async def cut(places: Locator) -> list[str]:
    """Words of the places that do not fit into their width."""
    found: list[str] = await places.evaluate_all(CUT)
    return found


async def contrast(words: Locator) -> float:
    """How far the colour of words is from what lies behind them: 1 to 21."""
    while (found := await words.evaluate(CONTRAST)) is None:  # noqa: ASYNC110 - the page tells nobody; a locator waits ten seconds at most
        await asyncio.sleep(0.1)
    return float(found)
