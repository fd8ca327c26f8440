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
    complain(body.error);
    throw new Error(body.error);
  }
  return body;
}

let hiding;

// What went wrong on the page itself; a phone shows its own toasts.
export function complain(text) {
  const place = document.getElementById("toast");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { place.hidden = true; }, 5000);
}

// Tells somebody who listens to the page instead of looking at it.
export function say(text) {
  document.getElementById("said").textContent = text;
}
