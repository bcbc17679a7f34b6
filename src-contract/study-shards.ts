/**
 * Which part of a study a machine of several does: the runs of a study in their order, dealt out in rounds of n, each round
 * beginning one machine further, so that the parts differ by one run at most and no part has one method or one seed alone.
 */
export const MOST_SHARDS = 10_000;

/** Part `index`, from 1, of `of` parts. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/**
 * @param position of a run among those of its study, from 0; runs that are one have one position
 * @returns the part that makes it, from 1 to n
 */
export function shardOf(position: number, n: number): number {
  return (position + Math.floor(position / n)) % n + 1;
}

/** `3/16`. */
export function shardText({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/** @returns null where the text is no `i/n` with 1 ≤ i ≤ n */
export function readShard(text: string): Shard | null {
  const found = /^(\d{1,5})\/(\d{1,5})$/.exec(text);
  const [index, of] = [Number(found?.[1]), Number(found?.[2])];
  return index >= 1 && index <= of && of <= MOST_SHARDS ? { index, of } : null;
}
