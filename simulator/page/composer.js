// Where a person writes, attaches, answers and presses keys; hands everything to the panel.
import { h, icon } from "./dom.js";
import { initials, tint } from "./format.js";
import { WORDS } from "./words.js";

export class Composer {
  constructor(panel) {
    this.panel = panel;
    this.context = null;
    this.boardOpen = true;
    this.boardKey = "";
    this.field = h("textarea", {
      rows: 1, placeholder: WORDS.write, "aria-label": WORDS.write, data: { testid: "composer" },
      oninput: () => this.grow(), onkeydown: (event) => this.keydown(event), onpaste: (event) => this.pasted(event),
    });
    this.send = h("button", { type: "button", class: "send", "aria-label": WORDS.send, data: { testid: "send" }, onclick: () => this.submit() }, icon("send"));
    this.boardToggle = h("button", { type: "button", class: "round", hidden: true, "aria-label": WORDS.keyboard, onclick: () => { this.boardOpen = !this.boardOpen; this.draw(); } }, icon("board"));
    this.menuKey = h("button", { type: "button", class: "menu-key", hidden: true, data: { testid: "menu" }, onclick: () => this.commands() }, icon("lines"), WORDS.menu);
    this.bar = h("div", { class: "context", hidden: true });
    this.board = h("div", { class: "board", hidden: true, data: { testid: "keyboard" } });
    this.persona = h("label", { class: "persona", hidden: true });
    this.attach = this.attachMenu();
    this.line = h("div", { class: "compose" }, this.menuKey,
      h("button", { type: "button", class: "round", "aria-label": WORDS.attach, title: WORDS.attach, data: { testid: "attach" }, onclick: (event) => this.toggleAttach(event) }, icon("clip")),
      h("div", { class: "field" }, this.field, this.boardToggle), this.send);
    this.start = h("button", { type: "button", class: "start", hidden: true, data: { testid: "start" }, onclick: () => panel.startOrUnblock() });
    this.node = h("footer", { class: "foot" }, this.attach, this.persona, this.bar, this.line, this.board, this.start);
    this.grow();
  }

  attachMenu() {
    const file = (kind, accept, testid, label, shape, multiple) => h("label", {}, icon(shape), label, h("input", {
      type: "file", class: "sr", accept, multiple, data: { testid }, "aria-label": label,
      onchange: (event) => { this.files([...event.target.files], kind); event.target.value = ""; },
    }));
    return h("div", { class: "menu attach-menu", hidden: true },
      file("photo", "image/*", "attach-photo", WORDS.photo, "photo", true),
      file("document", "", "attach-file", WORDS.file, "file", false),
      h("button", { type: "button", data: { testid: "attach-location" }, onclick: () => this.location() }, icon("pin"), WORDS.location),
      h("button", { type: "button", data: { testid: "attach-contact" }, onclick: () => { this.attach.hidden = true; this.panel.act("contact"); } }, icon("phone"), WORDS.contact));
  }

  toggleAttach(event) {
    event.stopPropagation();
    this.attach.hidden = !this.attach.hidden;
    if (!this.attach.hidden) {
      this.attach.querySelector("input")?.focus();
      addEventListener("click", (click) => { if (!this.attach.contains(click.target)) this.attach.hidden = true; }, { once: true });
    }
  }

  draw() {
    const { chat, isGroup } = this.panel;
    const idle = !isGroup && (!chat.started || chat.blocked);
    const topic = this.panel.topicState();
    const shut = chat.deleted || (topic?.closed && !this.panel.actorIsAdmin());
    this.start.hidden = !idle && !shut;
    this.start.disabled = shut;
    this.start.textContent = shut ? (chat.deleted ? WORDS.deleted : WORDS.closedTopic) : chat.blocked ? WORDS.unblock : WORDS.start;
    this.line.hidden = idle || shut;
    this.menuKey.hidden = !(chat.commands?.length) || this.field.value !== "";
    this.drawBoard(idle || shut);
    this.drawPersona();
  }

