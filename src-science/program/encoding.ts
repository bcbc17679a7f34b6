/**
 * The compact binary form of a program: what is stored, hashed and handed to workers. Equal programs
 * give equal bytes (−0 is written as 0), so the hash names the program. Layout, little-endian:
 * `LBZP`, version byte, counts, texts, then the numbers, each array in the narrowest of five widths;
 * columns as gaps. docs/formats.md has it in full. Decoding trusts nothing: bytes from a session file
 * may be anybody's.
 */
import type { IntegerVariable, Program } from './program.ts';
import { ProblemError } from './problem-error.ts';
import { decodeUtf8 } from './formats/utf8.ts';
import { utf8Of } from './formats/name-escape.ts';
import { validateProgram } from './validate-program.ts';

const MAGIC = [0x4c, 0x42, 0x5a, 0x50];
/** Programs without integer variables are written as version 1, so that their hashes stay. */
const PLAIN_VERSION = 1;
const INTEGERS_VERSION = 2;

/** Widths of an array of numbers. */
const CONSTANT = 0;
const INT8 = 1;
const INT16 = 2;
const INT32 = 3;
const FLOAT64 = 4;

class ByteWriter {
  #bytes = new Uint8Array(1 << 12);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  taken(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** Seven bits a byte, low bits first. */
  count(value: number): void {
    this.#room(5);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  text(value: string): void {
    const bytes = utf8Of(value);
    this.count(bytes.length);
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  number(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, value === 0 ? 0 : value, true);
    this.#length += 8;
  }

  numbers(values: Float64Array): void {
    const width = widthOf(values);
    this.byte(width);
    if (width === CONSTANT) {
      this.number(values[0] ?? 0);
      return;
    }
    this.#room(values.length * 8);
    for (const value of values) {
      if (width === FLOAT64) this.number(value);
      else if (width === INT8) this.#view.setInt8(this.#length++, value);
      else if (width === INT16) {
        this.#view.setInt16(this.#length, value, true);
        this.#length += 2;
      } else {
        this.#view.setInt32(this.#length, value, true);
        this.#length += 4;
      }
    }
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

function widthOf(values: Float64Array): number {
  let constant = true;
  let low = 0;
  let high = 0;
  for (const value of values) {
    if (value !== values[0]) constant = false;
    if (!Number.isInteger(value)) high = Number.POSITIVE_INFINITY;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (constant) return CONSTANT;
  if (low >= -128 && high < 128) return INT8;
  if (low >= -32768 && high < 32768) return INT16;
  if (low >= -(2 ** 31) && high < 2 ** 31) return INT32;
  return FLOAT64;
}

/**
 * Binary form of a program.
 * @throws ProblemError where the program is not valid
 * Cost: O(nnz + d + m).
 */
export function encodeProgram(program: Program): Uint8Array<ArrayBuffer> {
  validateProgram(program);
  const { rows } = program;
  const d = program.objective.length;
  const m = program.rowLower.length;
  const writer = new ByteWriter();
  for (const byte of MAGIC) writer.byte(byte);
  writer.byte(program.integers === undefined ? PLAIN_VERSION : INTEGERS_VERSION);
  writer.count(d);
  writer.count(m);
  writer.count(rows.value.length);
  writer.byte(program.sense === 'min' ? 0 : 1);
  writer.text(program.name);
  writer.text(program.objectiveName);
  writer.number(program.objectiveConstant);
  writer.numbers(program.objective);
  writer.numbers(Float64Array.from(program.fixed));
  for (const name of program.variableNames) writer.text(name);
  for (const name of program.rowNames) writer.text(name);
  for (let i = 0; i < m; i++) writer.count(rows.start[i + 1]! - rows.start[i]!);
  for (let i = 0; i < m; i++) {
    let previous = -1;
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) {
      writer.count(rows.column[k]! - previous - 1);
      previous = rows.column[k]!;
    }
  }
  writer.numbers(rows.value);
  writer.numbers(program.rowLower);
  writer.numbers(program.rowUpper);
  if (program.integers !== undefined) {
    writer.count(program.integers.length);
    for (const { name, lower, upper, bit, row } of program.integers) {
      writer.text(name);
      writer.number(lower);
      writer.number(upper);
      writer.count(bit);
      writer.count(row + 1);
    }
  }
  return writer.taken();
}

const DAMAGED_HINT = 'The stored problem is damaged: add the problem again from its file.';

function damaged(what: string): ProblemError {
  return new ProblemError('problem-encoding', `the stored problem cannot be read: ${what}`, DAMAGED_HINT);
}

class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    this.#need(1);
    return this.#bytes[this.#at++]!;
  }

