// The scrolling list of one chat: grouping, day lines, unread marks; redraws only what changed.
import { row, serviceRow } from "./bubble.js";
import { h, icon } from "./dom.js";
import { day, sameDay } from "./format.js";
import { WORDS } from "./words.js";

const NEAR = 90;
const TOGETHER = 600;

export class Timeline {
  constructor(panel) {
    this.panel = panel;
    this.nodes = new Map();
    this.list = h("div", { class: "timeline", role: "log", "aria-live": "polite", tabIndex: 0, data: { testid: "messages" }, onscroll: () => this.scrolled() });
    this.badge = h("span", { class: "count", hidden: true });
    this.down = h("button", { type: "button", class: "down", hidden: true, "aria-label": WORDS.down, onclick: () => this.toEnd(true) }, this.badge, icon("down"));
    // A reply bar or a keyboard takes room from below: the newest message stays in sight.
    new ResizeObserver(() => this.stick && this.toEnd(false)).observe(this.list);
    this.known = 0;
    this.unread = 0;
    this.stick = true;
    this.settled = false;
  }

  // Rows: one per message, one per album; a day line where the day changes.
  draw() {
    const { panel } = this;
    const groups = this.albums(panel.visible());
    const wanted = [];
    groups.forEach((messages, at) => {
      const [message] = messages;
      const before = groups[at - 1]?.at(-1), after = groups[at + 1]?.[0];
      if (!before || !sameDay(before.at, message.at)) wanted.push(this.dayLine(message));
      wanted.push(message.service ? this.keep(`s${message.id}`, () => serviceRow(message)) : this.one(messages, before, after));
    });
    if (!groups.length && panel.about()) wanted.push(panel.about());
    const live = new Set(wanted);
    for (const [key, node] of this.nodes) if (!live.has(node)) this.nodes.delete(key);
    this.place(wanted);
    this.known = Math.max(this.known, ...panel.visible().map((message) => message.id), 0);
    if (this.stick) this.toEnd(this.settled);
    this.settled = true;
  }

  place(wanted) {
    let at = this.list.firstChild;
    for (const node of wanted) {
      if (node === at) at = at.nextSibling;
      else this.list.insertBefore(node, at);
    }
    while (at) { const next = at.nextSibling; at.remove(); at = next; }
  }

  one(messages, before, after) {
    const { panel } = this, message = messages[0], last = messages.at(-1);
    const joined = (a, b) => a && b && !a.service && !b.service && a.from.id === b.from.id
      && Math.abs(b.at - a.at) < TOGETHER && sameDay(a.at, b.at);
    const flags = {
      mine: message.from.id === panel.actor,
      group: panel.isGroup,
      first: !joined(before, message),
      last: !joined(last, after),
      read: last.id <= panel.chat.read_upto,
    };
    const key = `m${messages.map((m) => `${m.id}.${m.rev}`).join()}|${Object.values(flags).map(Number).join("")}`;
    flags.fresh = this.settled && message.id > this.known;
    return this.keep(key, () => row(messages, flags, panel.actions));
  }

  keep(key, make) {
    if (!this.nodes.has(key)) this.nodes.set(key, make());
    return this.nodes.get(key);
  }

  dayLine(message) {
    const text = day(message.at);
    return this.keep(`d${text}.${message.id}`, () => h("div", { class: "day" }, text));
  }

  albums(messages) {
    const groups = [];
    for (const message of messages) {
      const last = groups.at(-1);
      if (message.album && last?.[0].album === message.album) last.push(message);
      else groups.push([message]);
    }
    return groups;
  }

  arrived(message) {
    if (message.from.id === this.panel.actor) { this.stick = true; return; }
    if (!this.stick || !this.panel.onScreen) { this.unread += 1; this.showUnread(); }
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    this.stick = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.stick && this.panel.onScreen) this.read();
    this.down.hidden = this.stick;
  }

  read() { this.unread = 0; this.showUnread(); }

  showUnread() {
    this.badge.hidden = !this.unread;
    this.badge.textContent = this.unread;
    this.panel.unreadChanged();
  }

  toEnd(smooth) {
    const go = () => this.list.scrollTo({ top: this.list.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.stick = true;
    go();
    // Pictures grow after they have loaded; the end must stay the end.
    for (const image of this.list.querySelectorAll("img:not([data-watched])")) {
      image.dataset.watched = "";
      image.addEventListener("load", () => this.stick && go(), { once: true });
    }
  }

  jump(id) {
    const node = this.list.querySelector(`[data-message-id="${id}"]`);
    if (!node) return this.panel.toast(WORDS.gone);
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
  }

  clear() {
    this.nodes.clear();
    this.list.replaceChildren();
    this.known = 0;
    this.settled = false;
    this.stick = true;
    this.read();
  }
}
