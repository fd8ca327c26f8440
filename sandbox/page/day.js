// Orders to whoever plays the day, and what they are doing meanwhile.

import { look, say, wish } from "./api.js";
import { listen } from "./stream.js";

const cover = document.getElementById("busy");
const people = document.getElementById("played");
const more = document.getElementById("day-more");
let shown = { scenes: [], directed: false, busy: null, scene: null, played: false };
let awaited = null; // the number of the scene that this page has ordered
let was = null; // what the town was busy with
let switched = null; // what the visitor's hand has switched and the town has not confirmed: an older answer does not turn it back

listen(async (news) => {
  if (news.town || news.day) hear(await look("day"));
});

function hear(day) {
  shown = day;
  cover.hidden = !day.busy;
  if (day.busy) cover.querySelector("span").textContent = day.busy;
  people.closest("label").hidden = !day.directed;
  more.hidden = !day.directed;
  people.checked = switched ?? day.played;
  const arrived = was !== null && !day.busy && awaited !== null && day.scene === awaited;
  was = day.busy;
  document.dispatchEvent(new CustomEvent("day", { detail: day }));
  if (arrived) arrive();
}

function arrive() {
  const scene = shown.scenes[awaited];
  awaited = null;
  say(`Сцена: ${scene.title}. ${scene.about}`);
  document.dispatchEvent(new CustomEvent("scene", { detail: scene }));
}

// Goes to a scene: at once where nobody plays the day, else as they do it.
export async function goTo(number) {
  const scene = shown.scenes[number];
  if (shown.directed) {
    awaited = number;
    was ??= "";
    await wish("order", { act: "scene", scene: number });
    return;
  }
  await wish("clock", { now: new Date(Date.parse(scene.at) - 5000).toISOString(), paused: false });
  awaited = number;
  arrive();
}

export function theDay() {
  return shown;
}

people.onchange = async () => {
  const mine = switched = people.checked;
  await wish("played", { on: mine }).catch(() => null);
  if (switched !== mine) return;
  switched = null;
  hear(await look("day").catch(() => shown));
};

document.getElementById("restart").onclick = async () => {
  more.removeAttribute("open");
  awaited = null;
  await wish("order", { act: "restart" });
  cover.querySelector("span").textContent = "Начинаем день заново"; // a scene may still be on its way
  cover.hidden = false;
};

document.getElementById("morning").onclick = async () => {
  more.removeAttribute("open");
  await goTo(shown.scenes.length - 1);
};

// A menu of the strip closes as people expect: by Esc and by a press elsewhere.
document.addEventListener("keydown", (event) => { if (event.key === "Escape") more.removeAttribute("open"); });
document.addEventListener("pointerdown", (event) => { if (!more.contains(event.target)) more.removeAttribute("open"); });
