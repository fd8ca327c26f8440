// The phones: chats, messages with live buttons, and the box to type as a person.

import { element, look, moment, options, painter, toast, wish } from "./api.js";
import { link, rich } from "./entities.js";

const form = document.getElementById("type-form");
const reply = document.getElementById("reply");
const feed = document.getElementById("messages");
const people = new Map();
let chat = null;
let replying = null;

export async function refresh() {
  const chats = await look("tg/chats");
  for (const one of chats) if (one.type === "private") people.set(one.id, name(one));
  if (!chats.some((one) => one.id === chat)) chat = chats[0]?.id ?? null;
  paintChats(chats, chat);
  const chosen = chats.find((one) => one.id === chat);
  if (!chosen) return;
  paintComposer(chosen);
  paintMessages((await look(`tg/chat/${chat}?limit=100`)).messages, chosen);
}

function name(one) {
  return one.title ?? [one.first_name, one.last_name].filter(Boolean).join(" ");
}

const paintChats = painter((chats, chosen) => {
  document.getElementById("chats").replaceChildren(...chats.map((one) => {
    const text = `${one.type === "private" ? "" : "👥 "}${name(one)}`;
    const button = element("button", { type: "button", textContent: text, onclick: () => choose(one.id) });
    button.setAttribute("aria-pressed", String(one.id === chosen));
    return button;
  }));
});

function choose(number) {
  chat = number;
  answer(null);
  return refresh();
}

const paintComposer = painter((one) => {
  const note = one.blocked ? " — бот заблокирован" : one.started === false ? " — ещё не писал боту" : "";
  document.getElementById("chat-title").textContent = name(one) + note;
  options(form.user, one.members.map((number) => [number, people.get(number) ?? number]));
  document.getElementById("as").hidden = one.type === "private";
  const topics = one.topics ?? [];
  options(form.topic, topics.map((topic) => [topic.id, topic.name]));
  document.getElementById("topic").hidden = topics.length === 0;
});

const paintMessages = painter((messages, one) => {
  const low = feed.scrollHeight - feed.scrollTop - feed.clientHeight < 80;
  const texts = new Map(messages.map((message) => [message.message_id, message.text]));
  const shown = messages.filter((message) => !message.deleted).map((message) => bubble(message, one, texts));
  const start = element("button", { type: "button", textContent: "Начать", onclick: () => send("/start") });
  const empty = element("div", { className: "empty" }, element("p", { textContent: "Здесь пока пусто." }), one.type === "private" ? start : null);
  feed.replaceChildren(...(shown.length ? shown : [empty]));
  if (low) feed.scrollTop = feed.scrollHeight;
});

function bubble(message, one, texts) {
  const own = !message.from.is_bot;
  const body = element("div", {});
  if (message.reply_to_message_id) {
    body.append(element("span", { className: "quote", textContent: (texts.get(message.reply_to_message_id) || "сообщение").slice(0, 60) }));
  }
  for (const photo of message.photos) body.append(element("img", { src: photo.url, alt: photo.name, width: photo.width, height: photo.height }));
  if (message.kind === "sticker") body.append("🖼 стикер");
  body.append(...rich(message.text, message.entities), meta(message, one));
  const made = element("div", { className: `bubble${own ? " user" : ""}` }, body);
  if (message.buttons.length) made.append(keys(message));
  if (message.reply_keyboard?.keyboard) made.append(replyKeys(message.reply_keyboard.keyboard));
  return made;
}

function meta(message, one) {
  const topic = (one.topics ?? []).find((item) => item.id === message.message_thread_id);
  const parts = [topic?.name, message.from.first_name, message.silent && "без звука", message.edit_date && "изменено", moment(message.date)];
  const back = element("button", { type: "button", className: "quiet", textContent: "↩", title: "Ответить", onclick: () => answer(message) });
  back.setAttribute("aria-label", "Ответить на сообщение");
  return element("span", { className: "meta" }, parts.filter(Boolean).join(" · "), back);
}

function keys(message) {
  const rows = message.buttons.map((row) => element("div", {}, ...row.map((one) => {
    if (one.url) return link(one.url, [`${one.text} ↗`], one.style ?? "");
    return element("button", { type: "button", className: one.style ?? "", textContent: one.text, onclick: () => press(message, one) });
  })));
  return element("div", { className: "keys" }, ...rows);
}

function replyKeys(rows) {
  const made = rows.map((row) => element("div", {}, ...row.map((one) => {
    const text = typeof one === "string" ? one : one.text;
    return element("button", { type: "button", textContent: text, onclick: () => send(text) });
  })));
  return element("div", { className: "keys" }, ...made);
}

async function press(message, button) {
  if (!button.callback_data) return toast("Эта кнопка ничего не сообщает боту.");
  const fields = { user_id: Number(form.user.value), chat_id: chat, message_id: message.message_id, data: button.callback_data };
  const { answer: said } = await wish("tg/press", { ...fields, wait: 5 });
  if (said === null) toast("Бот пока не ответил на нажатие.");
  else if (said.text && said.show_alert) alert(said.text);
  else if (said.text) toast(said.text);
  return refresh();
}

function answer(message) {
  replying = message?.message_id ?? null;
  reply.hidden = message === null;
  reply.querySelector("span").textContent = message ? `Ответ на «${(message.text || "сообщение").slice(0, 40)}»` : "";
  if (message) form.text.focus();
}

reply.querySelector("button").onclick = () => answer(null);

async function send(text) {
  const fields = { user_id: Number(form.user.value), chat_id: chat, text };
  if (replying !== null) fields.reply_to_message_id = replying;
  if (form.topic.value && chat < 0) fields.message_thread_id = Number(form.topic.value);
  await wish("tg/type", fields);
  answer(null);
  await refresh();
  feed.scrollTop = feed.scrollHeight;
}

form.onsubmit = async (event) => {
  event.preventDefault();
  await send(form.text.value);
  form.text.value = "";
};
