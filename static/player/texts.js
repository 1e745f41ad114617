// Typed texts behind a packed state: the newest first, each as its field, its length and its bytes, as far as there is room.

import { Writer } from "./bits.js";

const FIELD = 10, LENGTH = 13;

/** {text, unkept}: one that is too long leaves its room to older ones. */
export function roomFor(texts, room) {
  const out = new Writer(), unkept = [];
  let bits = 0;
  for (const { field, text, question, place } of texts) {
    const bytes = new TextEncoder().encode(text), size = FIELD + LENGTH + 8 * bytes.length;
    if (Math.ceil((bits + size) / 6) > room || bytes.length >= 2 ** LENGTH) {
      unkept.push({ question, place });
      continue;
    }
    bits += size;
    out.put(field, FIELD).put(bytes.length, LENGTH);
    bytes.forEach((byte) => out.put(byte, 8));
  }
  return { text: String(out), unkept };
}

/** Typed texts, as far as they were kept whole. */
export function readTexts(from, open, places) {
  for (let age = 0; from.left >= FIELD + LENGTH + 8; age -= 1) {
    const [id, place] = places[from.get(FIELD)] ?? [], length = from.get(LENGTH);
    if (!open.answers[id] || 8 * length > from.left) return;
    const bytes = Uint8Array.from({ length }, () => from.get(8));
    Object.assign(open.answers[id], { at: age }).entries[place] = new TextDecoder().decode(bytes);
  }
}
