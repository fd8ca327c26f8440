// Small helpers to build the page: text goes in as text only, so nothing of a resident's can become markup.

export function element(name, fields = {}, ...children) {
  const { aria = {}, data = {}, ...plain } = fields;
  const made = Object.assign(document.createElement(name), plain);
  for (const [key, value] of Object.entries(aria)) made.setAttribute(key === "role" ? key : `aria-${key}`, String(value));
  Object.assign(made.dataset, data);
  made.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function button(text, onclick, fields = {}) {
  return element("button", { type: "button", textContent: text, onclick, ...fields });
}

// Shows rows as children of a place. A row that has not changed keeps its node; focus stays where it was.
// What is being pressed stays as it is until it is released: a press whose button is made anew under it would be lost.
export function keyed(place, rows, key, make) {
  const former = new Map([...place.children].map((node) => [node.dataset.key, node]));
  const held = document.activeElement;
  let isPressed = false;
  const nodes = rows.map((row) => {
    const id = String(key(row));
    const shape = JSON.stringify(row);
    const old = former.get(id);
    if (old?.shape === shape) return old;
    if (old?.matches(":active")) {
      isPressed = true;
      return old;
    }
    const made = make(row);
    made.dataset.key = id;
    made.shape = shape;
    if (old?.contains(held)) keepFocus(made, held);
    return made;
  });
  const stay = new Set(nodes);
  for (const node of [...place.children]) if (!stay.has(node)) node.remove(); // first, or those that stay would be moved
  nodes.forEach((node, index) => {
    if (place.children[index] !== node) place.insertBefore(node, place.children[index] ?? null);
  });
  paintLater(place, isPressed && (() => keyed(place, rows, key, make)));
}

const waiting = new Map(); // place → how it is painted when nothing is pressed any more

function paintLater(place, again) {
  if (again) waiting.set(place, again);
  else waiting.delete(place);
}

for (const kind of ["pointerup", "pointercancel", "dragend", "keyup"]) {
  document.addEventListener(kind, () => setTimeout(() => { // after the click
    for (const again of [...waiting.values()]) again();
  }), true);
}

function keepFocus(made, held) {
  const label = held.textContent;
  queueMicrotask(() => {
    const buttons = [...made.querySelectorAll("button, a")];
    (buttons.find((one) => one.textContent === label) ?? buttons[0])?.focus();
  });
}

// Fills a list anew and keeps what was chosen.
export function options(select, rows) {
  const chosen = select.options.length ? select.value : undefined;
  select.replaceChildren(...rows.map(([value, text]) => element("option", { value, textContent: text })));
  if (rows.some(([value]) => String(value) === String(chosen))) select.value = chosen;
}

export function short(text, most = 40) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most).trimEnd()}…` : line;
}
