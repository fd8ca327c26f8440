// The page's heart: asks the town each second and shows what has changed.

import { look, moment, painter } from "./api.js";
import * as phone from "./phone.js";
import * as wall from "./wall.js";

const paintClock = painter((text) => { document.getElementById("clock").textContent = text; });
const paintStats = painter((text) => { document.getElementById("stats").textContent = text; });

function count(refused) {
  return Object.values(refused).reduce((sum, times) => sum + times, 0);
}

async function heading() {
  const [clock, stats] = await Promise.all([look("clock"), look("stats")]);
  const speed = clock.paused ? "стоит" : clock.speed === 1 ? "" : `×${clock.speed}`;
  paintClock(`${moment(Date.parse(clock.now) / 1000)} МСК ${speed}`);
  const { telegram, vk } = stats;
  paintStats(`записей ${vk.posts} · ответов ${vk.bot_comments} · сообщений бота ${telegram.sent} · правок ${telegram.edited}`
    + ` · нажатий ${telegram.callbacks} · отказов ${count(telegram.refused) + count(vk.refused)}`);
}

async function beat() {
  try {
    await Promise.all([heading(), wall.refresh(), phone.refresh()]);
    document.title = "Городок в коробке";
  } catch {
    document.title = "Городок не отвечает";
    paintClock("городок не отвечает");
  }
  setTimeout(beat, 1000);
}

function show(side) {
  document.body.dataset.side = side;
  mark();
}

function mark() {
  for (const button of document.querySelectorAll(".sides button")) {
    button.setAttribute("aria-pressed", String(button.dataset.side === document.body.dataset.side));
  }
}

for (const button of document.querySelectorAll(".sides button")) button.onclick = () => show(button.dataset.side);
new MutationObserver(mark).observe(document.body, { attributes: true, attributeFilter: ["data-side"] });
show(location.hash === "#phone" ? "phone" : "wall");
beat();
