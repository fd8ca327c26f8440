// Telegram's text with entities as safe DOM nodes (offsets are UTF-16 units, as JavaScript counts).

import { element } from "./dom.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

export function rich(text, entities) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, sorted);
}

function nodes(text, from, to, entities) {
  const made = [];
  let at = from;
  let rest = entities;
  while (rest.length > 0) {
    const [first, ...others] = rest;
    const end = Math.min(first.offset + first.length, to);
    if (first.offset >= to) break;
    if (first.offset > at) made.push(text.slice(at, first.offset));
    const start = Math.max(at, first.offset);
    const inside = others.filter((one) => one.offset < end);
    const block = BLOCKS.has(first.type);
    if (block && typeof made.at(-1) === "string") made[made.length - 1] = made.at(-1).replace(/\n$/, "");
    made.push(wrap(first, text, nodes(text, start, end, inside)));
    rest = others.filter((one) => one.offset >= end);
    at = Math.max(at, end);
    if (block && text[at] === "\n" && !rest.some((one) => one.offset === at)) at += 1; // the block has ended the line already
  }
  if (at < to) made.push(text.slice(at, to));
  return made;
}

function wrap(entity, text, children) {
  const own = text.slice(entity.offset, entity.offset + entity.length);
  if (entity.type === "text_link" || entity.type === "url") return link(entity.url ?? own, children);
  if (entity.type === "spoiler") return element("span", { className: "spoiler" }, ...children);
  return element(TAGS[entity.type] ?? "span", {}, ...children);
}

// Where an address of VK or of Odnoklassniki leads on this page; null for any other.
function inTown(url) {
  const post = url.pathname.match(/^\/wall(-?\d+)_(\d+)$/);
  if (post) return { owner: Number(post[1]), post: Number(post[2]), comment: url.searchParams.get("reply") };
  const topic = url.hostname === "ok.ru" && url.pathname.match(/^\/group\/(\d+)\/topic\/(\d+)$/);
  const comment = url.hash.startsWith("#comment-") ? decodeURIComponent(url.hash.slice("#comment-".length)) : null;
  return topic ? { network: "ok", owner: -Number(topic[1]), post: Number(topic[2]), comment } : null;
}

// Only web addresses become links; a post of the town leads to its place on this page.
export function link(address, children, className = "") {
  let url;
  try {
    url = new URL(address);
  } catch {
    return element("span", { className }, ...children);
  }
  if (!["http:", "https:"].includes(url.protocol)) return element("span", { className, title: address }, ...children);
  const made = element("a", { href: url.href, target: "_blank", rel: "noreferrer noopener", className }, ...children);
  const detail = inTown(url);
  if (detail) {
    made.addEventListener("click", (event) => {
      event.preventDefault();
      document.dispatchEvent(new CustomEvent("show-post", { detail }));
    });
  }
  return made;
}
