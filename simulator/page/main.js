// Sets the stage from the layout, hears the simulator live, and keeps the clock in the top bar.
import { get, listen, post } from "./api.js";
import { h } from "./dom.js";
import { longDay, now, setClock, setZone, time } from "./format.js";
import { Panel } from "./panel.js";
import { WhatsAppPanel } from "./whatsapp.js";
import { WORDS } from "./words.js";

const stage = document.getElementById("stage");
const chips = document.getElementById("chips");
const $ = (id) => document.getElementById(id);
let panels = [];
let watcher;

// Without a layout: the first people with the first bot, and the first groups.
async function guess() {
  const [users, bots, groups] = await Promise.all([get("users"), get("bots"), get("groups")]);
  const phones = bots.length ? users.slice(0, 2).map((user) => ({
    kind: "phone", title: [user.first_name, user.last_name].filter(Boolean).join(" "), user_id: user.id, chat_id: bots[0].id,
  })) : [];
  const rooms = groups.filter((group) => !group.migrated_to).slice(0, 3).map((group) => ({ kind: "group", title: group.title, user_id: 0, chat_id: group.id }));
  return [...phones, ...rooms];
}

async function setStage() {
  const layout = await get("layout");
  setZone(layout.timezone);
  $("stage-title").textContent = layout.title || "narahubung";
  const wishes = layout.panels.length ? layout.panels : await guess();
  watcher?.disconnect();
  panels = wishes.map((wish) => new (wish.kind === "whatsapp" ? WhatsAppPanel : Panel)(wish, chipOf));
  stage.replaceChildren(...(panels.length ? panels.map((panel) => panel.node) : [emptyStage()]));
  chips.replaceChildren(...panels.map(chip));
  watcher = new IntersectionObserver(seen, { root: stage, threshold: 0.5 });
  for (const panel of panels) watcher.observe(panel.node);
  await refresh();
}

function emptyStage() {
  return h("div", { class: "empty-stage" }, h("h1", {}, WORDS.empty), h("p", {}, WORDS.emptyHint));
}

async function refresh() {
  setClockState(await get("clock"));
  await Promise.all(panels.map(async (panel) => {
    await panel.load().catch((error) => panel.toast(error.message, true));
    // A group opened without a chosen person: the first member speaks.
    if (!panel.actor && panel.people().length) panel.become(panel.people()[0].id);
  }));
}

function chip(panel) {
  return h("button", {
    type: "button", class: "chip", onclick: () => panel.node.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" }),
  }, panel.wish.title, h("span", { class: "count", hidden: true }));
}

function chipOf(panel) {
  const badge = chips.children[panels.indexOf(panel)]?.lastChild;
  if (!badge) return;
  badge.hidden = !panel.unread();
  badge.textContent = panel.unread();
}

function seen(entries) {
  for (const entry of entries) {
    const panel = panels.find((one) => one.node === entry.target);
    if (!panel) continue;
    panel.shown(entry.isIntersecting);
    chips.children[panels.indexOf(panel)]?.classList.toggle("seen", entry.isIntersecting);
    chipOf(panel);
  }
}

function setClockState(state) {
  setClock(state);
  const moved = Math.abs(state.offset) > 60 || state.frozen;
  document.querySelector(".clock").classList.toggle("moved", moved);
  $("clock-freeze").setAttribute("aria-pressed", String(state.frozen));
  $("clock-freeze").textContent = state.frozen ? WORDS.frozen : WORDS.freeze;
  $("clock-real").hidden = !moved;
  tick();
}

function tick() {
  $("clock-time").textContent = time(now());
  $("clock-day").textContent = longDay(now());
  for (const face of document.querySelectorAll(".statusbar .now")) face.textContent = time(now());
}

document.querySelector(".clock").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.advance) post("clock", { advance: Number(button.dataset.advance) });
  else if (button.id === "clock-real") post("clock", { real: true });
  else post("clock", { freeze: button.getAttribute("aria-pressed") !== "true" });
});

function hear(event) {
  if (event.type === "layout") setStage();
  else if (event.type === "clock") { setClockState(event); for (const panel of panels) panel.timeline.draw(); }
  else for (const panel of panels) if (panel.concerns(event)) panel.hear(event);
}

// The stage is set once the live line is open, and again after a break: nothing falls between.
listen(hear, (up) => {
  $("connection").textContent = up ? WORDS.connected : WORDS.lost;
  $("connection").classList.toggle("lost", !up);
  if (up) setStage();
});
setInterval(tick, 1000);
