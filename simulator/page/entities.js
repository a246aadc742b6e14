// Telegram's marks (offset, length) as elements; JavaScript counts in UTF-16 units, as Telegram does.
import { h } from "./dom.js";

const SIMPLE = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

function wrap(entity, text, inside) {
  if (SIMPLE[entity.type]) return h(SIMPLE[entity.type], {}, inside);
  if (entity.type === "spoiler") return h("span", { class: "spoiler" }, inside);
  if (entity.type === "bot_command" || entity.type === "mention" || entity.type === "hashtag") {
    return h("span", { class: "command" }, inside);
  }
  if (entity.type === "text_link" || entity.type === "url") {
    const href = entity.url || text;
    if (!/^(https?|tg|mailto):/i.test(href)) return h("span", {}, inside);
    return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, inside);
  }
  return h("span", {}, inside);
}

export function rich(text, entities = []) {
  return nest(text, 0, text.length, [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length));
}

function nest(text, from, to, entities) {
  const out = [];
  let at = from;
  while (entities.length) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= entity.offset) continue;
    if (entity.offset > at) out.push(text.slice(at, entity.offset));
    const inner = [];
    while (entities.length && entities[0].offset < end) inner.push(entities.shift());
    out.push(wrap(entity, text.slice(entity.offset, end), nest(text, entity.offset, end, inner)));
    at = end;
  }
  if (at < to) out.push(text.slice(at, to));
  return out;
}
