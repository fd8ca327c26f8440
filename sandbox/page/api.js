// Speaks to the control API and says what went wrong.

export async function look(path) {
  const answer = await fetch(`/control/${path}`);
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer.json();
}

export async function wish(path, fields) {
  const answer = await fetch(`/control/${path}`, { method: "POST", body: JSON.stringify(fields) });
  const body = await answer.json();
  if (!answer.ok) {
    toast(body.error);
    throw new Error(body.error);
  }
  return body;
}

let hiding;

export function toast(text) {
  const place = document.getElementById("toast");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { place.hidden = true; }, 5000);
}

// Makes an element; text goes in as text only, so nothing of a resident's can become markup.
export function element(name, fields = {}, ...children) {
  const made = Object.assign(document.createElement(name), fields);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Calls paint only when what it would show has changed.
export function painter(paint) {
  let last;
  return (...values) => {
    const now = JSON.stringify(values);
    if (now !== last) paint(...values);
    last = now;
  };
}

const clock = new Intl.DateTimeFormat("ru", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Moscow" });

export function moment(seconds) {
  return clock.format(new Date(seconds * 1000));
}

// Fills a list anew and keeps what was chosen.
export function options(select, rows) {
  const chosen = select.options.length ? select.value : undefined;
  select.replaceChildren(...rows.map(([value, text]) => element("option", { value, textContent: text })));
  if (rows.some(([value]) => String(value) === String(chosen))) select.value = chosen;
}
