// Times, sizes, initials and colours as people read them in Indonesia.
import { WORDS } from "./words.js";

let zone = "Asia/Jakarta";
let clock = { offset: 0, frozen: false, now: Date.now() / 1000 };

export function setZone(name) { zone = name || zone; }
export function setClock(state) { clock = state; }
export function now() { return clock.frozen ? clock.now : Date.now() / 1000 + clock.offset; }

const format = (options) => (at) => new Intl.DateTimeFormat("id-ID", { timeZone: zone, ...options }).format(at * 1000);
export const time = (at) => format({ hour: "2-digit", minute: "2-digit", hour12: false })(at).replace(":", ".");
export const longDay = (at) => format({ weekday: "long", day: "numeric", month: "long", year: "numeric" })(at);
const dayKey = (at) => format({ year: "numeric", month: "2-digit", day: "2-digit" })(at);

export function sameDay(a, b) { return dayKey(a) === dayKey(b); }
export function day(at) {
  if (sameDay(at, now())) return WORDS.today;
  if (sameDay(at, now() - 86400)) return WORDS.yesterday;
  return format({ day: "numeric", month: "long", year: "numeric" })(at);
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const units = ["KB", "MB", "GB"];
  let value = bytes / 1024, unit = 0;
  while (value >= 1000 && unit < 2) { value /= 1024; unit += 1; }
  return `${value.toLocaleString("id-ID", { maximumFractionDigits: 1 })} ${units[unit]}`;
}

export function duration(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

export function initials(name) {
  const words = name.replace(/[^\p{L}\p{N} ]/gu, " ").trim().split(/\s+/);
  const picked = words.length > 1 ? words[0][0] + words[words.length - 1][0] : (words[0] || "?")[0];
  return (picked || "?").toUpperCase();
}

export function tint(id) { return Math.abs(Number(id)) % 7; }
export function topicColor(number) { return `#${Number(number).toString(16).padStart(6, "0")}`; }
