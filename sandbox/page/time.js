// The scenario's time between two words of the town: counted here, so that nobody asks for it.

let clock = { at: Date.now(), heard: performance.now(), speed: 1, paused: true };
let zone = "Europe/Moscow";
const formats = new Map();

export function hear(view) {
  clock = { at: Date.parse(view.now), heard: performance.now(), speed: view.speed, paused: view.paused };
}

export function setZone(name) {
  zone = name;
  formats.clear();
}

export function running() {
  return clock;
}

export function now() {
  return clock.paused ? clock.at : clock.at + clock.speed * (performance.now() - clock.heard);
}

function format(name, fields) {
  if (!formats.has(name)) formats.set(name, new Intl.DateTimeFormat("ru", { ...fields, timeZone: zone }));
  return formats.get(name);
}

export function hour(milliseconds) {
  return format("hour", { hour: "numeric", minute: "2-digit" }).format(new Date(milliseconds));
}

export function day(milliseconds) {
  return format("day", { weekday: "short", day: "numeric", month: "long" }).format(new Date(milliseconds));
}

// «9:12» today, «23 нояб., 9:12» on another day.
export function moment(seconds) {
  const at = seconds * 1000;
  if (day(at) === day(now())) return hour(at);
  return format("other", { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" }).format(new Date(at));
}