  count(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) {
        if (value >= 2 ** 31) break;
        return value;
      }
    }
    throw damaged('a count is too large');
  }

  text(): string {
    const length = this.count();
    this.#need(length);
    const text = decodeUtf8(this.#bytes, this.#at, this.#at + length);
    if (text === null) throw damaged('a name is not UTF-8');
    this.#at += length;
    return text;
  }

  number(): number {
    this.#need(8);
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  numbers(length: number): Float64Array<ArrayBuffer> {
    const width = this.byte();
    if (width > FLOAT64) throw damaged('an array has an unknown width');
    if (width === CONSTANT) return new Float64Array(length).fill(this.number());
    const size = width === INT8 ? 1 : width === INT16 ? 2 : width === INT32 ? 4 : 8;
    this.#need(length * size);
    const values = new Float64Array(length);
    for (let k = 0; k < length; k++) {
      const at = this.#at + k * size;
      values[k] =
        width === INT8 ? this.#view.getInt8(at)
        : width === INT16 ? this.#view.getInt16(at, true)
        : width === INT32 ? this.#view.getInt32(at, true)
        : this.#view.getFloat64(at, true);
    }
    this.#at += length * size;
    return values;
  }

  #need(length: number): void {
    if (this.left < length) throw damaged('it ends too early');
  }
}

/**
 * The program of a binary form.
 * @param bytes what `encodeProgram` gave; may lie in shared memory, is not kept
 * @throws ProblemError where the bytes are no valid program
 * Cost: O(bytes).
 */
export function decodeProgram(bytes: Uint8Array): Program {
  const reader = new ByteReader(bytes);
  for (const byte of MAGIC) if (reader.byte() !== byte) throw damaged('it does not begin like a problem');
  const version = reader.byte();
  if (version !== PLAIN_VERSION && version !== INTEGERS_VERSION) throw new ProblemError(
    'problem-encoding', `the stored problem has format version ${version}, this program reads ${PLAIN_VERSION} and ${INTEGERS_VERSION}`,
    'Open it with the version of Leibniz that wrote it, or a newer one.',
  );
  const d = reader.count();
  const m = reader.count();
  const nonzeros = reader.count();
  // Each variable, row and nonzero takes at least this many bytes: no count can make us allocate more than the file is worth.
  if (2 * d + 3 * m + nonzeros > reader.left) throw damaged('its counts do not fit its length');
  const sense = reader.byte();
  if (sense > 1) throw damaged('its sense is unknown');
  const name = reader.text();
  const objectiveName = reader.text();
  const objectiveConstant = reader.number();
  const objective = reader.numbers(d);
  const fixed = reader.numbers(d);
  for (const value of fixed) if (value !== -1 && value !== 0 && value !== 1) {
    throw damaged('a variable is fixed to something else than 0 or 1');
  }
  const variableNames: string[] = [];
  for (let j = 0; j < d; j++) variableNames.push(reader.text());
  const rowNames: string[] = [];
  for (let i = 0; i < m; i++) rowNames.push(reader.text());
  const start = new Int32Array(m + 1);
  for (let i = 0; i < m; i++) {
    const end = start[i]! + reader.count();
    if (end > nonzeros) throw damaged('its rows have more nonzeros than it says');
    start[i + 1] = end;
  }
  if (start[m] !== nonzeros) throw damaged('its rows have fewer nonzeros than it says');
  const column = new Int32Array(nonzeros);
  for (let i = 0; i < m; i++) {
    let previous = -1;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      previous += reader.count() + 1;
      if (previous >= d) throw damaged('a row names a variable that does not exist');
      column[k] = previous;
    }
  }
  const value = reader.numbers(nonzeros);
  const rowLower = reader.numbers(m);
  const rowUpper = reader.numbers(m);
  const integers: IntegerVariable[] = [];
  const integerCount = version === INTEGERS_VERSION ? reader.count() : 0;
  if (integerCount > d) throw damaged('it has more integer variables than bits');
  for (let n = 0; n < integerCount; n++) integers.push({
    name: reader.text(), lower: reader.number(), upper: reader.number(), bit: reader.count(), row: reader.count() - 1,
  });
  if (reader.left > 0) throw damaged('it is longer than it should be');
  const program: Program = {
    name,
    sense: sense === 0 ? 'min' : 'max',
    objectiveName,
    objective,
    objectiveConstant,
    variableNames,
    fixed: Int8Array.from(fixed),
    rowNames,
    rows: { start, column, value },
    rowLower,
    rowUpper,
    ...(version === INTEGERS_VERSION ? { integers } : {}),
  };
  validateProgram(program);
  return program;
}
