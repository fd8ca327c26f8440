// The walls: communities of VK, groups of Odnoklassniki, the box to write as a resident, and what stands there.

import { complain, look, wish } from "./api.js";
import { button, element, keyed, options, short } from "./dom.js";
import { names, PICTURES, post } from "./post.js";
import { listen } from "./stream.js";

const form = document.getElementById("post-form");
const target = document.getElementById("target");
const pictures = document.getElementById("pictures");
const fresh = new Set(); // communities with something unseen
const ACTS = { edit: "Сохранить", comment: "Ответить", post: "Опубликовать" };
const NETWORKS = {
  vk: { title: "ВКонтакте", itself: "само сообщество", place: (one) => ({ owner_id: one.owner_id, post_id: one.post_id }) },
  ok: { title: "Одноклассники", short: "ОК", itself: "сама группа", place: (one) => ({ topic_id: one.post_id }) },
};
let groups = []; // { key: "vk:1", network, id, name }
let people = {}; // by network: rows of the list of authors
let group = null; // its key
let writing = { act: "post", place: {} };
let standing = []; // posts of the wall that is shown
let sending = false; // a double click publishes once
let goal = null; // the scene whose post is to be shown as soon as it stands here

listen(async (news) => {
  if (news.town) await town();
  if (news.town) goal = null;
  if (news.anew) fresh.clear();
  const changed = [...(news.walls ?? []).map((id) => `vk:${id}`), ...(news.topics ?? []).map((id) => `ok:${id}`)];
  for (const key of changed) if (key !== group) fresh.add(key);
  if (news.town || changed.length) paintGroups();
  if (news.town || changed.includes(group)) await refresh();
});

async function town() {
  const [vk, ok] = await Promise.all([look("vk/groups"), look("ok/groups")]);
  for (const one of vk.users) names.set(one.id, `${one.first_name} ${one.last_name}`.trim());
  for (const one of vk.groups) names.set(-one.id, one.name);
  groups = Object.entries({ vk, ok }).flatMap(([network, { groups: found }]) => found.map(({ id, name }) => ({ key: `${network}:${id}`, network, id, name })));
  people = { vk: vk.users.map((one) => [one.id, names.get(one.id)]), ok: ok.users.map((one) => [one.id, one.name]) };
  if (!theGroup()) group = groups[0]?.key ?? null;
  paintAuthors();
}

function theGroup() {
  return groups.find((one) => one.key === group);
}

function paintAuthors() {
  const { network } = theGroup() ?? { network: "vk" };
  if (form.author.dataset.network !== network) form.author.replaceChildren();
  form.author.dataset.network = network;
  options(form.author, [...people[network], ["", NETWORKS[network].itself]]);
}

function paintGroups() {
  const rows = groups.map((one) => ({ ...one, chosen: one.key === group, fresh: fresh.has(one.key) }));
  keyed(document.getElementById("groups"), rows, (one) => one.key, (one) => {
    const { title } = NETWORKS[one.network];
    const made = button(one.name, () => { goal = null; choose(one.id, one.network); }, { title: `${one.name}, ${title}`, aria: { pressed: one.chosen } });
    if (one.network !== "vk") made.prepend(element("i", { className: `net ${one.network}`, textContent: NETWORKS[one.network].short, aria: { label: title, role: "img" } }));
    if (one.fresh) made.append(element("i", { className: "dot", title: "Есть новое" }));
    return made;
  });
}

export async function choose(number, network = "vk") {
  group = `${network}:${number}`;
  fresh.delete(group);
  write("post");
  paintGroups();
  paintAuthors();
  await refresh();
}

async function refresh() {
  const one = theGroup();
  if (!one) return;
  const { posts } = await look(`${one.network}/wall?group_id=${one.id}&limit=100`);
  if (one.key !== group) return; // another one was chosen meanwhile
  const acts = actsIn(one.network);
  posts.sort((a, b) => b.date - a.date || b.post_id - a.post_id);
  const place = document.getElementById("posts");
  standing = posts;
  if (posts.length) keyed(place, posts, (one) => `${one.owner_id}_${one.post_id}`, (one) => post(one, acts));
  else place.replaceChildren(element("p", { className: "empty", textContent: "На стене пока пусто. Напишите первым." }));
  seek();
}

function actsIn(network) {
  return {
    place: NETWORKS[network].place,
    like: (place) => wish(`${network}/like`, place),
    remove: (place) => wish(`${network}/delete`, place),
    restore: (place) => wish(`${network}/restore`, place),
    reply: (place, text) => write("comment", place, `Ответ на «${short(text)}»`),
    edit: (place, text) => write("edit", place, `Изменить «${short(text)}»`, text),
  };
}

function write(act, place = {}, words = "", text = "") {
  writing = { act, place };
  target.hidden = act === "post";
  target.querySelector("span").textContent = words;
  form.querySelector("[type=submit]").textContent = ACTS[act];
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

// Communities of VK.
export function communities() {
  return groups.filter((one) => one.network === "vk");
}

form.onsubmit = async (event) => {
  event.preventDefault();
  if (sending) return;
  const { act, place } = writing;
  const chosen = [...pictures.querySelectorAll("[aria-pressed=true]")];
  const { network, id } = theGroup();
  const own = act === "edit" ? {} : { author_id: form.author.value === "" ? null : Number(form.author.value), photos: chosen.map((one) => one.dataset.name) };
  const asGroup = network === "ok" && act === "comment" && own.author_id === null; // there a comment says whose it is
  const where = act === "post" ? { group_id: id } : asGroup ? { ...place, group_id: id } : place;
  const fields = { ...where, ...own, text: form.text.value };
  if (!form.text.value.trim() && !chosen.length) return complain("Напишите текст или приложите фото");
  sending = true;
  let made;
  try {
    made = await wish(`${network}/${act}`, fields);
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

async function show({ network = "vk", owner, post: number, comment }) {
  document.body.dataset.side = "wall";
  if (group !== `${network}:${-owner}`) await choose(-owner, network);
  const found = document.querySelector(`#posts [data-key="${owner}_${number}"]`);
  if (!found) return complain("Этой записи на стене уже нет");
  const exact = comment ? found.querySelector(`[data-comment="${CSS.escape(comment)}"]`) : null;
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
document.addEventListener("prepared", () => { fresh.clear(); paintGroups(); });
document.addEventListener("show-post", (event) => show(event.detail));
