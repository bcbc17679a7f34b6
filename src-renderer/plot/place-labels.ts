/**
 * Direct labels at line ends: each as near to its line's end as it can be without touching another
 * one. Labels that want the same place are pushed apart around their common middle (pooling of
 * adjacent violators, which minimizes the sum of squared shifts), and kept inside the plot.
 */
export interface WantedLabel {
  /** Pixels from the top. */
  readonly y: number;
}

/**
 * @param wanted in any order
 * @param height of one label in px
 * @returns the y of each label in the order given, or null if they cannot all fit between top and bottom
 */
export function placeLabels(wanted: readonly WantedLabel[], height: number, top: number, bottom: number): number[] | null {
  const n = wanted.length;
  if (n * height > bottom - top + height * 0.5) return null;
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a]?.y ?? 0) - (wanted[b]?.y ?? 0));
  interface Block {
    members: number[];
    /** Sum over members of (wanted y − offset inside the block). */
    sum: number;
    /** Where the block's first label stands. */
    at: number;
  }
  const blocks: Block[] = [];
  const lowest = Math.max(top, bottom - height * 0.5);
  const settle = (block: Block): void => {
    const span = (block.members.length - 1) * height;
    block.at = Math.min(Math.max(block.sum / block.members.length, top), Math.max(top, lowest - span));
  };
  for (const index of order) {
    const block: Block = { members: [index], sum: wanted[index]?.y ?? 0, at: 0 };
    settle(block);
    blocks.push(block);
    for (;;) {
      const last = blocks.at(-1);
      const before = blocks.at(-2);
      if (last === undefined || before === undefined || before.at + before.members.length * height <= last.at + 1e-9) break;
      const shift = before.members.length * height;
      before.sum += last.sum - shift * last.members.length;
      before.members.push(...last.members);
      blocks.pop();
      settle(before);
    }
  }
  const out = new Array<number>(n).fill(0);
  for (const block of blocks) block.members.forEach((index, k) => (out[index] = block.at + k * height));
  return out;
}

/** Rough width of a text in px; a canvas would know better, but the layout must not need one. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const character of text) width += /[ilj.,:;|'·\u202f ]/.test(character)
    ? 0.32
    : /[mwMW%]/.test(character)
    ? 0.86
    : /[A-Z#μ—]/.test(character)
    ? 0.66
    : 0.57;
  return width * fontSize;
}

/** The text cut with an ellipsis so that it fits. */
export function fitText(text: string, fontSize: number, room: number): string {
  if (textWidth(text, fontSize) <= room) return text;
  let kept = text;
  while (kept.length > 1 && textWidth(`${kept}…`, fontSize) > room) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
