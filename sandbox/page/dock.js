// Whose phones are open: a row of names with unread counts, and as many phones as the screen takes.

import { complain, look, say } from "./api.js";
import { button, element, keyed, short } from "./dom.js";
import { Phone } from "./phone.js";
import { listen } from "./stream.js";
import { touch } from "./touch.js";

const dock = document.getElementById("dock");
const slots = document.getElementById("slots");
const wide = [matchMedia("(min-width: 1660px)"), matchMedia("(min-width: 1040px)")];
const phones = new Map(); // chat id → Phone
const unread = new Map(); // chat id → {loud, silent}
const seen = new Map(); // chat id → last message id that was looked at
const deep = new Set(); // chat ids whose old messages are shown too: a card was looked for among them
let open = []; // chat ids, left to right
let older = []; // the same, the one chosen longest ago first
let all = false; // every name is in the row
let anew = false; // the day has begun anew and is being made ready
let prepared = false;
let days = 0;
let sought = null; // of a scene: {phones, since: {id: message}, link}; whichever phone gets its card is opened

listen(async (news) => {
  if (news.anew) forget();
  if (news.town) await town();
  const ids = news.town ? [...phones.keys()] : (news.chats ?? []).filter((id) => phones.has(id));
  await Promise.all(ids.map((id) => refresh(id, Boolean(news.town))));
  if (ids.length) paint();
});

function forget() {
  anew = true;
  prepared = false;
  days += 1;
  sought = null;
  seen.clear();
  deep.clear();
  unread.clear();
  for (const phone of phones.values()) phone.bubbles.toEnd();
}

// What officials are told while the town is made ready is no news.
document.addEventListener("day", ({ detail }) => {
  if (anew && detail.busy) prepared = true;
  if (detail.busy || !prepared) return;
  anew = prepared = false;
  unread.clear();
  paint();
  document.dispatchEvent(new CustomEvent("prepared"));
});

async function town() {
  const chats = await look("tg/chats");
  const people = new Map(chats.filter((one) => one.type === "private").map((one) => [one.id, person(one)]));
  for (const id of [...phones.keys()]) if (!chats.some((one) => one.id === id)) phones.delete(id);
  for (const one of chats) {
    if (!phones.has(one.id)) phones.set(one.id, new Phone(one.id));
    phones.get(one.id).describe({ ...one, name: title(one), person: one.job && person(one) }, people);
  }
  const first = chats.some((one) => one.pinned) ? chats.filter((one) => one.pinned) : chats.slice(0, 5);
  for (const one of chats) phones.get(one.id).atHand = first.includes(one);
  open = open.filter((id) => phones.has(id));
  older = older.filter((id) => phones.has(id));
  const empty = open.length === 0;
  fit();
  if (empty) older.reverse(); // the first one, who sees everything, leaves last
}

// A phone is called by its job, a group by its title, else by the name.
function title(one) {
  return one.title ?? one.job ?? person(one);
}

function person(one) {
  return [one.first_name, one.last_name].filter(Boolean).join(" ");
}

async function refresh(id, quiet) {
  const phone = phones.get(id);
  const began = days;
  const { messages } = await look(`tg/chat/${id}?limit=${deep.has(id) ? 0 : 80}`);
  if (began !== days) return; // the answer is about a day that is forgotten
  phone.paint(messages);
  find(phone);
  const known = seen.get(id);
  const fresh = messages.filter((one) => one.from.is_bot && !one.deleted && one.message_id > (known ?? Infinity));
  seen.set(id, Math.max(known ?? 0, ...messages.map((one) => one.message_id)));
  if (quiet && known === undefined) return;
  if (fresh.length) ring(phone, fresh);
}

// A message that makes a sound shakes its phone; a silent one only counts.
function ring(phone, fresh) {
  const loud = fresh.filter((one) => !one.silent).length;
  if (loud) phone.shake();
  if (visible(phone.id)) {
    say(`${phone.name}: ${short(fresh.at(-1).text, 80)}`);
    return;
  }
  const count = unread.get(phone.id) ?? { loud: 0, silent: 0 };
  unread.set(phone.id, { loud: count.loud + loud, silent: count.silent + fresh.length - loud });
  say(`Новое в телефоне «${phone.name}»`);
}

function visible(id) {
  return open.includes(id) && slots.offsetParent !== null;
}

function room() {
  return wide[0].matches ? 3 : wide[1].matches ? 2 : 1;
}

export function choose(id) {
  if (open.includes(id)) {
    older = [...older.filter((one) => one !== id), id];
  } else if (open.length < room()) {
    open = [...open, id];
    older = [...older, id];
  } else {
    const leaves = older.shift();
    open = open.map((one) => (one === leaves ? id : one));
    older = [...older, id];
  }
  look_at();
}

