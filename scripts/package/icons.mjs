/**
 * The icons, from the drawings in packaging/: PNG at every size that desktops ask for, one `.ico` and one
 * `.icns`. Both containers hold PNG files behind a few bytes of index.
 */
import { Resvg } from '@resvg/resvg-js';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../set-up/places.mjs';

export const PNG_SIZES = /** @type {const} */ ([16, 22, 24, 32, 48, 64, 128, 256, 512]);
/** Below it the plain drawing, whose strokes survive so few pixels. */
const SMALL = 40;
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Type codes of Apple's icon container for PNG content, with the size in pixels (`ic11` to `ic14` are for two pixels a point). */
const ICNS_TYPES = /** @type {const} */ ([
  ['ic11', 32], ['ic12', 64], ['ic07', 128], ['ic13', 256], ['ic08', 256], ['ic14', 512], ['ic09', 512],
]);

/** @param {string} name a drawing in packaging/ @param {number} size in pixels @returns {Buffer} PNG */
export function drawn(name, size) {
  const file = join(projectRoot, 'packaging', `${name}.svg`);
  const drawing = readFileSync(file, 'utf8');
  return new Resvg(drawing, { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } }).render().asPng();
}

/** @param {number} size */
export const programIcon = (size) => drawn(size < SMALL ? 'icon-small' : 'icon', size);

/**
 * Windows' container: a header of 6 bytes, 16 for each picture, the pictures.
 * @param {readonly { size: number, png: Buffer }[]} pictures
 */
export function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let at = head.length;
  for (const [k, { size, png }] of pictures.entries()) {
    const entry = 6 + 16 * k;
    // 0 stands for 256.
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/**
 * Apple's container: `icns` and the length of all, then for each picture its type, its length with these eight bytes, and PNG.
 * @param {readonly { type: string, png: Buffer }[]} pictures
 */
export function icns(pictures) {
  /** @param {string} type @param {Buffer} content */
  const block = (type, content) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(content.length + 8, 4);
    return Buffer.concat([head, content]);
  };
  return block('icns', Buffer.concat(pictures.map(({ type, png }) => block(type, png))));
}

/** Writes icon.ico and icon.icns, and the same of the session. @param {string} folder */
export function writeContainers(folder) {
  mkdirSync(folder, { recursive: true });
  for (const [name, draw] of /** @type {const} */ ([
    ['icon', programIcon], ['session-icon', (/** @type {number} */ size) => drawn('session-icon', size)],
  ])) {
    writeFileSync(join(folder, `${name}.ico`), ico(ICO_SIZES.map((size) => ({ size, png: draw(size) }))));
    writeFileSync(join(folder, `${name}.icns`), icns(ICNS_TYPES.map(([type, size]) => ({ type, png: draw(size) }))));
  }
}
