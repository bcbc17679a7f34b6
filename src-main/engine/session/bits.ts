/**
 * Blobs of a session: 0/1 vectors as bitsets (bit j of byte j >> 3, lowest first) and Float64 vectors as
 * their little-endian bytes. Every platform Electron runs on is little-endian; a view would be read
 * wrongly elsewhere, so `assertLittleEndian` refuses at start instead.
 */

export function assertLittleEndian(): void {
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1) throw new Error('sessions can only be kept on little-endian machines');
}

/** @param x 0/1, length d. @returns ⌈d/8⌉ bytes; unused bits are 0. */
export function packBits(x: Uint8Array): Uint8Array {
  const bits = new Uint8Array((x.length + 7) >> 3);
  for (let j = 0; j < x.length; j++) {
    if (x[j] !== 0) bits[j >> 3] = (bits[j >> 3] ?? 0) | (1 << (j & 7));
  }
  return bits;
}

/** @param length d. @throws RangeError if the bits do not fit d */
export function unpackBits(bits: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  if (bits.length !== (length + 7) >> 3) throw new RangeError(`a bitset of ${bits.length} bytes cannot hold ${length} values`);
  const x = new Uint8Array(length);
  for (let j = 0; j < length; j++) x[j] = ((bits[j >> 3] ?? 0) >> (j & 7)) & 1;
  return x;
}

/** The bytes of a vector, without a copy: write them at once. */
export function floatBytes(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** @throws RangeError if the bytes are no whole number of values */
export function bytesToFloats(bytes: Uint8Array): Float64Array<ArrayBuffer> {
  if (bytes.length % 8 !== 0) throw new RangeError(`${bytes.length} bytes are no whole number of Float64 values`);
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return new Float64Array(copy.buffer);
}
