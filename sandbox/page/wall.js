// The walls: communities, the box to write as a resident, and what stands there.

import { complain, look, wish } from "./api.js";
import { button, element, keyed, options, short } from "./dom.js";
import { names, PICTURES, post } from "./post.js";
import { listen } from "./stream.js";

const form = document.getElementById("post-form");
const target = document.getElementById("target");
const pictures = document.getElementById("pictures");
const fresh = new Set(); // communities with something unseen
const ACTS = { edit: ["vk/edit", "Сохранить"], comment: ["vk/comment", "Ответить"], post: ["vk/post", "Опубликовать"] };
let groups = [];
let group = null;
let writing = { act: "post", place: {} };
let standing = []; // posts of the wall that is shown
let sending = false; // a double click publishes once
let goal = null; // the scene whose post is to be shown as soon as it stands here

listen(async (news) => {
  if (news.town) await town();
  if (news.town) goal = null;
  if (news.anew) fresh.clear();
  for (const id of news.walls ?? []) if (id !== group) fresh.add(id);
  if (news.town || news.walls) paintGroups();
  if (news.town || news.walls?.includes(group)) await refresh();
});

async function town() {
  const { groups: found, users } = await look("vk/groups");
  groups = found;
  for (const one of users) names.set(one.id, `${one.first_name} ${one.last_name}`.trim());
  for (const one of groups) names.set(-one.id, one.name);
  if (!groups.some((one) => one.id === group)) group = groups[0]?.id ?? null;
  options(form.author, [...users.map((one) => [one.id, names.get(one.id)]), ["", "само сообщество"]]);
}

function paintGroups() {
  const rows = groups.map((one) => ({ id: one.id, name: one.name, chosen: one.id === group, fresh: fresh.has(one.id) }));
  keyed(document.getElementById("groups"), rows, (one) => one.id, (one) => {
    const made = button(one.name, () => { goal = null; choose(one.id); }, { aria: { pressed: one.chosen } });
    if (one.fresh) made.append(element("i", { className: "dot", title: "Есть новое" }));
    return made;
  });
}

export async function choose(number) {
  group = number;
  fresh.delete(number);
  write("post");
  paintGroups();
  await refresh();
}

async function refresh() {
  if (group === null) return;
  const { posts } = await look(`vk/wall?group_id=${group}&limit=100`);
  posts.sort((a, b) => b.date - a.date || b.post_id - a.post_id);
  const place = document.getElementById("posts");
  standing = posts;
  if (posts.length) keyed(place, posts, (one) => `${one.owner_id}_${one.post_id}`, (one) => post(one, acts));
  else place.replaceChildren(element("p", { className: "empty", textContent: "На стене пока пусто. Напишите первым." }));
  seek();
}

const acts = {
  like: (place) => wish("vk/like", place),
  remove: (place) => wish("vk/delete", place),
  restore: (place) => wish("vk/restore", place),
  reply: (place, text) => write("comment", place, `Ответ на «${short(text)}»`),
  edit: (place, text) => write("edit", place, `Изменить «${short(text)}»`, text),
};

function write(act, place = {}, words = "", text = "") {
  writing = { act, place };
  target.hidden = act === "post";
  target.querySelector("span").textContent = words;
  form.querySelector("[type=submit]").textContent = ACTS[act][1];
  form.author.disabled = act === "edit";
  pictures.hidden = act === "edit";
  if (act === "post") return;
  form.text.value = text;
  form.text.focus();
  form.scrollIntoView({ block: "nearest" });
}

target.querySelector("button").onclick = () => { form.text.value = ""; write("post"); };

for (const [name, title] of Object.entries(PICTURES)) {
  const picture = button("", () => picture.setAttribute("aria-pressed", String(picture.getAttribute("aria-pressed") !== "true")),
    { title, aria: { pressed: false, label: title }, data: { name } });
  picture.append(element("img", { src: `/vk/photo/${name}.jpg`, alt: "", width: 44, height: 33 }));
  pictures.append(picture);
}

// Puts words into the box, so that a person only has to press the button.
export async function prepare(number, text, photos = []) {
  await choose(number);
  form.text.value = text;
  for (const one of pictures.children) one.setAttribute("aria-pressed", String(photos.includes(one.dataset.name)));
}

export function communities() {
  return groups;
}

form.onsubmit = async (event) => {
  event.preventDefault();
  if (sending) return;
  const { act, place } = writing;
  const chosen = [...pictures.querySelectorAll("[aria-pressed=true]")];
  const own = act === "edit" ? {} : { author_id: form.author.value === "" ? null : Number(form.author.value), photos: chosen.map((one) => one.dataset.name) };
  const where = act === "post" ? { group_id: group } : place;
  const fields = { ...where, ...own, text: form.text.value };
  if (!form.text.value.trim() && !chosen.length) return complain("Напишите текст или приложите фото");
  sending = true;
  let made;
  try {
    made = await wish(ACTS[act][0], fields);
  } finally {
    sending = false;
  }
  for (const one of chosen) one.setAttribute("aria-pressed", "false");
  form.text.value = "";
  write("post");
  if (act === "post") document.getElementById("posts").scrollTop = 0;
  document.dispatchEvent(new CustomEvent("written", { detail: { act, ...fields, ...made } }));
};

form.text.onkeydown = (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
};

async function show({ owner, post: number, comment }) {
  document.body.dataset.side = "wall";
  if (group !== -owner) await choose(-owner);
  const found = document.querySelector(`#posts [data-key="${owner}_${number}"]`);
  if (!found) return complain("Этой записи на стене уже нет");
  const exact = comment ? found.querySelector(`[data-comment="${comment}"]`) : null;
  (exact ?? found).scrollIntoView({ behavior: "smooth", block: exact ? "end" : "start" });
  mark(found);
}

// Shows the post of a scene as soon as it stands on its wall, and tells the phones which card to look for.
function seek() {
  const found = goal && standing.find((one) => one.text === goal.text && one.date * 1000 >= Date.parse(goal.at) - 60_000);
  if (!found) return;
  goal = null;
  const node = document.querySelector(`#posts [data-key="${found.owner_id}_${found.post_id}"]`);
  node?.scrollIntoView({ block: "start" });
  mark(node);
  document.dispatchEvent(new CustomEvent("scene-post", { detail: { owner: found.owner_id, post: found.post_id } }));
}

function mark(node) {
  node?.classList.add("found");
  setTimeout(() => node?.classList.remove("found"), 2500);
}

document.addEventListener("scene", (event) => {
  const { group_id, text } = event.detail;
  goal = group_id && text ? event.detail : null;
  document.body.dataset.side = goal ? "wall" : "phone";
  if (group_id) choose(group_id);
});
document.addEventListener("show-post", (event) => show(event.detail));
