// A citizen's phone with WhatsApp on it: the same window as the others, with its own ways of asking.
// Buttons sit in the bubble, many answers open a sheet, ticks turn blue when the business has read.
import { get, post } from "./api.js";
import { h, icon } from "./dom.js";
import { initials, tint } from "./format.js";
import { Panel } from "./panel.js";
import { WORDS } from "./words.js";

const SAYS = { business: "akun bisnis", hidden: "nomor disembunyikan", deleted: "Pesan ini dihapus", place: "Kirim lokasi", pick: "Pilih salah satu" };
const BOLD = /\*([^*\n]+)\*/g;

// What the twin tells, as the bubbles of this page understand it.
function dressed(view) {
  const marks = [];
  let text = "", from = 0;
  for (const found of (view.raw || "").matchAll(BOLD)) {
    text += view.raw.slice(from, found.index);
    marks.push({ type: "bold", offset: text.length, length: found[1].length });
    text += found[1];
    from = found.index + found[0].length;
  }
  text += (view.raw || "").slice(from);
  if (view.deleted) text = SAYS.deleted;
  if (view.footer) {
    marks.push({ type: "italic", offset: text.length + 1, length: view.footer.length });
    text += `\n${view.footer}`;
  }
  let buttons = view.buttons || [];
  if (view.menu && buttons.length) buttons = [[{ text: view.menu, kind: "menu" }]];
  else if (buttons.length === 1) buttons = buttons[0].map((key) => [key]);
  if (view.asks_location) buttons = [[{ text: SAYS.place, kind: "place" }]];
  return { ...view, text, entities: marks, buttons, rows: view.buttons };
}

export class WhatsAppPanel extends Panel {
  build() {
    super.build();
    this.node.classList.add("phone", "whatsapp");
    this.node.classList.remove("group");
  }

  async load() {
    const [chat, messages] = await Promise.all([get("whatsapp/chat", this.place()), get("whatsapp/messages", this.place())]);
    this.chat = { ...chat, started: true, blocked: chat.person.blocked, members: [], topics: [], commands: [], read_upto: 0 };
    this.messages = new Map(messages.map((view) => [view.id, dressed(view)]));
    this.draw();
  }

  draw() {
    this.chat.read_upto = Math.max(0, ...[...this.messages.values()].filter((one) => !one.from.is_bot && one.status === "read").map((one) => one.id));
    this.top();
    this.composer.draw();
    this.timeline.draw();
  }

  top() {
    const { chat } = this;
    const under = this.typingWords || (chat.person?.phone_hidden || !chat.person?.wa_id ? SAYS.hidden : SAYS.business);
    this.head.replaceChildren(
      h("span", { class: `avatar tint${tint(chat.chat)}`, "aria-hidden": "true" }, initials(chat.title || "?")),
      h("div", { class: "head-words" }, h("b", {}, chat.title || ""), h("small", { class: this.typingWords ? "typing" : "" }, under)));
  }

  typing(event) {
    clearTimeout(this.typingTimer);
    this.typingWords = event && WORDS.typing;
    if (event) this.typingTimer = setTimeout(() => this.typing(null), 25000);
    this.top();
  }

  hear(event) {
    if (event.type === "wa") {
      const { message } = event;
      const here = message.from.is_bot ? ["delivered", "read", "played"].includes(message.status) : message.shown;
      if (here) this.heardMessage(dressed(message));
      this.draw();
    } else if (event.type === "typing") this.typing(event);
  }

  async act(verb, body = {}) {
    try {
      return await post(`whatsapp/act/${verb}`, { ...this.place(), ...body });
    } catch (error) {
      this.toast(error.message, true);
      return null;
    }
  }

  async sendFiles(files, kind, more) {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...this.place(), kind, caption: more.caption })) if (value) form.append(name, value);
    for (const file of files) form.append("file", file, file.name);
    const answer = await fetch("/sim/whatsapp/act/upload", { method: "POST", body: form });
    if (!answer.ok) this.toast((await answer.json()).error, true);
  }

  async press(message, key) {
    if (key.kind === "menu") this.sheet(message, key);
    else if (key.kind === "place") await this.act("location", this.spot());
    else await this.act("press", { data: key.value, message: message.id });
  }

  // The list of answers, from below; tapping a row is the answer.
  sheet(message, key) {
    const close = () => box.remove();
    const rows = message.rows.flat().map((row) => h("button", {
      type: "button", data: { testid: "sheet-row", label: row.text }, onclick: () => { close(); this.act("press", { data: row.value, message: message.id }); },
    }, h("span", {}, row.text), h("i", { class: "dot" })));
    const box = h("div", { class: "sheet-back", onclick: (event) => event.target === box && close(), onkeydown: (event) => event.key === "Escape" && close() },
      h("div", { class: "sheet", role: "dialog", "aria-label": SAYS.pick, data: { testid: "sheet" } },
        h("header", {}, h("button", { type: "button", "aria-label": WORDS.cancel, onclick: close }, icon("close")), h("b", {}, key.text)), rows));
    this.screen.append(box);
    box.querySelector("[data-testid=sheet-row]")?.focus();
  }

  async startOrUnblock() {
    await fetch(`/sim/whatsapp/people/${this.actor}`, { method: "PATCH", body: JSON.stringify({ blocked: false }), headers: { "Content-Type": "application/json" } });
    await this.load();
  }
}
