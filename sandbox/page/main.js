// The page's heart: opens the stream and puts the parts together.

import "./day.js";
import "./dock.js";
import { look } from "./api.js";
import { open } from "./stream.js";
import "./strip.js";
import { setZone } from "./time.js";
import { offer } from "./tour.js";
import "./wall.js";

function show(side) {
  document.body.dataset.side = side;
}

function mark() {
  for (const button of document.querySelectorAll(".sides button")) {
    button.setAttribute("aria-pressed", String(button.dataset.side === document.body.dataset.side));
  }
  document.dispatchEvent(new CustomEvent("side"));
}

for (const button of document.querySelectorAll(".sides button")) button.onclick = () => show(button.dataset.side);
new MutationObserver(mark).observe(document.body, { attributes: true, attributeFilter: ["data-side"] });
show(location.hash === "#phone" ? "phone" : "wall");
mark();
setZone((await look("day")).timezone);
open();
offer();
