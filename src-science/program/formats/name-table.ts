/**
 * Names of rows or variables as they come out of a file: each distinct run of bytes gets the next
 * number. Names stay bytes in one arena until the file is read, so that a field of a line is looked up
 * without making a string. Open addressing with FNV-1a from a start that nobody knows beforehand, so that no
 * file can be made whose names all fall into one place; the hash is stored, so growing rehashes nothing.
 * Numbers go by order of appearance, so the start decides nothing but time.
 */
import { HEAP_BYTES } from '../limits.ts';
import { decodeUtf8 } from './utf8.ts';

export class NameTable {
  #arena = new Uint8Array(1 << 14);
  #arenaLength = 0;
  #offset = new Int32Array(1 << 10);
  #hash = new Int32Array(1 << 10);
  #slots = new Int32Array(1 << 11).fill(-1);
  #count = 0;
  readonly #seed = Math.floor(Math.random() * 2 ** 32) | 0;

  get count(): number {
    return this.#count;
  }

  /** What its names take as strings, with what is kept of each. */
  get heapBytes(): number {
    return this.#count * HEAP_BYTES.readName + this.#arenaLength;
  }

  /**
   * Number of a name, or −1 where it is not in the table.
   * Hot: called once for each entry of a file.
   */
  find(bytes: Uint8Array, from: number, to: number): number {
    const hash = nameHash(bytes, from, to, this.#seed);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const name = this.#slots[slot]!;
      if (name < 0) return -1;
      if (this.#hash[name] === hash && this.equals(name, bytes, from, to)) return name;
    }
  }

  /** Puts in a name that `find` did not find. @returns its number */
  add(bytes: Uint8Array, from: number, to: number): number {
    const name = this.#count;
    this.#makeRoom(to - from);
    const hash = nameHash(bytes, from, to, this.#seed);
    this.#arena.set(bytes.subarray(from, to), this.#arenaLength);
    this.#arenaLength += to - from;
    this.#hash[name] = hash;
    this.#count = name + 1;
    this.#offset[name + 1] = this.#arenaLength;
    this.#place(name, hash);
    return name;
  }

  /** Whether name number `name` is these bytes. */
  equals(name: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#offset[name]!;
    const length = this.#offset[name + 1]! - start;
    if (length !== to - from) return false;
    const arena = this.#arena;
    for (let k = 0; k < length; k++) if (arena[start + k] !== bytes[from + k]) return false;
    return true;
  }

  /** Name number `name` as text; null where its bytes are not UTF-8. */
  text(name: number): string | null {
    return decodeUtf8(this.#arena, this.#offset[name]!, this.#offset[name + 1]!);
  }

  #place(name: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = name;
  }

  #makeRoom(length: number): void {
    if (this.#arenaLength + length > this.#arena.length) {
      const arena = new Uint8Array(Math.max(this.#arena.length * 2, this.#arenaLength + length));
      arena.set(this.#arena);
      this.#arena = arena;
    }
    if (this.#count + 2 > this.#offset.length) {
      const offset = new Int32Array(this.#offset.length * 2);
      offset.set(this.#offset);
      this.#offset = offset;
      const hash = new Int32Array(this.#hash.length * 2);
      hash.set(this.#hash);
      this.#hash = hash;
    }
    if ((this.#count + 1) * 2 > this.#slots.length) {
      this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
      for (let name = 0; name < this.#count; name++) this.#place(name, this.#hash[name]!);
    }
  }
}

/** @param seed where the hash starts. FNV's own start would do for files that mean well. */
export function nameHash(bytes: Uint8Array, from: number, to: number, seed: number): number {
  let hash = seed;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  // FNV's low bits depend on the low bits of the bytes only; the table masks low bits, so fold the high ones in.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 12);
}
