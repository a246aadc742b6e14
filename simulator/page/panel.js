// One phone or one group window: its chat, who acts in it, and everything that may happen there.
import { get, post, sendFiles } from "./api.js";
import { Composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { header, phoneTop, topicList } from "./header.js";
import { Timeline } from "./timeline.js";
import { ACTIONS, WORDS } from "./words.js";

const TYPING = 5500;

export class Panel {
  constructor(wish, onUnread) {
    this.wish = wish;
    this.isGroup = wish.kind === "group";
    this.actor = wish.user_id;
    this.onUnread = onUnread;
    this.chat = { chat: wish.chat_id, title: wish.title, members: [], topics: [], read_upto: 0 };
    this.messages = new Map();
    this.topic = null;
    this.topicUnread = new Map();
    this.onScreen = true;
    this.actions = {
      reply: (message) => this.composer.setContext({ kind: "reply", message }),
      press: (message, key, node) => this.press(message, key, node),
      jump: (id) => this.timeline.jump(id),
      menu: (message, flags, node) => this.messageMenu(message, flags, node),
      view: (url) => this.view(url),
    };
    this.timeline = new Timeline(this);
    this.composer = new Composer(this);
    this.build();
  }

  build() {
    this.toasts = h("div", { class: "toasts", role: "status" });
    this.head = h("header", { class: "head" });
    this.rail = h("nav", { class: "topics", hidden: true, role: "tablist", "aria-label": WORDS.topics, data: { testid: "topics" } });
    const talk = h("div", { class: "talk" }, this.toasts, this.timeline.list);
    const main = h("div", { style: "position:relative;flex:1;min-height:0;display:flex;flex-direction:column" }, ...talk.childNodes, this.timeline.down);
    talk.replaceChildren(main);
    this.screen = h("div", { class: "screen" }, !this.isGroup && phoneTop(), this.head,
      h("div", { class: "body" }, this.rail, talk), this.composer.node);
    this.node = h("section", {
      class: `panel ${this.isGroup ? "group" : "phone"}`, "aria-label": this.wish.title,
      data: { testid: `panel-${this.wish.user_id}-${this.wish.chat_id}` },
    }, h("h2", { class: "caption" }, this.wish.title, this.wish.subtitle && h("small", {}, this.wish.subtitle)), h("div", { class: "frame" }, this.screen));
  }

  place() { return { as: this.actor, in: this.wish.chat_id }; }

  async load() {
    const [chat, messages] = await Promise.all([get("chat", this.place()), get("messages", this.place())]);
    const moved = this.chat.chat !== chat.chat;
    if (moved) this.timeline.clear();
    this.chat = chat;
    // What arrived live while this snapshot was on its way is newer than the snapshot.
    const newer = moved ? [] : [...this.messages.values()].filter((message) => message.rev > chat.rev);
    this.messages = new Map([...messages, ...newer].map((message) => [message.id, message]));
    if (this.topic !== null && !chat.topics?.some((one) => one.id === this.topic)) this.topic = null;
    this.draw();
  }

  draw() {
    this.node.classList.toggle("forum", this.chat.kind === "forum");
    header(this);
    topicList(this);
    this.composer.draw();
    this.timeline.draw();
  }

  visible() {
    const all = [...this.messages.values()].sort((a, b) => a.id - b.id);
    return this.chat.kind === "forum" ? all.filter((message) => (message.thread ?? null) === this.topic) : all;
  }

  about() {
    const words = this.chat.description;
    if (this.isGroup || !words) return null;
    return this.aboutNode ??= h("div", { class: "about" }, h("b", {}, WORDS.what), words);
  }

  // -- what comes in -----------------------------------------------------------------------

  concerns(event) {
    return event.chat === this.chat.chat && (this.isGroup || event.user === this.wish.user_id);
  }

  hear(event) {
    if (event.type === "message") this.heardMessage(event.message);
    else if (event.type === "deleted") { this.messages.delete(event.id); this.draw(); }
    else if (event.type === "read") { this.chat.read_upto = Math.max(this.chat.read_upto, event.upto); this.timeline.draw(); }
    else if (event.type === "typing") this.typing(event);
    else if (event.type === "answer" && (!this.isGroup || event.user === this.actor)) this.answered(event);
    else if (event.type === "chat") {
      if (event.state.migrated_to) return this.load();
      this.chat = { ...this.chat, ...event.state };
      this.draw();
    }
    return undefined;
  }

  heardMessage(message) {
    const fresh = !this.messages.has(message.id);
    this.messages.set(message.id, message);
    if (fresh && message.from.is_bot) this.typing(null);
    const thread = message.thread ?? null;
    if (fresh && this.chat.kind === "forum" && thread !== this.topic && message.from.id !== this.actor) {
      this.topicUnread.set(thread, (this.topicUnread.get(thread) || 0) + 1);
      topicList(this);
      this.unreadChanged();
    } else if (fresh) this.timeline.arrived(message);
    this.timeline.draw();
  }

  typing(event) {
    clearTimeout(this.typingTimer);
    this.typingWords = event && `${this.isGroup ? `${event.name} ` : ""}${ACTIONS[event.action] || WORDS.typing}`;
    if (event) this.typingTimer = setTimeout(() => this.typing(null), TYPING);
    header(this);
  }

  answered(event) {
    for (const key of this.node.querySelectorAll(".key.busy")) key.classList.remove("busy");
    if (!event.text) return;
    if (!event.alert) { this.toast(event.text); return; }
    const close = () => box.remove();
    const box = h("div", { class: "alert", role: "alertdialog", data: { testid: "alert" } }, h("div", {}, h("p", {}, event.text), h("button", { type: "button", onclick: close }, WORDS.ok)));
    this.screen.append(box);
    box.querySelector("button").focus();
  }

  unread() { return this.timeline.unread + [...this.topicUnread.values()].reduce((sum, n) => sum + n, 0); }
  unreadChanged() { this.onUnread(this); }
  shown(visible) {
    this.onScreen = visible;
    if (visible && this.timeline.stick) this.timeline.read();
  }

  // -- what goes out -----------------------------------------------------------------------

  async act(verb, body = {}) {
    try {
      const topic = this.topic ?? undefined;
      return await post(`act/${verb}`, { ...this.place(), topic, ...body });
    } catch (error) {
      this.toast(error.message, true);
      return null;
    }
  }

  async sendFiles(files, kind, more) {
    try {
      await sendFiles(this.place(), files, kind, { ...more, topic: this.topic });
    } catch (error) { this.toast(error.message, true); }
  }

  async press(message, key, node) {
    if (key.kind === "copy_text") {
      await navigator.clipboard?.writeText(key.value).catch(() => {});
      this.toast(`${WORDS.copied}: ${key.value}`);
    } else if (key.kind === "url") {
      window.open(key.value, "_blank", "noopener");
    } else {
      node.classList.add("busy");
      setTimeout(() => node.classList.remove("busy"), 8000);
      const done = await this.act("press", { message: message.id, data: key.value, stale: true });
      if (!done) node.classList.remove("busy");
    }
  }

  async startOrUnblock() {
    if (this.chat.blocked) await post(`users/${this.actor}/unblock`, { bot: this.wish.chat_id }).catch((error) => this.toast(error.message, true));
    else await this.act("start");
  }

  become(user) {
    this.actor = user;
    this.timeline.clear();
    this.draw();
  }

  selectTopic(id) {
    this.topic = id;
    this.topicUnread.delete(id);
    this.timeline.clear();
    this.draw();
    this.unreadChanged();
  }

  // -- who and where -----------------------------------------------------------------------

  people() {
    const members = (this.chat.members || []).filter((one) => !one.is_bot);
    const wished = this.wish.users?.length ? members.filter((one) => this.wish.users.includes(one.id)) : members;
    return wished.length ? wished : members;
  }

  topicState() { return this.chat.topics?.find((one) => one.id === this.topic); }
  actorIsAdmin() { return ["creator", "administrator"].includes(this.chat.members?.find((one) => one.id === this.actor)?.status); }
  spot() { return this.wish.location || { latitude: 1.13008, longitude: 104.05292 }; }

  // -- menus and little windows ------------------------------------------------------------

  messageMenu(message, flags, node) {
    const items = [
      { label: WORDS.reply, shape: "reply", run: () => this.actions.reply(message) },
      message.text && { label: WORDS.copy, shape: "copy", run: () => { navigator.clipboard?.writeText(message.text).catch(() => {}); this.toast(WORDS.copied); } },
      flags.mine && message.text && { label: WORDS.edit, shape: "edit", run: () => this.composer.setContext({ kind: "edit", message }) },
      (flags.mine || !this.isGroup) && { label: WORDS.remove, shape: "trash", class: "harm", run: () => this.act("delete", { message: message.id }) },
    ];
    this.openMenu(node, items.filter(Boolean));
  }

  openMenu(anchor, items, above = false) {
    this.menu?.remove();
    const close = () => { this.menu?.remove(); this.menu = null; };
    this.menu = h("div", { class: "menu", role: "menu", onkeydown: (event) => event.key === "Escape" && (close(), anchor.focus()) },
      items.map((item) => h("button", { type: "button", role: "menuitem", class: item.class, onclick: () => { close(); item.run(); } }, item.shape && icon(item.shape), item.label)));
    this.screen.append(this.menu);
    const frame = this.screen.getBoundingClientRect(), from = anchor.getBoundingClientRect(), size = { width: this.menu.offsetWidth, height: this.menu.offsetHeight };
    const left = Math.min(Math.max(8, from.left - frame.left), frame.width - size.width - 8);
    const under = from.bottom - frame.top + 4;
    const top = above || under + size.height > frame.height - 70 ? from.top - frame.top - size.height - 6 : under;
    Object.assign(this.menu.style, { left: `${left}px`, top: `${Math.max(8, top)}px` });
    this.menu.querySelector("button")?.focus();
    setTimeout(() => addEventListener("click", close, { once: true }));
  }

  view(url) {
    const box = h("dialog", { class: "viewer", onclick: () => box.close(), onclose: () => box.remove() }, h("img", { src: url, alt: WORDS.image }));
    document.body.append(box);
    box.showModal();
  }

  toast(text, bad = false) {
    const node = h("div", { class: bad ? "toast bad" : "toast", data: { testid: "toast" } }, text);
    this.toasts.append(node);
    setTimeout(() => node.remove(), Math.min(9000, 2600 + text.length * 45));
  }
}
