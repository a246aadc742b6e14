// The top of a panel: status bar of the phone, name of the chat, topics of a forum.
import { post } from "./api.js";
import { drawing, h, icon } from "./dom.js";
import { initials, tint, topicColor } from "./format.js";
import { WORDS } from "./words.js";

const SIGNS = `<svg viewBox="0 0 66 13" aria-hidden="true"><rect x="0" y="8" width="3" height="5" rx="1"/><rect x="4.6" y="5.5" width="3" height="7.5" rx="1"/><rect x="9.2" y="3" width="3" height="10" rx="1"/><rect x="13.8" y="0" width="3" height="13" rx="1"/>
<path d="M29 2.3c2.6 0 5 1 6.8 2.7l1.4-1.5A12 12 0 0 0 29 .2a12 12 0 0 0-8.2 3.3l1.4 1.5A9.8 9.8 0 0 1 29 2.3zm0 4.2c1.5 0 2.8.5 3.9 1.5l1.4-1.5A7.7 7.7 0 0 0 29 4.4c-2 0-3.9.8-5.3 2.1l1.4 1.5c1-1 2.4-1.5 3.9-1.5zm2.5 3L29 12.3 26.5 9.5a3.6 3.6 0 0 1 5 0z"/>
<rect x="42.5" y=".6" width="20" height="11.8" rx="3.5" fill="none" stroke="#0f1419" opacity=".4"/><rect x="44.2" y="2.3" width="14.6" height="8.4" rx="2"/><path d="M64 4.5v4c.9-.3 1.5-1.1 1.5-2s-.6-1.7-1.5-2z" opacity=".45"/></svg>`.replace(/(\.\d)00/g, "$1");

export function phoneTop() {
  return h("div", { class: "statusbar", "aria-hidden": "true" }, h("span", { class: "now" }, "--.--"), drawing(SIGNS));
}

function under({ chat, isGroup, typingWords }) {
  if (typingWords) return h("small", { class: "typing" }, typingWords);
  if (!isGroup) return h("small", {}, chat.blocked ? WORDS.blocked : WORDS.bot);
  const people = (chat.members || []).map((one) => one.name.split(" ").slice(0, 2).join(" "));
  return h("small", { title: people.join(", ") }, `${people.length} ${WORDS.members} · ${people.join(", ")}`);
}

export function header(panel) {
  const { chat, isGroup } = panel;
  const menu = !isGroup && h("button", {
    type: "button", class: "round", "aria-label": WORDS.more, data: { testid: "chat-menu" },
    onclick: (event) => panel.openMenu(event.currentTarget, [
      chat.blocked
        ? { label: WORDS.unblock, shape: "check", run: () => set(panel, "unblock") }
        : { label: WORDS.block, shape: "stop", class: "harm", run: () => set(panel, "block") },
    ]),
  }, icon("more"));
  panel.head.replaceChildren(
    ...[h("span", { class: `avatar tint${tint(chat.chat)}`, "aria-hidden": "true" }, initials(chat.title || "?")),
      h("div", { class: "head-words" }, h("b", {}, chat.title || ""), under(panel)), menu].filter(Boolean));
}

async function set(panel, verb) {
  await post(`users/${panel.actor}/${verb}`, { bot: panel.wish.chat_id }).catch((error) => panel.toast(error.message, true));
}

export function topicList(panel) {
  const forum = panel.chat.kind === "forum";
  panel.rail.hidden = !forum;
  if (!forum) return;
  const last = new Map();
  for (const message of panel.messages.values()) last.set(message.thread ?? null, Math.max(last.get(message.thread ?? null) || 0, message.id));
  const topics = [...panel.chat.topics].sort((a, b) => Number(a.closed) - Number(b.closed) || (last.get(b.id) || 0) - (last.get(a.id) || 0));
  panel.rail.replaceChildren(...[{ id: null, name: WORDS.general, color: 0x8b98a4 }, ...topics].map((topic) => tab(panel, topic)));
}

// "NH-2M8T-4KRW · Jalan berlubang": the number on one line, what it is about below.
function label(name) {
  const [first, ...rest] = name.split(" · ");
  return rest.length ? [h("b", {}, first), h("span", {}, rest.join(" · "))] : name;
}

function tab(panel, topic) {
  const unread = panel.topicUnread.get(topic.id);
  const mark = h("span", { class: "mark" }, topic.closed ? icon("lock") : topic.id === null ? "#" : initials(topic.name.split(" · ").at(-1))[0]);
  mark.style.setProperty("--topic", topicColor(topic.color));
  mark.querySelector("svg")?.setAttribute("style", "width:15px;height:15px");
  return h("button", {
    type: "button", role: "tab", class: topic.closed ? "topic closed" : "topic", "aria-selected": String(topic.id === panel.topic),
    data: { testid: "topic", topic: String(topic.id) }, title: topic.name, onclick: () => panel.selectTopic(topic.id),
  }, mark, h("span", { class: "label" }, label(topic.name)), unread && h("span", { class: "count" }, String(unread)));
}
