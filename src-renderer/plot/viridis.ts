/**
 * The viridis color scale (S. van der Walt and N. Smith, matplotlib, CC0): perceptually even, readable
 * without color vision and in gray. Given by 17 of its 256 entries; linear interpolation between them
 * is close to it.
 */
const STOPS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84], [72, 24, 106], [71, 45, 123], [66, 64, 134], [59, 82, 139], [51, 99, 141], [44, 114, 142], [38, 130, 142],
  [33, 145, 140], [31, 160, 136], [40, 174, 128], [63, 188, 115], [94, 201, 98], [132, 212, 75], [173, 220, 48], [216, 226, 25],
  [253, 231, 37],
];

/** @param t in [0, 1]; values outside are clamped */
export function viridis(t: number): readonly [number, number, number] {
  const at = Math.min(1, Math.max(0, t)) * (STOPS.length - 1);
  const low = STOPS[Math.min(STOPS.length - 2, Math.floor(at))] ?? [0, 0, 0];
  const high = STOPS[Math.min(STOPS.length - 1, Math.floor(at) + 1)] ?? low;
  const share = at - Math.min(STOPS.length - 2, Math.floor(at));
  return [0, 1, 2].map((channel) => Math.round((low[channel] ?? 0) + share * ((high[channel] ?? 0) - (low[channel] ?? 0)))) as [
    number, number, number,
  ];
}

/** 256 entries of RGB. */
export function viridisTable(): Uint8Array {
  const table = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) table.set(viridis(i / 255), i * 3);
  return table;
}

export const cssColor = ([r, g, b]: readonly [number, number, number]): string => `rgb(${r}, ${g}, ${b})`;
