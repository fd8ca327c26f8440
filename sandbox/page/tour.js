// A guided tour: each step says what to do, points at it and waits until it is really done.

import { button, element } from "./dom.js";
import { listen } from "./stream.js";
import { run } from "./strip.js";
import { STEPS, phonesOf, possible } from "./steps.js";
import { running } from "./time.js";
import { lead, touch } from "./touch.js";

const panel = document.getElementById("tour");
const start = document.getElementById("tour-start");
const BY_ITSELF = 30_000; // real milliseconds to do a step for the visitor
const LOOK = 150;
const ONCE = 6000;
const END = {
  title: "Вот и весь путь",
  words: () => "Пост, карточка, ответ, проверка, сводка. Теперь напишите на стене свою жалобу и посмотрите, кому она придёт. "
    + "Дальше: «Excel» у главы, /missed у координатора (чего бот не взял), следующие сцены. Сломать ничего нельзя.",
  seen: "Хорошо",
};
let at = -1; // -1: nobody is on tour
let seen = {}; // what the steps remember of this tour
let pointed = null;
let due = false;
let skipping = false; // a step is being done for the visitor
let beginning = false; // a step is being prepared: nothing is asked of it yet

export async function offer() {
  start.hidden = !(await possible());
  start.onclick = () => go(0);
}

async function go(number) {
  if (number < 0) end();
  at = number;
  skipping = false;
  point(null);
  panel.hidden = at < 0;
  document.body.classList.toggle("touring", at >= 0);
  start.hidden = at >= 0;
  if (at < 0) return;
  if (at === 0) seen = { clock: { ...running() } };
  beginning = true;
  lead(phonesOf(seen));
  try {
    await STEPS[at]?.begin?.(seen);
  } finally {
    beginning = false;
  }
  paint();
  check();
}

// The phones stay the visitor's for a while, the clock goes on as it did before.
function end() {
  for (const id of phonesOf(seen)) touch(id);
  lead([]);
  const { speed, paused } = seen.clock ?? {};
  if (speed) run(paused ? 0 : speed);
}

// Does what a step asks for: the tour lives, whatever is skipped.
async function skip() {
  const mine = at;
  skipping = true;
  paint();
  const until = performance.now() + BY_ITSELF;
  const pressed = new Map(); // when: the bot takes its time, a second press would be another answer
  while (at === mine && performance.now() < until) {
    const step = STEPS[mine];
    if (step.seen && (step.ready?.(seen) ?? true)) seen.confirmed = mine;
    const target = step.target?.(seen);
    if (target?.matches("button, a:not(.file)") && !target.disabled && !(performance.now() - pressed.get(target) < ONCE)) {
      pressed.set(target, performance.now());
      target.click();
    }
    await new Promise((done) => setTimeout(done, LOOK));
    if (at === mine) check();
  }
  if (at === mine) go(mine + 1);
}

function paint() {
  const step = STEPS[at] ?? END;
  const number = at < STEPS.length ? `Шаг ${at + 1} из ${STEPS.length}` : "";
  panel.replaceChildren(
    element("div", { className: "say" },
      element("h2", { textContent: step.title, tabIndex: -1 }), element("span", { className: "dim", textContent: number }),
      element("p", { className: "what", textContent: step.words(seen, true) })),
    element("div", { className: "row" },
      step.seen && button(step.seen, () => { seen.confirmed = at; check(); }, { className: "main confirm", hidden: step !== END }),
      step !== END && button(skipping ? "Делаем за вас…" : "Пропустить шаг", skip, { className: "quiet", disabled: skipping }),
      step !== END && button("Закончить", () => go(-1), { className: "quiet" })));
  panel.querySelector("h2").focus({ preventScroll: true });
}

function point(node) {
  if (node === pointed) return;
  pointed?.classList.remove("pointed");
  pointed = node;
  if (!pointed) return;
  pointed.classList.add("pointed");
  pointed.scrollIntoView({ block: pointed.matches(".bubble") ? "start" : "nearest" });
}

function check() {
  if (beginning) return;
  if (at >= STEPS.length && seen.confirmed === at) go(-1);
  if (at < 0 || at >= STEPS.length) return;
  const step = STEPS[at];
  lead(phonesOf(seen));
  step.each?.(seen);
  const ready = step.ready?.(seen) ?? true;
  panel.classList.toggle("waits", !ready && !step.calm);
  const words = step.words(seen, ready);
  const what = panel.querySelector(".what");
  if (what.textContent !== words) what.textContent = words;
  const confirm = panel.querySelector(".confirm");
  if (confirm) confirm.hidden = !ready;
  if (step.done(seen, at)) {
    go(at + 1);
    return;
  }
  if (!skipping) point(step.target?.(seen) ?? null);
}

// Whatever changes on the page may be what a step waits for.
function soon() {
  if (due || at < 0) return;
  due = true;
  setTimeout(() => { due = false; check(); }, 60);
}

new MutationObserver(soon).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden", "aria-pressed", "data-side"] });
listen(soon);
for (const name of ["written", "show-post", "scene"]) {
  document.addEventListener(name, (event) => {
    if (at < 0) return;
    seen[name] = event.detail;
    soon();
  });
}
