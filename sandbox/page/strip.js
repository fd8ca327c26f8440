// The strip at the bottom: the scenario's clock, its speed, the scenes of the day.

import { look, say, wish } from "./api.js";
import { button, element } from "./dom.js";
import { listen } from "./stream.js";
import { day, hear, hour, now, running } from "./time.js";

const SPEEDS = [[0, "Пауза", "Остановить время"], [1, "×1", "Обычное время"], [60, "×60", "Минута за секунду"], [600, "×600", "Десять минут за секунду"]];
const BEFORE = 5000; // scenario milliseconds before a scene's first post
const face = document.getElementById("clock");
const place = document.getElementById("speeds");
const next = document.getElementById("next-scene");
let scenes = [];

listen(async (news) => {
  if (news.town) scenes = (await look("day")).scenes;
  if (news.clock) hear(news.clock);
  if (news.town || news.clock) paint();
});

function paint() {
  const { speed, paused } = running();
  place.replaceChildren(...SPEEDS.map(([value, text, title]) => {
    const chosen = value === 0 ? paused : !paused && speed === value;
    return button(text, () => run(value), { title, aria: { pressed: chosen, label: title } });
  }));
  if (!paused && !SPEEDS.some(([value]) => value === speed)) place.append(element("span", { textContent: `×${speed}` }));
  tick();
}

function tick() {
  const at = now();
  face.querySelector("b").textContent = hour(at);
  face.querySelector("span").textContent = day(at);
  const past = scenes.filter((scene) => Date.parse(scene.at) <= at).at(-1);
  const to = coming();
  document.getElementById("scene").textContent = past ? `${past.title}. ${past.about}` : to ? `Впереди: ${to.title}, ${hour(Date.parse(to.at))}` : "";
  next.disabled = !to;
  next.title = to ? `${to.title}, ${hour(Date.parse(to.at))}` : "Все сцены дня уже были";
}

function coming() {
  return scenes.find((scene) => Date.parse(scene.at) > now() + BEFORE);
}

export function run(speed) {
  return wish("clock", speed === 0 ? { paused: true } : { speed, paused: false });
}

export async function jump() {
  const to = coming();
  if (!to) return;
  const at = new Date(Date.parse(to.at) - BEFORE).toISOString();
  await wish("clock", { now: at, paused: false });
  say(`Сцена: ${to.title}. ${to.about}`);
  document.dispatchEvent(new CustomEvent("scene", { detail: to }));
}

next.onclick = jump;
setInterval(tick, 250);
