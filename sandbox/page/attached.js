// What a post carries beside its words: a line for each attachment, the place, who signed, what it passes on.

import { element } from "./dom.js";
import { link } from "./entities.js";
import { moment } from "./time.js";

const KINDS = {
  video: ["▶", "Видео"], clip: ["▶", "Клип"], link: ["🔗", "Ссылка"], doc: ["📄", "Файл"], poll: ["📊", "Опрос"], audio: ["🎵", "Аудиозапись"],
};

// One line an attachment, as the network shows it.
export function attached(one) {
  const rows = one.attachments.map((each) => line(...KINDS[each.type], each.title, each.url));
  if (one.geo) rows.push(line("📍", "Место", one.geo.title || `${one.geo.latitude}, ${one.geo.longitude}`));
  return rows;
}

function line(icon, kind, title, url) {
  const words = title || (url ? host(url) : kind);
  const name = element("b", { textContent: words });
  return element("p", { className: "attached" },
    element("span", { className: "icon", textContent: icon, aria: { hidden: true } }),
    element("span", { className: "named" }, url ? link(url, [name]) : name,
      words !== kind && element("span", { className: "dim", textContent: url && title ? `${kind} · ${host(url)}` : kind })));
}

function host(url) {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

export function signed(one, names) {
  if (one.signer_id === null) return null;
  return element("p", { className: "signed" },
    element("span", { textContent: "👤", aria: { hidden: true } }), names.get(one.signer_id) ?? `id${one.signer_id}`);
}

// A repost quotes the post that it passes on, and that one what it passed on itself. `draw(post)`: its words and pictures.
export function passedOn([first, ...rest], names, draw) {
  if (!first) return null;
  const person = first.from_id > 0 && (first.name ?? names.get(first.from_id));
  const dim = [person, moment(first.date)].filter(Boolean).join(" · ");
  return element("blockquote", { className: "passed" },
    element("p", { className: "head" }, element("span", { textContent: "↪", aria: { hidden: true } }),
      element("b", { textContent: first.group ?? names.get(first.owner_id) ?? `club${-first.owner_id}` }), element("span", { className: "dim", textContent: dim })),
    first.deleted ? element("p", { className: "dim", textContent: "Запись удалена" }) : draw(first),
    passedOn(rest, names, draw));
}
