/** A strict reader of NumPy's `.npz`: a zip archive of stored arrays of format 1.0, each as long as its shape says. */
import { strFromU8, unzipSync } from 'fflate';

export interface ReadArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** @throws where an entry is packed, is no array, or has more or fewer values than its shape says */
export function readNpz(bytes: Uint8Array): { readonly arrays: ReadonlyMap<string, ReadArray>; readonly manifest: unknown } {
  const arrays = new Map<string, ReadArray>();
  let manifest: unknown = null;
  const parts = unzipSync(bytes, { filter: ({ name, compression }) => {
    if (compression !== 0) throw new Error(`${name} is packed`);
    return true;
  } });
  for (const [name, part] of Object.entries(parts)) {
    if (name === 'manifest.json') manifest = JSON.parse(strFromU8(part));
    else arrays.set(name.replace(/\.npy$/, ''), readArray(name, part));
  }
  return { arrays, manifest };
}

function readArray(name: string, part: Uint8Array): ReadArray {
  if (!name.endsWith('.npy') || strFromU8(part.subarray(1, 6), true) !== 'NUMPY' || part[6] !== 1) throw new Error(`${name} is no array`);
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  const begin = 10 + view.getUint16(8, true);
  if (begin % 64 !== 0) throw new Error(`the values of ${name} do not begin at a multiple of 64`);
  const header = /^\{'descr': '(<f8|\|u1)', 'fortran_order': False, 'shape': \(([\d, ]+)\), \} *\n$/.exec(strFromU8(part.subarray(10, begin)));
  if (header === null) throw new Error(`the header of ${name} says something else`);
  const size = header[1] === '<f8' ? 8 : 1;
  const shape = (header[2] ?? '').split(',').filter((text) => text.trim() !== '').map(Number);
  const count = shape.reduce((product, length) => product * length, 1);
  if (part.length !== begin + count * size) throw new Error(`${name} has not the values of its shape`);
  return {
    shape, values: Array.from({ length: count }, (_, k) => (size === 8 ? view.getFloat64(begin + 8 * k, true) : view.getUint8(begin + k))),
  };
}
