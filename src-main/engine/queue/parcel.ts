/**
 * Values as bytes, for what crosses a queue: specs, events, outcomes. JSON for the structure and, behind it, every
 * Float64 array and 0/1 vector as it stands in memory, so that no bit is lost and no text holds a million numbers.
 * Numbers that JSON has no word for (−0, NaN, infinities) are marked. The reverse trusts nothing: every reference is
 * checked here, and whoever opens a parcel parses what is in it by the contract's schema.
 *
 * Layout, little-endian: magic, length of the JSON in bytes, the JSON in UTF-8, zeros up to a multiple of 8, then the
 * arrays one after another, each from a multiple of 8 on.
 */
import { EngineError } from '../error-value.ts';

const MAGIC = 0x315a424c;
const HEAD_BYTES = 8;
/** Of what is not an array; a spec that holds a start vector as numbers is the longest. */
const MOST_JSON_BYTES = 2 ** 28;

type Marked =
  | { readonly $number: string }
  | { readonly $float64: readonly [first: number, length: number] }
  | { readonly $bytes: readonly [first: number, length: number] };

/** @throws TypeError on what no parcel holds (a function, a map) */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let end = 0;
  const place = (bytes: Uint8Array): number => {
    const at = end;
    arrays.push({ at, bytes });
    end += roundedUp(bytes.length);
    return at;
  };
  const lift = (item: unknown): unknown => {
    if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
    if (typeof item === 'number') return Number.isFinite(item) && !Object.is(item, -0) ? item : numberMark(item);
    if (item instanceof Float64Array) {
      return { $float64: [place(new Uint8Array(item.buffer, item.byteOffset, item.byteLength)), item.length] } satisfies Marked;
    }
    if (item instanceof Uint8Array) return { $bytes: [place(item), item.length] } satisfies Marked;
    if (Array.isArray(item)) return item.map(lift);
    if (typeof item === 'object') {
      const entries = Object.entries(item).filter(([, each]) => each !== undefined);
      // A key of ours that begins like a mark is no mark.
      return Object.fromEntries(entries.map(([key, each]) => [key.startsWith('$') ? `$${key}` : key, lift(each)]));
    }
    throw new TypeError(`a parcel cannot hold a ${typeof item}`);
  };
  const json = new TextEncoder().encode(JSON.stringify(lift(value)));
  const body = roundedUp(HEAD_BYTES + json.length);
  const parcel = new Uint8Array(body + end);
  const head = new DataView(parcel.buffer);
  head.setUint32(0, MAGIC, true);
  head.setUint32(4, json.length, true);
  parcel.set(json, HEAD_BYTES);
  for (const { at, bytes } of arrays) parcel.set(bytes, body + at);
  return parcel;
}

/** @throws EngineError `queue-damaged` where the bytes are no parcel */
export function unpack(parcel: Uint8Array): unknown {
  if (parcel.length < HEAD_BYTES) throw damaged('it is cut off');
  const head = new DataView(parcel.buffer, parcel.byteOffset, parcel.length);
  if (head.getUint32(0, true) !== MAGIC) throw damaged('it is not of this form');
  const length = head.getUint32(4, true);
  const body = roundedUp(HEAD_BYTES + length);
  if (length > MOST_JSON_BYTES || body > parcel.length) throw damaged('it is cut off');
  const slice = (first: unknown, count: unknown, size: number): Uint8Array<ArrayBuffer> => {
    if (!isIndex(first) || !isIndex(count) || body + first + size * count > parcel.length) throw damaged('it refers to what is not in it');
    return new Uint8Array(parcel.subarray(body + first, body + first + size * count));
  };
  const restore = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(restore);
    if (typeof item !== 'object' || item === null) return item;
    const entries = Object.entries(item);
    const [only] = entries;
    if (entries.length === 1 && only !== undefined && isMark(only[0])) return marked(only[0], only[1], slice);
    return Object.fromEntries(entries.map(([key, each]) => [key.startsWith('$') ? key.slice(1) : key, restore(each)]));
  };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(parcel.subarray(HEAD_BYTES, HEAD_BYTES + length)));
  } catch {
    throw damaged('its text cannot be read');
  }
  return restore(value);
}

function isMark(key: string): boolean {
  return key.startsWith('$') && !key.startsWith('$$');
}

function marked(mark: string, value: unknown, slice: (first: unknown, count: unknown, size: number) => Uint8Array<ArrayBuffer>): unknown {
  if (mark === '$number') {
    if (value === '-0') return -0;
    if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  }
  if (Array.isArray(value) && value.length === 2) {
    if (mark === '$float64') return new Float64Array(slice(value[0], value[1], 8).buffer);
    if (mark === '$bytes') return slice(value[0], value[1], 1);
  }
  throw damaged('it holds an unknown mark');
}

function numberMark(value: number): Marked {
  return { $number: Object.is(value, -0) ? '-0' : String(value) };
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function roundedUp(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function damaged(because: string): EngineError {
  return new EngineError(
    'queue-damaged', `What came over the queue cannot be used: ${because}.`,
    'Another program may write to this queue; give Leibniz a database of its own, and start the run again.',
  );
}