  drawBoard(off) {
    const rows = this.panel.chat.keyboard?.keyboard;
    const key = JSON.stringify(rows || "");
    if (key !== this.boardKey) { this.boardKey = key; this.boardOpen = true; }
    this.boardToggle.hidden = !rows;
    this.board.hidden = !rows || !this.boardOpen || off;
    const wish = this.panel.chat.keyboard?.input_field_placeholder;
    this.field.placeholder = wish || WORDS.write;
    if (this.board.dataset.key === key) return;
    this.board.dataset.key = key;
    this.board.replaceChildren(...(rows || []).map((row) => h("div", {}, row.map((one) => h("button", {
      type: "button", data: { testid: "key", label: one.text }, onclick: () => this.panel.act("key", { label: one.text }),
    }, one.request_location && icon("pin"), one.request_contact && icon("phone"), one.text)))));
  }

  drawPersona() {
    const people = this.panel.people();
    this.persona.hidden = !this.panel.isGroup || people.length < 1;
    const key = JSON.stringify([people, this.panel.actor]);
    if (this.persona.dataset.key === key) return;
    this.persona.dataset.key = key;
    const me = people.find((one) => one.id === this.panel.actor) || people[0];
    if (!me) return;
    this.persona.replaceChildren(h("span", { class: `avatar tint${tint(me.id)}` }, initials(me.name)), WORDS.as,
      h("select", { data: { testid: "persona" }, onchange: (event) => this.panel.become(Number(event.target.value)) },
        people.map((one) => h("option", { value: one.id, selected: one.id === me.id }, one.name))));
  }

  grow() {
    this.field.style.height = "38px";
    this.field.style.height = `${Math.max(38, Math.min(132, this.field.scrollHeight))}px`;
    this.send.disabled = this.field.value.trim() === "";
    if (this.panel.chat) this.menuKey.hidden = !(this.panel.chat.commands?.length) || this.field.value !== "";
  }

  keydown(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    if (event.key === "Escape") this.setContext(null);
  }

  pasted(event) {
    const files = [...(event.clipboardData?.files || [])];
    if (files.length) { event.preventDefault(); this.files(files, files.every((f) => f.type.startsWith("image/")) ? "photo" : "document"); }
  }

  async submit() {
    const text = this.field.value.trim(), context = this.context;
    if (!text) return;
    this.field.value = "";
    this.setContext(null);
    this.grow();
    const done = context?.kind === "edit"
      ? await this.panel.act("edit", { message: context.message.id, text })
      : await this.panel.act("send", { text, reply_to: context?.message.id });
    if (!done && !this.field.value) { this.field.value = text; this.setContext(context); this.grow(); }
  }

  files(files, kind) {
    this.attach.hidden = true;
    if (!files.length) return;
    const caption = this.field.value.trim();
    const reply = this.context?.message.id;
    this.field.value = "";
    this.setContext(null);
    this.grow();
    this.panel.sendFiles(files.slice(0, 10), kind, { caption, reply_to: reply });
  }

  location() {
    this.attach.hidden = true;
    this.panel.act("location", this.panel.spot());
  }

  commands() {
    this.panel.openMenu(this.menuKey, this.panel.chat.commands.map((one) => ({
      label: [h("b", {}, `/${one.command}`), h("span", {}, one.description)], class: "command",
      run: () => this.panel.act("send", { text: `/${one.command}` }),
    })), true);
  }

  setContext(context) {
    if (this.context?.kind === "edit" && !context) this.field.value = "";
    this.context = context;
    this.bar.hidden = !context;
    if (!context) return;
    const { kind, message } = context;
    if (kind === "edit") { this.field.value = message.text; this.grow(); }
    this.bar.replaceChildren(icon(kind), h("div", {}, h("b", {}, kind === "edit" ? WORDS.edit : message.from.name), h("span", {}, message.text || WORDS.image)),
      h("button", { type: "button", class: "round", "aria-label": WORDS.cancel, onclick: () => this.setContext(null) }, icon("close")));
    this.field.focus();
  }
}
