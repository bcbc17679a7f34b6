/**
 * Which mutants are tried: all, or a seeded sample stratified by folder, so that no folder's score rests
 * on a handful. The same mutants, size and seed give the same sample.
 */

/** Mulberry32: enough for drawing a sample. @returns numbers in [0, 1) */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Smallest share of the sample that a folder gets, as long as it has that many mutants. */
const LEAST_PER_FOLDER = 20;

/**
 * How many of each stratum to draw: in proportion to its size, but never fewer than `LEAST_PER_FOLDER`
 * or all it has; so the whole may come out larger than `wanted`.
 */
export function allocate(sizes: ReadonlyMap<string, number>, wanted: number): Map<string, number> {
  const total = [...sizes.values()].reduce((sum, n) => sum + n, 0);
  return new Map([...sizes].map(([name, size]) => [name, Math.min(size, Math.max(LEAST_PER_FOLDER, Math.round((wanted * size) / total)))]));
}

/** `count` of the items in their own order, every subset equally likely. */
export function draw<T>(items: readonly T[], count: number, random: () => number): T[] {
  const place = items.map((_, n) => n);
  for (let n = 0; n < count; n++) {
    const other = n + Math.floor(random() * (place.length - n));
    const kept = place[other] ?? n;
    place[other] = place[n] ?? n;
    place[n] = kept;
  }
  const chosen = new Set(place.slice(0, count));
  return items.filter((_, n) => chosen.has(n));
}
