// One phone: a chat with the bot, its buttons, its menu, the box to write in.

import { wish } from "./api.js";
import { Bubbles } from "./bubble.js";
import { touch } from "./touch.js";
import { button, element, options, short } from "./dom.js";
import { PICTURES } from "./post.js";
import { hour, now } from "./time.js";

const PATIENCE = 8; // real seconds to wait for the bot's answer to a press
const TOAST = 5000;
const LARGEST = 20 * 1024 * 1024; // what Telegram gives a bot

export class Phone {
  constructor(id) {
    this.id = id;
    this.replying = null;
    this.picture = null;
    this.document = null; // {name, base64}
    this.sending = false;
    this.messages = [];
    this.build();
  }

  build() {
    this.bubbles = new Bubbles(this);
    this.bell = element("span", { className: "bell", textContent: "🔔", title: "Звенит", hidden: true });
    this.clock = element("span", { className: "dim" });
    this.heading = element("h3", {});
    this.note = element("p", { className: "dim" });
    this.said = element("p", { className: "toast", hidden: true, aria: { role: "status" } });
    this.form = this.composer();
    this.node = element("section", { className: "device" },
      element("header", {}, element("span", { className: "face", textContent: "О", aria: { hidden: true } }),
        element("div", {}, this.heading, this.note), this.bell, this.clock),
      this.bubbles.node, this.said, this.form);
    for (const kind of ["pointerdown", "pointermove", "wheel", "keydown", "input"]) {
      this.node.addEventListener(kind, (event) => this.held(event), { passive: true });
    }
    this.tick();
    setInterval(() => this.tick(), 1000);
  }

  // A hand on the phone makes it the visitor's; a mouse that only rests there does not.
  held(event) {
    if (event.type === "pointermove" && !event.movementX && !event.movementY) return;
    touch(Number(this.who.value));
    if (event.type === "keydown" && event.key === "Escape") this.close();
  }

  close() {
    const opened = [this.menu, this.album].find((one) => !one.hidden);
    if (!opened) return;
    this.toggle(opened);
    (opened === this.menu ? this.menuKey : this.clip).focus();
  }

  tick() {
    this.clock.textContent = hour(now());
  }

  composer() {
    this.quote = element("p", { className: "target", hidden: true }, element("span", {}),
      button("Отменить", () => this.answer(null), { className: "quiet" }));
    this.who = element("select", { name: "user", aria: { label: "Кто пишет" } });
    this.topic = element("select", { name: "topic", aria: { label: "Тема" } });
    this.text = element("input", { name: "text", autocomplete: "off", placeholder: "Сообщение", aria: { label: "Сообщение" } });
    this.menu = element("div", { className: "menu", hidden: true });
    this.album = element("div", { className: "menu pictures", hidden: true }, Object.entries(PICTURES).map(([name, title]) => {
      const one = button("", () => this.attach(name), { title, aria: { label: `Фото: ${title}` } });
      one.append(element("img", { src: `/vk/photo/${name}.jpg`, alt: "", width: 44, height: 33 }));
      return one;
    }));
    this.file = element("input", { type: "file", hidden: true, aria: { label: "Файл" } });
    this.file.onchange = () => { this.take(this.file.files[0]); this.file.value = ""; };
    this.album.append(button("Файл…", () => this.file.click(), { className: "file-key" }));
    const form = element("form", { className: "composer" }, this.menu, this.album, this.quote,
      this.file,
      element("div", { className: "row choose" }, this.who, this.topic),
      element("div", { className: "row" },
        this.menuKey = button("☰", () => this.toggle(this.menu), { title: "Меню", aria: { label: "Меню бота", expanded: false } }),
        this.text,
        this.clip = button("📎", () => this.toggle(this.album), { title: "Фото или файл", aria: { label: "Приложить фото или файл", expanded: false } }),
        element("button", { type: "submit", className: "main", textContent: "➤", title: "Отправить", aria: { label: "Отправить" } })));
    form.onsubmit = (event) => {
      event.preventDefault();
      this.send(this.text.value);
    };
    return form;
  }

