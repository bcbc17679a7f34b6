/** NumPy's `.npy` (format 1.0 to 3.0): one array of numbers of one dimension, little-endian, in both directions. */
import { ProblemError, quoted } from '../problem-error.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** The numbers of an array; null where the file is none. */
export function npyValues(bytes: Uint8Array, file: string): readonly number[] | null {
  if (!MAGIC.every((byte, k) => bytes[k] === byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = (bytes[6] ?? 0) >= 2;
  const begin = long ? 12 : 10;
  if (bytes.length < begin) throw cutOff(file);
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const from = begin + length;
  if (bytes.length < from) throw cutOff(file);
  const header = String.fromCharCode(...bytes.subarray(begin, Math.min(from, begin + 4096)));
  const type = /'descr':\s*'([<|=][a-z]\d)'/.exec(header)?.[1];
  const shape = /'shape':\s*\((\d+),?\)/.exec(header)?.[1];
  const read: Readonly<Record<string, readonly [number, (at: number) => number]>> = {
    '|b1': [1, (at) => view.getUint8(at)], '|u1': [1, (at) => view.getUint8(at)], '|i1': [1, (at) => view.getInt8(at)],
    '<i2': [2, (at) => view.getInt16(at, true)], '<i4': [4, (at) => view.getInt32(at, true)],
    '<i8': [8, (at) => Number(view.getBigInt64(at, true))],
    '<u2': [2, (at) => view.getUint16(at, true)], '<u4': [4, (at) => view.getUint32(at, true)],
    '<u8': [8, (at) => Number(view.getBigUint64(at, true))],
    '<f4': [4, (at) => view.getFloat32(at, true)], '<f8': [8, (at) => view.getFloat64(at, true)],
  };
  const [size, value] = type === undefined ? [] : (read[type] ?? []);
  if (size === undefined || value === undefined || shape === undefined) throw new ProblemError(
    'problem-format', `the array is not one of numbers with one dimension${type === undefined ? '' : ` (${quoted(type)})`}`,
    'Save it with numpy.save(x.astype(float).ravel()).', { file },
  );
  const count = Number(shape);
  if (bytes.length < from + count * size) throw cutOff(file);
  return Array.from({ length: count }, (_, k) => value(from + k * size));
}

function cutOff(file: string): ProblemError {
  return new ProblemError('problem-truncated', 'the array is cut off', 'Get the file again.', { file });
}

/** An array of doubles. */
export function npyArray(values: readonly number[]): Uint8Array {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length},), }`;
  // Header and magic together fill multiples of 64 bytes, and the header ends with a line feed.
  const padded = `${header}${' '.repeat((64 - ((11 + header.length) % 64)) % 64)}\n`;
  const bytes = new Uint8Array(10 + padded.length + 8 * values.length);
  bytes.set([...MAGIC, 1, 0]);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, padded.length, true);
  for (let k = 0; k < padded.length; k++) bytes[10 + k] = padded.charCodeAt(k);
  values.forEach((value, k) => {
    view.setFloat64(10 + padded.length + 8 * k, value, true);
  });
  return bytes;
}
