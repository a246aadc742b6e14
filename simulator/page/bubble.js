// One row of a chat: a bubble (or an album of them), a service line; only draws, never asks.
import { drawing, h, icon } from "./dom.js";
import { rich } from "./entities.js";
import { initials, time, tint } from "./format.js";
import { attachment, contactCard, map, photos } from "./media.js";
import { MEDIA, WORDS, serviceWords } from "./words.js";

const TICK = '<svg viewBox="0 0 17 11"><path d="m2 6 3 3 6-7"/></svg>';
const TICKS = '<svg viewBox="0 0 17 11"><path d="m1.5 6 3 3 6-7M8.5 8.6l.6.4 6-7"/></svg>';

export function serviceRow(message) {
  return h("div", { class: "service", data: { testid: "service", id: message.id } },
    serviceWords(message.service, message.from.name));
}

export function row(messages, flags, act) {
  const message = messages[0];
  const captioned = messages.find((one) => one.text) || message;
  const last = messages[messages.length - 1];
  const keys = last.buttons?.length ? last.buttons : null;
  const bubble = fill(messages, captioned, last, flags, act);
  if (keys) bubble.classList.add("has-keys");
  const stack = h("div", { class: "stack" }, bubble, keys && keyRows(last, keys, act), tools(captioned, flags, act));
  const face = flags.group && !flags.mine && (flags.last
    ? h("span", { class: `avatar small tint${tint(message.from.id)}`, title: message.from.name }, initials(message.from.name))
    : h("span", { class: "gap" }));
  const classes = ["row", flags.mine && "mine", flags.first && "first", flags.last && "last", flags.fresh && "fresh"];
  return h("div", {
    class: classes.filter(Boolean).join(" "),
    data: { testid: "message", messageId: last.id, from: message.from.name, side: flags.mine ? "out" : "in" },
    ondblclick: () => act.reply(captioned),
  }, face, stack);
}

function fill(messages, message, last, flags, act) {
  const kind = message.media?.kind;
  const seen = kind === "photo" || kind === "video" || kind === "animation";
  const bare = kind === "sticker" || kind === "video_note";
  const place = message.location && map(message.location, message.venue);
  const picture = seen || place;
  const bubble = h("div", { class: `bubble${picture ? " picture" : ""}${bare ? " bare" : ""}` });
  if (flags.group && !flags.mine && flags.first) bubble.append(who(message));
  if (message.forwarded_from) {
    bubble.append(h("div", { class: "forwarded" }, `${WORDS.forwarded} `, h("b", {}, message.forwarded_from)));
  }
  if (message.reply) bubble.append(quote(message.reply, act));
  if (seen) bubble.append(photos(messages, act.view));
  else if (message.media) bubble.append(...messages.map(attachment));
  if (place) bubble.append(...place);
  if (message.contact) bubble.append(contactCard(message.contact));
  const meta = metaLine(last, flags);
  if (message.text) {
    bubble.append(h("div", { class: "words", data: { testid: "text" } }, rich(message.text, message.entities), meta));
  } else {
    if (seen) meta.classList.add("on-picture");
    bubble.append(meta);
  }
  bubble.append(h("div", { class: "clear" }));
  if (message.reactions?.length) {
    bubble.append(h("div", { class: "reactions" }, message.reactions.map((emoji) => h("span", {}, emoji))));
  }
  return bubble;
}

function who(message) {
  return h("div", { class: `who name${tint(message.from.id)}` }, h("span", {}, message.from.name),
    message.from.is_bot && h("small", {}, WORDS.bot));
}

function quote(reply, act) {
  const said = reply.text || MEDIA[reply.media] || "";
  return h("button", { type: "button", class: `quote name${tint(reply.name.length + reply.id)}`, onclick: () => act.jump(reply.id) },
    h("b", {}, reply.name), h("span", {}, said));
}

function metaLine(message, flags) {
  return h("span", { class: "meta" }, message.edited && h("span", {}, WORDS.edited), time(message.at),
    flags.mine && drawing(flags.read ? TICKS : TICK));
}

function keyRows(message, rows, act) {
  const shapes = { url: "out", copy_text: "copy" };
  return h("div", { class: "keys" }, rows.map((row) => h("div", {}, row.map((key) => h("button", {
    type: "button",
    class: `key ${["primary", "success", "danger"].includes(key.style) ? key.style : ""}`,
    data: { testid: "button", label: key.text },
    onclick: (event) => act.press(message, key, event.currentTarget),
  }, key.text, shapes[key.kind] && icon(shapes[key.kind]))))));
}

function tools(message, flags, act) {
  return h("div", { class: "tools" },
    h("button", { type: "button", "aria-label": WORDS.reply, title: WORDS.reply, data: { testid: "reply" }, onclick: () => act.reply(message) }, icon("reply")),
    h("button", { type: "button", "aria-label": WORDS.more, title: WORDS.more, data: { testid: "more" }, onclick: (event) => act.menu(message, flags, event.currentTarget) }, icon("more")));
}
