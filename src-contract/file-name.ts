/** A name out of a file or of a person's hand as the name of a new file. Pure. */
import { encodeUtf8 } from '../src-science/program/formats/utf8.ts';
import { hasUnshown } from '../src-science/program/one-line.ts';

/** UTF-8 bytes of a name with its ending: file systems take 255, and a file beside it has a longer name. */
const MOST_BYTES = 180;
/** Names of devices under Windows, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file name that every file system takes and no shell acts on: without separators, wildcards, control
 * characters and marks that turn the direction of writing (which hide an ending), not beginning with a dot or
 * a dash, not ending in a dot or a blank.
 * @param ending with its dot, kept whole where the name is cut
 */
export function plainFileName(name: string, ending = ''): string {
  const characters = Array.from(
    name.normalize('NFC'), (character) => (hasUnshown(character) || /[\\/:*?"<>|\s]/u.test(character) ? ' ' : character),
  );
  const stem = characters.join('').replaceAll(/ +/g, ' ').replace(/^[.\- ]+/, '');
  let cut = '';
  let bytes = byteLength(ending);
  for (const character of stem) {
    bytes += byteLength(character);
    if (bytes > MOST_BYTES) break;
    cut += character;
  }
  const plain = cut.replace(/[. ]+$/, '');
  return `${plain === '' ? 'untitled' : DEVICE.test(plain) ? `${plain}_` : plain}${ending}`;
}

function byteLength(text: string): number {
  return encodeUtf8(text)?.length ?? 0;
}
