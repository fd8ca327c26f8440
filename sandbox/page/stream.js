// What changes in the town, as it changes: server-sent events.

const listeners = [];

// `listener(news)`: {anew?, town?, clock?, chats?: [ids], walls?: [ids]}; `anew`: the town was emptied, nothing of before counts
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
    for (const listener of listeners) listener(news);
  };
}
