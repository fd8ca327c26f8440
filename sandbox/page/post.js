// A post and the comments under it.

import { attached, passedOn, signed } from "./attached.js";
import { button, element } from "./dom.js";
import { moment } from "./time.js";

export const PICTURES = { icicles: "сосульки", ice: "гололёд", pothole: "яма", puddle: "лужа", water: "прорыв", garbage: "мусор", lamp: "фонарь" };
export const names = new Map();
const LONG = 420; // characters
const LINES = 9;

// `acts`: place (of a post), like, remove, restore (place); reply, edit (place, text).
export function post(one, acts) {
  const place = acts.place(one);
  return element("article", { className: one.deleted ? "deleted" : "", aria: { label: `Запись, ${author(one)}` } },
    head(one, [one.edited && "изменено", one.deleted && "удалено"]),
    body(one),
    passedOn(one.copies, names, body),
    became(one.fate),
    one.deleted ? undo(place, acts) : keys(one, place, acts),
    element("div", { className: "comments" }, one.comments.map((inner) => comment(inner, place, acts))));
}

function body(one) {
  return [one.text && words(one.text), album(one.photos), attached(one), signed(one, names)].flat().filter(Boolean);
}

export function comment(one, owner, acts) {
  const place = { ...owner, comment_id: one.id };
  const className = `comment${one.from_id < 0 ? " official" : ""}${one.deleted ? " deleted" : ""}`;
  return element("div", { className, data: { comment: one.id } },
    head(one, [one.deleted && "удалено"]),
    words(one.text),
    album(one.photos),
    became(one.fate),
    one.deleted ? undo(place, acts) : keys(one, place, { ...acts, reply: (_, text) => acts.reply({ ...owner, reply_to: one.id }, text) }),
    (one.thread ?? []).map((inner) => comment(inner, owner, acts)));
}

// A long text is folded, as in the network.
function words(text) {
  const place = element("p", { className: "words", textContent: text });
  if (text.length <= LONG && text.split("\n").length <= LINES) return place;
  place.classList.add("folded");
  const more = button("Показать полностью", () => { place.classList.remove("folded"); more.remove(); }, { className: "quiet" });
  return element("div", {}, place, more);
}

function author(one) {
  return one.name ?? names.get(one.from_id) ?? `id${one.from_id}`;
}

function head(one, remarks) {
  const official = one.from_id < 0;
  const letter = element("span", { className: `face${official ? " official" : ""}`, textContent: author(one)[0], aria: { hidden: true } });
  letter.style.setProperty("--hue", String((Math.abs(one.from_id) * 47) % 360));
  const text = [moment(one.date), ...remarks.filter(Boolean)].join(" · ");
  return element("p", { className: "head" }, letter, element("b", { textContent: author(one) }), element("span", { className: "dim", textContent: text }));
}

export function album(photos) {
  if (!photos.length) return null;
  return element("div", { className: `album of${Math.min(photos.length, 3)}` },
    photos.map((name) => element("img", { src: `/vk/photo/${name}.jpg`, alt: `Фото: ${PICTURES[name] ?? name}`, loading: "lazy", width: 640, height: 480 })));
}

function keys(one, place, acts) {
  const like = one.likes ? `♥ ${one.likes}` : "♥";
  return element("p", { className: "acts" },
    button(like, () => acts.like(place), { className: "quiet", title: "Нравится", aria: { label: `Нравится, ${one.likes}` } }),
    button("Ответить", () => acts.reply(place, one.text), { className: "quiet" }),
    button("Изменить", () => acts.edit(place, one.text), { className: "quiet" }),
    button("Удалить", () => acts.remove(place), { className: "quiet" }));
}

// What the bot made of it, by its own base: one press shows the card on the phone where it stands.
function became(fate) {
  if (!fate) return null;
  if (!fate.message_id) return element("p", { className: "fate", textContent: fate.text });
  const show = () => document.dispatchEvent(new CustomEvent("show-card", { detail: fate }));
  return element("p", { className: "fate" }, button(fate.text, show, { className: "quiet", title: "Показать карточку на телефоне" }));
}

function undo(place, acts) {
  return element("p", { className: "acts" }, button("Вернуть", () => acts.restore(place), { className: "quiet" }));
}
