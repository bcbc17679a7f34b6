/** The verdict on a file's first hundred bytes, as a table of sentences. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { APPLICATION_ID, HEADER_LENGTH, openVerdict } from '../../../src-main/engine/files/header.ts';
import { headerRefusal } from '../../../src-main/engine/files/refusals.ts';

const PAGE = 4096;

/** A header as SQLite writes it for a session of three pages. */
function header(
  change: (view: DataView, bytes: Uint8Array) => void = () => undefined,
  fileSize = 3 * PAGE,
): { fileSize: number; bytes: Uint8Array } {
  const bytes = new Uint8Array(HEADER_LENGTH);
  bytes.set(new TextEncoder().encode('SQLite format 3\0'));
  const view = new DataView(bytes.buffer);
  view.setUint16(16, PAGE);
  bytes[18] = 1;
  bytes[19] = 1;
  view.setUint32(24, 7);
  view.setUint32(28, 3);
  view.setUint32(92, 7);
  view.setInt32(60, 1);
  view.setInt32(68, APPLICATION_ID);
  change(view, bytes);
  return { fileSize, bytes };
}

describe('openVerdict', () => {
  it('opens a session of this version', () => {
    expect(openVerdict(header(), 1)).toEqual({ kind: 'open', version: 1, wal: false });
  });
  it('opens a session of an older version', () => {
    expect(openVerdict(header(), 5)).toEqual({ kind: 'open', version: 1, wal: false });
  });
  it('says so when another tool left the file in write-ahead mode', () => {
    expect(openVerdict(header((_, bytes) => bytes.fill(2, 18, 20)), 1)).toEqual({ kind: 'open', version: 1, wal: true });
  });
  it('refuses an empty file', () => {
    expect(openVerdict({ fileSize: 0, bytes: new Uint8Array(0) }, 1)).toEqual({ kind: 'empty' });
  });
  it.each(['NAME          p0033\n', 'S', 'SQLite format 2\0', '<!doctype html>'])('refuses what is no SQLite database: %j', (text) => {
    const bytes = new TextEncoder().encode(text.padEnd(text.length > 1 ? HEADER_LENGTH : 1, 'x'));
    const verdict = openVerdict({ fileSize: bytes.length, bytes }, 1);
    expect(verdict.kind).toBe(text === 'S' ? 'truncated' : 'not-sqlite');
  });
  it("refuses another program's database and names its id", () => {
    expect(openVerdict(header((view) => view.setInt32(68, 0)), 1)).toEqual({ kind: 'foreign', applicationId: 0 });
    expect(openVerdict(header((view) => view.setInt32(68, 252_006_675)), 1)).toEqual({ kind: 'foreign', applicationId: 252_006_675 });
  });
  it('refuses a newer version', () => {
    expect(openVerdict(header((view) => view.setInt32(60, 2)), 1)).toEqual({ kind: 'newer', version: 2, supported: 1 });
  });
  it.each([0, -1])('calls version %i damaged: no version of ours writes it', (version) => {
    expect(openVerdict(header((view) => view.setInt32(60, version)), 1).kind).toBe('damaged');
  });
  it('calls an impossible page size damaged', () => {
    for (const size of [0, 3, 256, 4095]) expect(openVerdict(header((view) => view.setUint16(16, size)), 1).kind).toBe('damaged');
  });
  it('reads a page size of 1 as 65536', () => {
    expect(openVerdict(header((view) => view.setUint16(16, 1), 3 * 65536), 1).kind).toBe('open');
  });
  it('calls a file truncated that is shorter than its header says', () => {
    expect(openVerdict(header(undefined, 2 * PAGE), 1)).toEqual({ kind: 'truncated', expected: 3 * PAGE, actual: 2 * PAGE });
  });
  it('does not believe a page count that an older writer left behind', () => {
    expect(openVerdict(header((view) => view.setUint32(92, 6), 2 * PAGE), 1).kind).toBe('open');
  });
  it('calls a file truncated that ends inside a page', () => {
    expect(openVerdict(header(undefined, 3 * PAGE + 1), 1).kind).toBe('truncated');
  });
  it('calls a file truncated that ends inside its header', () => {
    for (let length = 1; length < HEADER_LENGTH; length++) {
      expect(openVerdict({ fileSize: length, bytes: header().bytes.subarray(0, length) }, 1).kind).toBe('truncated');
    }
  });
  it('has a verdict on any bytes, and a sentence for every refusal that names the file', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: HEADER_LENGTH }), fc.boolean(), fc.nat(100_000), (bytes, asSession, extra) => {
        const start = asSession ? header().bytes.slice() : new Uint8Array(bytes.length);
        start.set(bytes.subarray(0, asSession ? 0 : bytes.length));
        if (asSession) bytes.forEach((value, k) => (start[16 + (k % 84)] = value));
        const verdict = openVerdict({ fileSize: start.length + extra, bytes: start }, 1);
        const refusal = headerRefusal(verdict, '/home/ada/thesis.leibniz');
        if (verdict.kind === 'open') expect(refusal).toBeNull();
        else {
          expect(refusal?.message).toContain('thesis.leibniz');
          expect(refusal?.message).not.toContain('/home');
          expect(refusal?.hint).not.toBe('');
          expect(refusal?.place.file).toBe('/home/ada/thesis.leibniz');
        }
      }),
    );
  });
});
