// The walls: groups, posts, comments, and the box to write as a resident.

import { element, look, moment, options, painter, wish } from "./api.js";

const form = document.getElementById("post-form");
const target = document.getElementById("target");
const names = new Map();
let group = null;
let answering = null; // {owner_id, post_id, reply_to} or nothing: a new post

export async function refresh() {
  const town = await look("vk/groups");
  for (const one of town.users) names.set(one.id, `${one.first_name} ${one.last_name}`);
  for (const one of town.groups) names.set(-one.id, one.name);
  if (!town.groups.some((one) => one.id === group)) group = town.groups[0]?.id ?? null;
  paintGroups(town.groups, group);
  paintAuthors(town.users, group);
  paintPosts(group === null ? [] : (await look(`vk/wall?group_id=${group}&limit=100`)).posts, group);
}

const paintGroups = painter((groups, chosen) => {
  document.getElementById("groups").replaceChildren(...groups.map((one) => {
    const button = element("button", { type: "button", textContent: one.name, onclick: () => choose(one.id) });
    button.setAttribute("aria-pressed", String(one.id === chosen));
    return button;
  }));
});

const paintAuthors = painter((users, chosen) => {
  const rows = users.map((one) => [one.id, `${one.first_name} ${one.last_name}`]);
  if (chosen !== null) rows.push(["", "само сообщество"]);
  options(form.author, rows);
});

function choose(number) {
  group = number;
  answer(null);
  return refresh();
}

const paintPosts = painter((posts) => {
  const shown = [...posts].sort((a, b) => b.date - a.date || b.post_id - a.post_id).map(post);
  const empty = element("p", { className: "empty", textContent: "На стене пока пусто." });
  document.getElementById("posts").replaceChildren(...(shown.length ? shown : [empty]));
});

function post(one) {
  const place = { owner_id: one.owner_id, post_id: one.post_id };
  const remarks = [one.edited && "изменено", one.deleted && "удалено", one.likes && `♥ ${one.likes}`];
  return element("article", { id: `wall${one.owner_id}_${one.post_id}`, className: one.deleted ? "deleted" : "" },
    author(one, remarks),
    element("p", { textContent: one.text }),
    ...one.photos.map(picture),
    one.deleted ? null : quiet("Комментировать", () => answer(place, `К записи «${short(one.text)}»`)),
    ...one.comments.map((inner) => comment(inner, place)));
}

function comment(one, place) {
  const className = `comment${one.from_id < 0 ? " group" : ""}${one.deleted ? " deleted" : ""}`;
  return element("div", { className },
    author(one, [one.deleted && "удалено"]),
    element("p", { textContent: one.text }),
    ...one.photos.map(picture),
    one.deleted ? null : quiet("Ответить", () => answer({ ...place, reply_to: one.id }, `Ответ: «${short(one.text)}»`)),
    ...(one.thread ?? []).map((inner) => comment(inner, place)));
}

function author(one, remarks) {
  const text = [moment(one.date), ...remarks.filter(Boolean)].join(" · ");
  return element("p", { className: "meta" }, element("b", { textContent: names.get(one.from_id) ?? `id${one.from_id}` }), ` ${text}`);
}

function picture(name) {
  return element("img", { src: `/vk/photo/${name}.jpg`, alt: `Фото: ${name}`, loading: "lazy" });
}

function quiet(text, onclick) {
  return element("button", { type: "button", className: "quiet", textContent: text, onclick });
}

function short(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function answer(place, words = "") {
  answering = place;
  target.hidden = place === null;
  target.querySelector("span").textContent = words;
  form.querySelector("[type=submit]").textContent = place ? "Ответить" : "Опубликовать";
  if (place) form.text.focus();
}

target.querySelector("button").onclick = () => answer(null);

form.onsubmit = async (event) => {
  event.preventDefault();
  const author_id = form.author.value === "" ? null : Number(form.author.value);
  const photos = form.photo.value ? [form.photo.value] : [];
  const fields = { author_id, text: form.text.value, photos };
  await (answering ? wish("vk/comment", { ...answering, ...fields }) : wish("vk/post", { group_id: group, ...fields }));
  form.text.value = "";
  form.photo.value = "";
  answer(null);
  await refresh();
};

document.addEventListener("show-post", async (event) => {
  document.body.dataset.side = "wall";
  await choose(-event.detail.owner);
  const found = document.getElementById(`wall${event.detail.owner}_${event.detail.post}`);
  found?.scrollIntoView({ behavior: "smooth", block: "center" });
  found?.classList.add("found");
  setTimeout(() => found?.classList.remove("found"), 2500);
});
