// The messages of a chat: albums as one, live buttons, quotes.

import { button, element, keyed, short } from "./dom.js";
import { link, rich } from "./entities.js";
import { moment } from "./time.js";

const SERVICE = {
  forum_topic_created: ({ name }) => `Тема «${name}» открыта`,
  forum_topic_edited: ({ name }) => `Тема теперь «${name}»`,
  forum_topic_closed: () => "Тема закрыта",
  forum_topic_reopened: () => "Тема снова открыта",
  migrate_to_chat_id: () => "Группа стала супергруппой",
  migrate_from_chat_id: () => "Супергруппа из прежней группы",
};
const OTHER = {
  location: ({ location }) => `📍 ${location.latitude}, ${location.longitude}`,
  venue: ({ venue }) => `📍 ${venue.title}, ${venue.address}`,
  service: (extra) => Object.entries(extra).map(([name, told]) => SERVICE[name]?.(told) ?? "").join(""),
};

export class Bubbles {
  constructor(phone) {
    this.phone = phone;
    this.stays = true; // at the end, where new messages come
    this.sought = null; // a message to scroll to as soon as the phone is on the screen
    this.node = element("div", { className: "messages", tabIndex: 0, aria: { role: "log", live: "off", label: "Сообщения" } });
    this.kept = null; // a message that stays in sight, until somebody scrolls: those above it change and go
    this.placed = 0; // where it was scrolled to
    this.node.onscroll = () => {
      if (Math.abs(this.node.scrollTop - this.placed) < 2) return;
      this.kept = null;
      this.stays = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 60;
    };
    new ResizeObserver(() => {
      if (this.sought !== null) this.show(this.sought);
      else this.settle();
    }).observe(this.node);
  }

  paint(messages) {
    const there = messages.filter((one) => !one.deleted);
    const quoted = new Map(messages.map((one) => [one.message_id, short(one.text || "сообщение", 60)]));
    const rows = albums(there).map((group) => ({ group, quote: quoted.get(group[0].reply_to_message_id) ?? null }));
    if (rows.length) keyed(this.node, rows, (row) => row.group[0].message_id, (row) => this.bubble(row));
    else this.node.replaceChildren(this.empty());
    this.settle();
  }

  settle() {
    const kept = this.kept === null ? null : this.node.querySelector(`[data-message="${this.kept}"]`);
    if (this.kept !== null && !kept) this.toEnd(); // it has gone: nothing is left to keep in sight
    else if (kept && this.node.offsetParent !== null) this.place(kept);
    else if (this.stays) this.toEnd();
  }

  place(found) {
    this.node.scrollTop += found.getBoundingClientRect().top - this.node.getBoundingClientRect().top - 8;
    this.placed = this.node.scrollTop;
  }

  // The newest message from its beginning, with what it says first; photos that follow a card belong to it.
  toEnd() {
    this.kept = null;
    this.stays = true;
    const last = this.node.lastElementChild;
    if (!last || this.node.offsetParent === null) return;
    const card = last.previousElementSibling;
    this.place(card && last.dataset.of && last.dataset.of === card.dataset.message ? card : last);
  }

  // Scrolls to a message, which then stays in sight while others come.
  show(id) {
    const found = this.node.querySelector(`[data-message="${id}"]`);
    if (!found) return;
    this.sought = this.node.offsetParent === null ? id : null;
    if (this.sought !== null) return;
    this.kept = id;
    this.stays = false;
    this.place(found);
    found.classList.add("found");
    setTimeout(() => found.classList.remove("found"), 2500);
  }

  empty() {
    const start = this.phone.chat?.type === "private" ? button("Начать", () => this.phone.send("/start"), { className: "main" }) : null;
    return element("div", { className: "empty" }, element("p", { textContent: "Здесь пока пусто." }), start);
  }

  bubble({ group, quote }) {
    const message = group[0];
    const worded = group.find((one) => one.text) ?? message;
    const photos = group.flatMap((one) => one.photos);
    const body = element("div", { className: "words" },
      quote && element("span", { className: "quote", textContent: quote }),
      photos.length > 0 && element("div", { className: `album of${Math.min(photos.length, 3)}` }, photos.map(picture)),
      group.map((one) => one.document && file(one.document)),
      message.kind === "sticker" && "🖼 стикер",
      OTHER[message.kind]?.(message.extra),
      rich(...shown(message, worded)),
      this.meta(message));
    const own = !message.from.is_bot;
    const made = element("div", { className: `bubble${own ? " own" : ""}`, data: { message: message.message_id, of: photos.length ? message.reply_to_message_id ?? "" : "" } }, body);
    if (message.buttons.length) made.append(this.keys(message));
    if (message.reply_keyboard?.keyboard) made.append(this.replyKeys(message.reply_keyboard.keyboard));
    return made;
  }

  meta(message) {
    const topic = (this.phone.chat?.topics ?? []).find((one) => one.id === message.message_thread_id);
    const group = this.phone.chat?.type !== "private";
    const parts = [topic?.name, group && message.from.first_name, message.silent && "🔕", message.edit_date && "изменено", moment(message.date)];
    return element("span", { className: "meta" },
      button("↩", () => this.phone.answer(message), { className: "quiet", title: "Ответить", aria: { label: "Ответить на сообщение" } }),
      parts.filter(Boolean).join(" · "));
  }

  keys(message) {
    return element("div", { className: "keys" }, message.buttons.map((row) => element("div", {}, row.map((one) => {
      if (one.url) return link(one.url, [`${one.text} ↗`], one.style ?? "");
      return this.key(message, one);
    }))));
  }

  key(message, one) {
    const made = button(one.text, async () => {
      made.classList.add("waits");
      try {
        await this.phone.press(message, one);
      } finally {
        made.classList.remove("waits");
      }
    }, { className: one.style ?? "" });
    return made;
  }

  replyKeys(rows) {
    return element("div", { className: "keys" }, rows.map((row) => element("div", {}, row.map((one) => {
      const text = typeof one === "string" ? one : one.text;
      return button(text, () => this.phone.send(text));
    }))));
  }
}

// A link's secret does not show in the application either.
function shown(message, worded) {
  if (!message.from.is_bot && worded.text.startsWith("/start ")) return ["/start", []];
  return [worded.text, worded.entities];
}

// Photos of one album stand together, as in the application.
function albums(messages) {
  const made = [];
  for (const one of messages) {
    const last = made.at(-1);
    if (one.media_group_id && last?.[0].media_group_id === one.media_group_id) last.push(one);
    else made.push([one]);
  }
  return made;
}

// A file opens from its bubble, as in the application.
function file(document) {
  const kind = document.name.includes(".") ? document.name.split(".").at(-1).slice(0, 4) : "файл";
  return element("a", { className: "file", href: document.url, download: document.name, title: "Скачать" },
    element("span", { className: "kind", textContent: kind, aria: { hidden: true } }),
    element("span", { className: "named" }, element("b", { textContent: document.name }), element("span", { className: "dim", textContent: size(document.bytes) })));
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} Б`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.round(kilobytes)} КБ` : `${(kilobytes / 1024).toFixed(1).replace(".", ",")} МБ`;
}

function picture(photo) {
  return element("img", { src: photo.url, alt: "Фото к сообщению", width: photo.width, height: photo.height, loading: "lazy" });
}
