/** UTF-8 against the platform's own encoder and decoder, which src-science may not name. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLoosely, decodeUtf8, encodeUtf8 } from '../../../src-science/program/formats/utf8.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

function platformText(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

describe('UTF-8', () => {
  it('is decoded as the platform decodes it, or refused where it refuses, for any few bytes', () => {
    // Bytes at the borders of the format far more often than by chance.
    const border = fc.constantFrom(
      0x00,
      0x41,
      0x7f,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc0,
      0xc1,
      0xc2,
      0xdf,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0xff,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(border, fc.integer({ min: 0, max: 255 })), { maxLength: 6 }), (list) => {
        const bytes = Uint8Array.from(list);
        expect(decodeUtf8(bytes, 0, bytes.length)).toBe(platformText(bytes));
      }),
      { numRuns: 20_000, seed: 81 },
    );
  });

  it('is decoded and encoded for every code point around every border, alone and between others', () => {
    const borders = [0, 0x7f, 0x80, 0xff, 0x7ff, 0x800, 0xfff, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x1f600, 0xfffff, 0x100000,
      0x10ffff];
    for (const code of borders.flatMap((border) => [border - 1, border, border + 1])) {
      if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) continue;
      for (const text of [String.fromCodePoint(code), `a${String.fromCodePoint(code)}ü`]) {
        const bytes = encoder.encode(text);
        expect(encodeUtf8(text)).toEqual(bytes);
        expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text);
      }
    }
  });

  it('is encoded as the platform encodes it, but never from half a surrogate pair', () => {
    const unit = fc.oneof(
      fc.constantFrom(0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff),
      fc.integer({ min: 0, max: 0xffff }),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 6 }), (units) => {
        const text = String.fromCharCode(...units);
        const whole = !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
        expect(encodeUtf8(text)).toEqual(whole ? encoder.encode(text) : null);
      }),
      { numRuns: 5000, seed: 82 },
    );
  });

  it('is decoded within the range asked for, also of long texts', () => {
    const text = `${'x'.repeat(5000)}é${'y'.repeat(100)}`;
    const bytes = encoder.encode(text);
    expect(decodeUtf8(bytes, 4998, 5004)).toBe('xxéyy');
    expect(decodeUtf8(bytes, 0, 5000)).toBe('x'.repeat(5000));
    expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text);
    expect(decodeUtf8(bytes, 0, 5001)).toBeNull();
  });

  it('is shown in messages with a mark for each wrong byte, and cut at 240 bytes', () => {
    expect(decodeLoosely(Uint8Array.of(0x61, 0xff, 0x62, 0x7f, 0x80), 0, 5)).toBe('a\ufffdb\x7f\ufffd');
    expect(decodeLoosely(encoder.encode('grüße'), 0, 7)).toBe('grüße');
    expect(decodeLoosely(encoder.encode('z'.repeat(500)), 10, 500)).toBe('z'.repeat(240));
    expect(decodeLoosely(encoder.encode('abc'), 1, 2)).toBe('b');
  });
});