  describe(chat, people) {
    this.chat = chat;
    this.name = chat.name;
    this.heading.textContent = chat.name;
    this.node.setAttribute("aria-label", `Телефон: ${chat.name}`);
    const trouble = chat.blocked ? "бот заблокирован" : chat.started === false ? "ещё не писал боту" : "";
    this.note.textContent = [chat.person, trouble].filter(Boolean).join(" · ") || "чат с ботом «Отклик»";
    const group = chat.type !== "private";
    options(this.who, chat.members.map((id) => [id, people.get(id) ?? id]));
    options(this.topic, (chat.topics ?? []).map((one) => [one.id, one.name]));
    this.who.hidden = !group;
    this.topic.hidden = !chat.topics?.length;
    this.who.parentNode.hidden = !group;
    this.menu.replaceChildren(...chat.commands.map((one) => {
      const made = button("", () => this.send(`/${one.command}`));
      made.append(element("b", { textContent: `/${one.command}` }), element("span", { className: "dim", textContent: one.description }));
      return made;
    }));
    this.menuKey.hidden = !chat.commands.length;
  }

  paint(messages) {
    this.messages = messages.filter((one) => !one.deleted);
    this.bubbles.paint(messages);
    this.tick();
  }

  shake() {
    this.bell.hidden = false;
    this.node.classList.remove("rings");
    void this.node.offsetWidth; // starts the animation anew
    this.node.classList.add("rings");
    clearTimeout(this.still);
    this.still = setTimeout(() => { this.bell.hidden = true; this.node.classList.remove("rings"); }, 4000);
  }

  toast(text, alert = false) {
    this.said.textContent = text;
    this.said.hidden = false;
    this.said.classList.toggle("alert", alert);
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => { this.said.hidden = true; }, alert ? 2 * TOAST : TOAST);
  }

  toggle(menu) {
    if (menu.hidden) menu.scrollTop = 0;
    menu.hidden = !menu.hidden;
    (menu === this.menu ? this.album : this.menu).hidden = true;
    this.menuKey.setAttribute("aria-expanded", String(!this.menu.hidden));
    this.clip.setAttribute("aria-expanded", String(!this.album.hidden));
    if (!menu.hidden) menu.querySelector("button")?.focus();
  }

  attach(name) {
    this.picture = name;
    this.document = null;
    this.album.hidden = true;
    this.show();
    this.text.focus();
  }

  // A file of the visitor's own machine, sent as an official would send a table.
  async take(file) {
    if (!file) return;
    if (file.size > LARGEST) return this.toast("Файл больше 20 МБ: бот такой не возьмёт");
    this.document = { name: file.name, base64: await base64(file) };
    this.picture = null;
    this.album.hidden = true;
    this.show();
    this.text.focus();
  }

  answer(message) {
    this.replying = message;
    if (message === null) this.picture = this.document = null;
    this.show();
    if (message) this.text.focus();
  }

  show() {
    const words = [this.replying && `Ответ на «${short(this.replying.text || "сообщение")}»`, this.picture && `Фото: ${PICTURES[this.picture]}`, this.document && `Файл: ${this.document.name}`];
    this.quote.querySelector("span").textContent = words.filter(Boolean).join(" · ");
    this.quote.hidden = !this.replying && !this.picture && !this.document;
  }

  async press(message, key) {
    if (key.copy_text) {
      await navigator.clipboard?.writeText(key.copy_text.text).catch(() => {});
      this.toast("Скопировано");
      return;
    }
    if (!key.callback_data) return this.toast("Эта кнопка ничего не сообщает боту");
    const fields = { user_id: Number(this.who.value), chat_id: this.id, message_id: message.message_id, data: key.callback_data, hand: true };
    const { answer } = await wish("tg/press", { ...fields, wait: PATIENCE });
    if (answer === null) this.toast("Бот пока не ответил на нажатие");
    else if (answer.text) this.toast(answer.text, answer.show_alert);
    document.dispatchEvent(new CustomEvent("pressed", { detail: { phone: this, label: key.text } }));
  }

  async send(text) {
    this.menu.hidden = true;
    if (!text.trim() && !this.picture && !this.document) return;
    if (this.sending) return; // a double click sends once
    const fields = { user_id: Number(this.who.value), chat_id: this.id, text, hand: true };
    if (this.document) fields.document = this.document;
    if (this.picture) fields.photo = this.picture;
    if (this.replying) fields.reply_to_message_id = this.replying.message_id;
    if (this.chat.topics?.length && this.topic.value) fields.message_thread_id = Number(this.topic.value);
    this.sending = true;
    try {
      await wish("tg/type", fields);
    } finally {
      this.sending = false;
    }
    this.text.value = "";
    this.answer(null);
    this.bubbles.toEnd();
  }
}

function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
