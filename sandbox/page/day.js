// Orders to whoever plays the day, and what they are doing meanwhile.

import { look, say, wish } from "./api.js";
import { listen } from "./stream.js";
import { day, now } from "./time.js";

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

function hear(told) {
  shown = told;
  cover.hidden = !told.busy;
  if (told.busy) cover.querySelector("span").textContent = told.busy;
  people.closest("label").hidden = !told.directed;
  more.hidden = !told.directed;
  people.checked = switched ?? told.played;
  const arrived = was !== null && !told.busy && awaited !== null && told.scene === awaited;
  was = told.busy;
  document.dispatchEvent(new CustomEvent("day", { detail: told }));
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

const morning = document.getElementById("morning");

// The first scene of a later day, -1 where none is ahead.
function nextMorning() {
  return shown.scenes.findIndex((scene) => Date.parse(scene.at) > now() && day(Date.parse(scene.at)) !== day(now()));
}

more.ontoggle = () => {
  morning.disabled = nextMorning() < 0;
  morning.textContent = morning.disabled ? "Утро уже было" : "Утро следующего дня";
};

morning.onclick = async () => {
  more.removeAttribute("open");
  if (nextMorning() >= 0) await goTo(nextMorning());
};

// A menu of the strip closes as people expect: by Esc and by a press elsewhere.
document.addEventListener("keydown", (event) => { if (event.key === "Escape") more.removeAttribute("open"); });
document.addEventListener("pointerdown", (event) => { if (!more.contains(event.target)) more.removeAttribute("open"); });
