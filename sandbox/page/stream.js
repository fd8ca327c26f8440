// What changes in the town, as it changes: server-sent events.

const listeners = [];

// `listener(news)`: {town?, clock?, chats?: [ids], walls?: [ids]}
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
