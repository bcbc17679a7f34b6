/**
 * NumPy's `.npz`: a zip archive of `.npy` arrays, stored as they are, written piece by piece. `numpy.load(FILE)` gives each
 * array by its name, and `manifest.json` as bytes. Without Zip64, so up to 4 GiB and 65 535 entries.
 */
import { Zip, ZipPassThrough } from 'fflate';
import { EngineError } from '../error-value.ts';
import type { WritePiece } from '../files/write-file.ts';

const LARGEST = 2 ** 32 - 2 ** 24;
const MOST_ENTRIES = 65_000;

/** What an array's numbers are: doubles, or bytes that are 0 or 1. */
export type NpyType = 'f8' | 'u1';

export interface NpzFile {
  /** Begins an array; its rows follow, all together as many values as the shape says. @param name without ending */
  array(name: string, type: NpyType, shape: readonly number[]): Promise<(values: Float64Array | Uint8Array) => Promise<void>>;
  end(manifest: string): Promise<void>;
}

/** @throws EngineError `table-too-large` where the archive would be larger than such archives can be */
export function npzFile(put: WritePiece): NpzFile {
  const waiting: Uint8Array[] = [];
  let written = 0;
  let entries = 0;
  let open: ZipPassThrough | null = null;
  const archive = new Zip((error, piece) => {
    if (error !== null) throw error;
    waiting.push(piece);
  });
  const drain = async (): Promise<void> => {
    for (const piece of waiting.splice(0)) {
      written += piece.length;
      if (written > LARGEST || entries > MOST_ENTRIES) throw new EngineError(
        'table-too-large', 'So many vectors are too large for one .npz file, which holds 4 GiB and 65 000 arrays.',
        'Choose Parquet, or fewer runs.',
      );
      await put(piece);
    }
  };
  const close = (): void => {
    open?.push(new Uint8Array(0), true);
    open = null;
  };
  const begin = (name: string): ZipPassThrough => {
    close();
    entries++;
    const entry = new ZipPassThrough(name);
    archive.add(entry);
    open = entry;
    return entry;
  };
  return {
    async array(name, type, shape) {
      const entry = begin(`${name}.npy`);
      entry.push(npyHeader(type, shape));
      await drain();
      return async (values) => {
        // The next entry closes this one.
        entry.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice());
        await drain();
      };
    },
    async end(manifest) {
      begin('manifest.json').push(new TextEncoder().encode(manifest));
      close();
      archive.end();
      await drain();
    },
  };
}

/** Of format 1.0: magic and header together fill multiples of 64 bytes. */
function npyHeader(type: NpyType, shape: readonly number[]): Uint8Array {
  const size = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${type === 'f8' ? '<f8' : '|u1'}', 'fortran_order': False, 'shape': (${size}), }`;
  const padded = `${header}${' '.repeat((64 - ((11 + header.length) % 64)) % 64)}\n`;
  const bytes = new Uint8Array(10 + padded.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, padded.length, true);
  bytes.set(new TextEncoder().encode(padded), 10);
  return bytes;
}
