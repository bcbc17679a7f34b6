/**
 * UTF-8 in both directions, strict, because src-science has no TextDecoder to call and names must
 * survive a round trip unchanged: overlong forms, surrogates and stray bytes are not repaired but
 * refused (RFC 3629, section 3).
 */

/** Characters that are put together at once: a text made of single ones takes some thirty bytes for each. */
const PIECE = 4096;

/**
 * Decodes bytes.
 * @param from first byte; `to` is one past the last
 * @returns the text, or null where the bytes are not UTF-8
 * Cost: O(to − from).
 */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string | null {
  let ascii = true;
  for (let i = from; i < to; i++) {
    if (bytes[i]! > 127) {
      ascii = false;
      break;
    }
  }
  if (ascii && to - from < PIECE) return String.fromCharCode(...bytes.subarray(from, to));
  let text = '';
  const codes: number[] = [];
  let i = from;
  while (i < to) {
    const first = bytes[i]!;
    const length =
      first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
    if (length === 0 || i + length > to) return null;
    let code = length === 1 ? first : first & (0xff >> (length + 1));
    for (let k = 1; k < length; k++) {
      const next = bytes[i + k]!;
      if ((next & 0xc0) !== 0x80) return null;
      code = (code << 6) | (next & 0x3f);
    }
    if ((length === 3 && code < 0x800) || (length === 4 && code < 0x10000)) return null;
    if ((code >= 0xd800 && code < 0xe000) || code > 0x10ffff) return null;
    if (codes.push(code) === PIECE) {
      text += String.fromCodePoint(...codes);
      codes.length = 0;
    }
    i += length;
  }
  return text + String.fromCodePoint(...codes);
}

/** Decodes for a message, where a wrong byte may be shown as U+FFFD. */
export function decodeLoosely(bytes: Uint8Array, from: number, to: number): string {
  const end = Math.min(to, from + 240);
  const text = decodeUtf8(bytes, from, end);
  if (text !== null) return text;
  let shown = '';
  for (let i = from; i < end; i++) shown += bytes[i]! < 128 ? String.fromCharCode(bytes[i]!) : '\ufffd';
  return shown;
}

/**
 * Encodes text.
 * @returns the bytes, or null where the text holds half a surrogate pair
 */
export function encodeUtf8(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xe000) {
      const low = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
      if (code >= 0xdc00 || low < 0xdc00 || low >= 0xe000) return null;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      i++;
    }
    if (code < 0x80) bytes[length++] = code;
    else if (code < 0x800) {
      bytes[length++] = 0xc0 | (code >> 6);
      bytes[length++] = 0x80 | (code & 0x3f);
    } else if (code < 0x10000) {
      bytes[length++] = 0xe0 | (code >> 12);
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[length++] = 0x80 | (code & 0x3f);
    } else {
      bytes[length++] = 0xf0 | (code >> 18);
      bytes[length++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[length++] = 0x80 | (code & 0x3f);
    }
  }
  return bytes.subarray(0, length);
}
