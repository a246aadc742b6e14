// The page's own words, in Indonesian; the words of the bots come from the bots.

export const WORDS = {
  write: "Tulis pesan", send: "Kirim", save: "Simpan", attach: "Lampirkan", photo: "Foto", file: "Berkas",
  location: "Lokasi", contact: "Kontak", reply: "Balas", edit: "Sunting", remove: "Hapus", copy: "Salin teks",
  copied: "Tersalin", more: "Lainnya", cancel: "Batal", start: "Mulai", block: "Blokir bot", unblock: "Buka blokir",
  blocked: "Bot diblokir", menu: "Menu", keyboard: "Papan tombol", bot: "bot", typing: "sedang mengetik",
  edited: "diedit", newOnes: "Pesan baru", down: "Ke pesan terbaru", general: "Umum", topics: "Topik",
  as: "Sebagai", closedTopic: "Topik ini ditutup", deleted: "Grup ini dihapus", today: "Hari ini", yesterday: "Kemarin",
  forwarded: "Diteruskan dari", what: "Apa yang bisa dilakukan bot ini?", image: "Foto", ok: "Oke", gone: "Pesan tidak ada lagi",
  empty: "Belum ada panggung", emptyHint: "Jalankan demo, atau atur panel lewat /sim/layout. Halaman ini memperbarui diri sendiri.",
  connected: "bukan Telegram · tidak ada pesan yang keluar dari komputer ini", lost: "sambungan terputus, mencoba lagi",
  freeze: "Bekukan", frozen: "Beku", members: "anggota", deliveredOut: "Buka tautan",
};

export const MEDIA = {
  photo: "Foto", document: "Berkas", voice: "Pesan suara", video: "Video", video_note: "Pesan video",
  audio: "Audio", sticker: "Stiker", animation: "GIF",
};

export const ACTIONS = {
  upload_photo: "mengirim foto", upload_document: "mengirim berkas", find_location: "mengirim lokasi",
};

export function serviceWords(service, by) {
  const names = (service.names || []).join(", ");
  switch (service.kind) {
    case "new_chat_members": return by === names ? `${names} bergabung` : `${by} menambahkan ${names}`;
    case "left_chat_member": return by === names ? `${names} keluar` : `${by} mengeluarkan ${names}`;
    case "pinned_message": return `${by} menyematkan pesan`;
    case "forum_topic_created": return `Topik “${service.value.name}” dibuat`;
    case "forum_topic_edited": return `Topik diganti nama menjadi “${service.value.name}”`;
    case "forum_topic_closed": return "Topik ditutup";
    case "forum_topic_reopened": return "Topik dibuka lagi";
    case "migrate_to_chat_id": return "Grup menjadi supergrup";
    case "migrate_from_chat_id": return "Grup ini kini supergrup";
    default: return "Grup dibuat";
  }
}
