// Pictures, voices, files, places and contacts inside a bubble; all bytes come from this simulator.
import { drawing, h, icon } from "./dom.js";
import { duration, initials, size, tint } from "./format.js";
import { MEDIA, WORDS } from "./words.js";

export function photos(messages, open) {
  const items = messages.map(({ media }) => {
    if (media.kind === "photo") {
      const image = h("img", { src: media.url, alt: WORDS.image, loading: "lazy" });
      if (messages.length === 1 && media.width) image.style.aspectRatio = ratio(media);
      return h("button", { type: "button", onclick: () => open(media.url), "aria-label": WORDS.image }, image);
    }
    return h("video", { src: media.url, controls: true, preload: "metadata" });
  });
  const grid = h("div", { class: items.length > 1 ? "photos many" : "photos" }, items);
  const [{ media }] = messages;
  if (items.length === 1 && media.width) {
    grid.style.width = `${Math.max(180, Math.min(264, Math.round(330 * media.width / media.height)))}px`;
  }
  return grid;
}

// Very long or very wide pictures are cropped in the bubble, as messengers do.
function ratio({ width, height }) {
  return String(Math.max(0.8, Math.min(2.2, width / height)));
}

export function attachment(message) {
  const { media } = message;
  if (media.kind === "voice" || media.kind === "audio") return voice(media);
  if (media.kind === "video_note") return h("video", { class: "note", src: media.url, controls: true, preload: "metadata" });
  if (media.kind === "sticker") {
    return media.mime.startsWith("image/") && media.width
      ? h("img", { class: "sticker", src: media.url, alt: media.emoji || MEDIA.sticker })
      : h("span", { class: "sticker emoji" }, media.emoji || "🙂");
  }
  return h("a", { class: "file", href: media.url, download: media.name },
    h("span", { class: "disc" }, icon("file")),
    h("span", {}, h("b", {}, media.name), h("small", {}, size(media.size))));
}

function voice(media) {
  const player = new Audio(media.url);
  const face = h("span", {}, icon("play"));
  const button = h("button", { type: "button", class: "disc", "aria-label": MEDIA[media.kind] }, face);
  const show = () => face.replaceChildren(icon(player.paused ? "play" : "pause"));
  button.addEventListener("click", () => (player.paused ? player.play().catch(() => {}) : player.pause()));
  for (const event of ["play", "pause", "ended"]) player.addEventListener(event, show);
  const bars = [...media.url].slice(-26).map((letter, at) => {
    const bar = h("i");
    bar.style.height = `${5 + (letter.charCodeAt(0) * (at + 3)) % 19}px`;
    return bar;
  });
  return h("div", { class: "voice" }, button,
    h("div", { class: "voice-side", style: "flex:1" }, h("div", { class: "wave" }, bars),
      h("small", {}, media.duration ? duration(media.duration) : size(media.size))));
}

// A drawn map: there is no network here, and a grey box would say less than streets do.
export function map(location, venue) {
  const seed = Math.abs(Math.round((location.latitude + location.longitude) * 1e4));
  const shift = (step) => (seed * step) % 90;
  const picture = drawing(`<svg viewBox="0 0 264 138" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
    <rect width="264" height="138" fill="#eaf0e4"/>
    <path d="M0 ${100 + shift(3) / 5} C60 ${70 + shift(5) / 3} 110 140 264 ${96 + shift(7) / 4} V138 H0z" fill="#b9dcf2"/>
    <rect x="${18 + shift(2) / 3}" y="14" width="62" height="40" rx="6" fill="#cfe6bf"/>
    <g stroke="#fff" stroke-width="9" fill="none" stroke-linecap="round"><path d="M-8 ${64 + shift(11) / 6} L272 ${40 + shift(13) / 4}"/>
    <path d="M${86 + shift(17) / 3} -8 L${110 + shift(19) / 4} 146"/></g>
    <g stroke="#fff" stroke-width="4.5" fill="none"><path d="M0 22 L264 ${8 + shift(5) / 6}M190 0 L${206 + shift(3) / 6} 138M36 0 L${48 + shift(9) / 5} 138M110 92 L264 72"/></g>
    <path d="M${86 + shift(17) / 3} -8 L${110 + shift(19) / 4} 146" stroke="#ffd98a" stroke-width="5" fill="none"/>
    <ellipse cx="132" cy="86" rx="9" ry="3.5" fill="#000" opacity=".22"/>
    <path d="M132 86 C121 70 115 63 115 54 a17 17 0 0 1 34 0 c0 9-6 16-17 32z" fill="#e5433f" stroke="#fff" stroke-width="2.5"/><circle cx="132" cy="54" r="6.5" fill="#fff"/></svg>`);
  const label = venue
    ? [h("b", {}, venue.title), h("small", {}, venue.address)]
    : [h("b", {}, WORDS.location), h("small", {}, `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`)];
  return [h("div", { class: "map" }, picture), h("div", { class: "place" }, label)];
}

export function contactCard(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return h("div", { class: "contact" },
    h("span", { class: `avatar tint${tint(contact.user_id || name.length)}` }, initials(name)),
    h("span", {}, h("b", {}, name), h("small", {}, contact.phone_number)));
}
