// A guided tour: each step says what to do, points at it and waits until it is really done.

import { button, element } from "./dom.js";
import { listen } from "./stream.js";
import { STEPS, possible } from "./steps.js";

const panel = document.getElementById("tour");
const start = document.getElementById("tour-start");
let at = -1; // -1: nobody is on tour
let seen = {}; // what the steps remember of this tour
let pointed = null;
let due = false;

export async function offer() {
  start.hidden = !(await possible());
  start.onclick = () => go(0);
}

async function go(number) {
  at = number;
  point(null);
  panel.hidden = at < 0;
  start.hidden = at >= 0;
  if (at < 0) return;
  if (at === 0) seen = {};
  if (at < STEPS.length) await STEPS[at].begin?.(seen);
  paint();
  check();
}

function paint() {
  if (at >= STEPS.length) {
    panel.replaceChildren(
      element("h2", { textContent: "Вот и весь путь" }),
      element("p", { textContent: "Пост, карточка, ответ, проверка. Дальше пробуйте сами: пишите на стенах, нажимайте на телефонах, переходите по сценам дня. Сломать здесь ничего нельзя." }),
      element("p", { className: "row" }, button("Хорошо", () => go(-1), { className: "main" })));
    panel.querySelector("button").focus();
    return;
  }
  const step = STEPS[at];
  panel.replaceChildren(
    element("p", { className: "dim", textContent: `Шаг ${at + 1} из ${STEPS.length}` }),
    element("h2", { textContent: step.title, tabIndex: -1 }),
    element("p", { className: "what" }),
    element("p", { className: "row" },
      step.seen && button(step.seen, () => { seen.confirmed = at; check(); }, { className: "main", hidden: true }),
      button("Пропустить шаг", () => go(at + 1), { className: "quiet" }),
      button("Закончить", () => go(-1), { className: "quiet" })));
  panel.querySelector("h2").focus();
}

function point(node) {
  if (node === pointed) return;
  pointed?.classList.remove("pointed");
  pointed = node;
  if (!pointed) return;
  pointed.classList.add("pointed");
  pointed.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function check() {
  if (at < 0 || at >= STEPS.length) return;
  const step = STEPS[at];
  const ready = step.ready?.(seen) ?? true;
  panel.classList.toggle("waits", !ready);
  const words = step.words(seen, ready);
  const what = panel.querySelector(".what");
  if (what.textContent !== words) what.textContent = words;
  const confirm = panel.querySelector(".main");
  if (confirm) confirm.hidden = !ready;
  if (step.done(seen, at)) {
    go(at + 1);
    return;
  }
  point(step.target?.(seen) ?? null);
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
