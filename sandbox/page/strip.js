// The strip at the bottom: the scenario's clock, its speed, the scenes of the day.

import { wish } from "./api.js";
import { button, element } from "./dom.js";
import { goTo, theDay } from "./day.js";
import { listen } from "./stream.js";
import { day, hear, hour, now, running } from "./time.js";

const SPEEDS = [[0, "Пауза", "Остановить время"], [1, "×1", "Обычное время"], [60, "×60", "Минута за секунду"], [600, "×600", "Десять минут за секунду"]];
const BEFORE = 5000; // scenario milliseconds before a scene's first post
const face = document.getElementById("clock");
const place = document.getElementById("speeds");
const next = document.getElementById("next-scene");
let past; // the scene that is named: while the town works its way to another it stays, so that a name and its post come together
let last = null; // the scene that was gone to by hand: the next one is after it, wherever the clock stands

listen((news) => {
  if (news.clock) hear(news.clock);
  if (news.town) last = null;
  if (news.town || news.clock) paint();
});
document.addEventListener("day", paint);

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
  const { scenes, busy } = theDay();
  face.querySelector("b").textContent = hour(at);
  face.querySelector("span").textContent = day(at);
  if (!busy) past = scenes[last] ?? scenes.filter((scene) => Date.parse(scene.at) <= at).at(-1);
  const to = scenes[coming()];
  const pace = pacing();
  document.getElementById("scene").textContent = past ? `${past.title}. ${past.about}` : to ? `${pace}Впереди: ${to.title}, ${hour(Date.parse(to.at))}` : pace;
  next.disabled = !to || Boolean(busy);
  next.textContent = to ? "Следующая сцена" : scenes.length ? "Сцен больше нет" : "Сцен нет";
  next.title = to ? `${to.title}, ${when(to)}` : scenes.length ? "Все сцены дня уже были" : "В этом дне сцен нет";
}

function pacing() {
  const { speed, paused } = running();
  if (paused) return "Время стоит. ";
  return speed === 60 ? "Время идёт быстро: минута за секунду. " : "";
}

function when(scene) {
  const at = Date.parse(scene.at);
  return day(at) === day(now()) ? hour(at) : `${day(at)}, ${hour(at)}`;
}

// The number of the next scene, -1 after the last one.
export function coming() {
  const found = theDay().scenes.findIndex((scene, number) => Date.parse(scene.at) > now() + BEFORE && number > (last ?? -1));
  return found;
}

export function run(speed) {
  return wish("clock", speed === 0 ? { paused: true } : { speed, paused: false });
}

export async function jump() {
  const number = coming();
  if (number < 0) return;
  next.disabled = true;
  await goTo(number);
}

document.addEventListener("scene", (event) => {
  last = theDay().scenes.findIndex((scene) => scene.title === event.detail.title && scene.at === event.detail.at);
  tick();
});
next.onclick = jump;
setInterval(tick, 250);
