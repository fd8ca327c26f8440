// What changes in the town, as it changes: server-sent events.

import { now } from "./time.js";

const listeners = [];
let opened = false;

// `listener(news)`: {town?, clock?, chats?: [ids], walls?: [ids]}; `anew`: the day has begun anew, nothing of before counts
export function listen(listener) {
  listeners.push(listener);
}

export function open() {
  const lost = document.getElementById("link");
  const source = new EventSource("/control/stream");
  source.onopen = () => { lost.hidden = true; };
  source.onerror = () => { lost.hidden = false; };
  source.onmessage = (event) => {
    lost.hidden = true;
    const news = JSON.parse(event.data);
    news.anew = opened && Boolean(news.town && news.clock) && Date.parse(news.clock.now) < now() - 1000;
    opened = true;
    for (const listener of listeners) listener(news);
  };
}
