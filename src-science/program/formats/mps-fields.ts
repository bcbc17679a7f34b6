/**
 * Fields of an MPS line, free or fixed. Free: fields are between blanks. Fixed: columns 2–3, 5–12,
 * 15–22, 25–36, 40–47 and 50–61, so that a name may hold spaces. Both leave the same list of fields,
 * blank ones left out; a field that begins with `$`, other than the first, begins a comment (the
 * standard's rule for fields 3 and 5). Nothing here knows what the fields mean.
 */

const SPACE = 32;
const TAB = 9;
const DOLLAR = 36;

/** Most fields that a line is cut into; a line with more is wrong anyway. */
const MOST_FIELDS = 8;

/** 0-based [from, to) of the six fixed fields. */
const FIXED_FIELDS: readonly (readonly [number, number])[] = [[1, 3], [4, 12], [14, 22], [24, 36], [39, 47], [49, 61]];
/** 0-based columns that are blank in every fixed line. */
const FIXED_GAPS = [0, 3, 12, 13, 22, 23, 36, 37, 38, 47, 48];

export class MpsFields {
  /** Number of fields of the line last cut. */
  count = 0;
  readonly from = new Int32Array(MOST_FIELDS);
  readonly to = new Int32Array(MOST_FIELDS);

  /** Cuts at blanks. Hot: called once for each line. */
  cutFree(bytes: Uint8Array, from: number, to: number): void {
    let count = 0;
    let i = from;
    while (count < MOST_FIELDS) {
      while (i < to && (bytes[i] === SPACE || bytes[i] === TAB)) i++;
      if (i >= to || (bytes[i] === DOLLAR && count > 0)) break;
      this.from[count] = i;
      do i++;
      while (i < to && bytes[i] !== SPACE && bytes[i] !== TAB);
      this.to[count] = i;
      count++;
    }
    this.count = count;
  }

  /** Cuts at the fixed columns and trims. */
  cutFixed(bytes: Uint8Array, from: number, to: number): void {
    let count = 0;
    for (const [begin, end] of FIXED_FIELDS) {
      let a = Math.min(from + begin, to);
      let b = Math.min(from + end, to);
      while (a < b && bytes[a] === SPACE) a++;
      while (b > a && bytes[b - 1] === SPACE) b--;
      if (a === b) continue;
      if (bytes[a] === DOLLAR && count > 0) break;
      this.from[count] = a;
      this.to[count] = b;
      count++;
    }
    this.count = count;
  }

  /** Whether field `k` is this ASCII text. */
  is(bytes: Uint8Array, k: number, text: string): boolean {
    const from = this.from[k]!;
    if (this.to[k]! - from !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false;
    return true;
  }
}

/**
 * Whether a line keeps to the fixed columns.
 * @param codeField whether the section's lines have a code in columns 2–3 (ROWS, BOUNDS), or nothing
 * A file all of whose lines do is read the same by either layout unless a name holds spaces, so a
 * reader that has cut at blanks so far may go over to fixed columns at the first line that needs it.
 */
export function fitsFixed(bytes: Uint8Array, from: number, to: number, codeField: boolean): boolean {
  const length = to - from;
  for (const gap of FIXED_GAPS) if (gap < length && bytes[from + gap] !== SPACE) return false;
  const code = (length > 1 && bytes[from + 1] !== SPACE) || (length > 2 && bytes[from + 2] !== SPACE);
  if (code !== codeField) return false;
  for (let i = from + 61; i < to; i++) if (bytes[i] !== SPACE) return false;
  return true;
}

export function hasTab(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === TAB) return true;
  return false;
}