function look_at() {
  if (slots.offsetParent !== null) for (const id of open) unread.delete(id);
  paint();
  dock.querySelector(`[data-key="${older.at(-1)}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function fit() {
  while (open.length > room()) open = open.filter((id) => id !== older[0] || !older.shift());
  for (const phone of phones.values()) if (open.length < room() && phone.atHand && !open.includes(phone.id)) choose(phone.id);
  paint();
}

function paint() {
  const rows = [...phones.values()].filter((one) => all || one.atHand || open.includes(one.id) || unread.has(one.id));
  const rest = phones.size - rows.length;
  const names = rows.map((one) => ({ id: one.id, name: one.name, open: open.includes(one.id), ...unread.get(one.id) }));
  const hands = names.filter((one) => phones.get(one.id).atHand);
  const others = names.filter((one) => !phones.get(one.id).atHand);
  keyed(dock, [...hands, ...(rest || all ? [{ id: "more", rest, all }] : []), ...others], (one) => one.id, (one) => (one.id === "more" ? more(one) : tab(one)));
  keyed(slots, open.map((id) => ({ id })), (one) => one.id, (one) => phones.get(one.id).node);
  const total = [...unread.values()].reduce((sum, one) => sum + one.loud + one.silent, 0);
  const sum = document.getElementById("all-unread");
  sum.textContent = String(total);
  sum.hidden = total === 0;
}

function tab(one) {
  const count = (one.loud ?? 0) + (one.silent ?? 0);
  const made = button(one.name, () => { touch(one.id); choose(one.id); }, { aria: { pressed: one.open } });
  if (count) {
    const title = one.loud ? `${count} новых, со звуком` : `${count} новых, без звука`;
    made.append(element("span", { className: one.loud ? "badge" : "badge silent", textContent: one.loud ? `🔔 ${count}` : String(count), title }));
  }
  return made;
}

function more(one) {
  const text = one.all ? "Свернуть" : `Ещё ${one.rest}`;
  return button(text, () => { all = !all; paint(); }, { className: "quiet", aria: { expanded: one.all } });
}

// A scene opens its phones at once, and shows the card when it comes.
document.addEventListener("scene", (event) => {
  const { phones: wanted, group_id, text, shows } = event.detail;
  const words = shows ?? "";
  const known = new Map([...phones.values()].map((one) => [one.id, new Set(told(one, words).map((message) => message.message_id))]));
  sought = { wanted, known, link: null, needsLink: Boolean(group_id && text), words, shown: new Map() };
  for (const id of [...wanted].reverse()) if (phones.has(id)) choose(id);
  for (const id of wanted) if (phones.has(id)) phones.get(id).bubbles.toEnd();
});

document.addEventListener("scene-post", (event) => {
  if (!sought) return;
  sought.link = `wall${event.detail.owner}_${event.detail.post}`;
  for (const phone of phones.values()) find(phone);
});

function told(phone, words) {
  return phone.messages.filter((one) => one.from.is_bot && one.text.includes(words));
}

// The card of the scene's post; or the newest message that says the scene's words, best of all only now, as long as nobody scrolls away.
function find(phone) {
  if (!sought || (sought.needsLink && !sought.link)) return;
  const { link, words, shown, wanted, known } = sought;
  const shownBefore = shown.get(phone.id);
  if (shownBefore !== undefined && (!words || phone.bubbles.kept !== shownBefore)) return;
  const saying = told(phone, words);
  const fresh = saying.filter((one) => !known.get(phone.id)?.has(one.message_id));
  const card = words ? fresh.at(-1) ?? saying.at(-1) : (link ? saying.filter((one) => links(one, link)) : fresh)[0];
  if (!card || card.message_id === shownBefore || (!wanted.includes(phone.id) && (wanted.length || shown.size))) return;
  shown.set(phone.id, card.message_id);
  if (!open.includes(phone.id)) choose(phone.id);
  requestAnimationFrame(() => phone.bubbles.show(card.message_id));
}

// The card of a post: its phone comes to the front, at the card.
document.addEventListener("show-card", async ({ detail: { chat_id: id, message_id: number } }) => {
  const phone = phones.get(id);
  if (!phone) return complain("Этого телефона в городке нет");
  document.body.dataset.side = "phone";
  sought = null;
  touch(id);
  choose(id);
  if (!phone.messages.some((one) => one.message_id === number)) {
    deep.add(id);
    await refresh(id, true);
  }
  if (!phone.messages.some((one) => one.message_id === number)) return complain("Карточку только что заменили новой, нажмите ещё раз");
  requestAnimationFrame(() => phone.bubbles.show(number));
});

function links(message, link) {
  return message.buttons.some((row) => row.some((one) => one.url && new RegExp(`${link}(?!\\d)`).test(one.url)));
}

export function phoneOf(id) {
  return phones.get(id);
}

export function everyPhone() {
  return [...phones.values()];
}

for (const query of wide) query.addEventListener("change", fit);
document.addEventListener("side", look_at);
