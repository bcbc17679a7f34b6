/** Random numbers one after the other, a function of a seed and a stream: for searches, which draw as they go. */
import { createRandomStream, positionStream } from './bit-planes.ts';
import { threefryBlock } from './threefry.ts';

export interface NumberSequence {
  /** A whole number in 0…n−1. */
  readonly below: (n: number) => number;
  /** A number in [0, 1) with 32 bits. */
  readonly unit: () => number;
}

/** @param stream as in `StreamPosition`, as `iteration` */
export function createNumberSequence(seed: number, stream: number, iteration = 0): NumberSequence {
  const random = createRandomStream();
  positionStream(random, seed, stream, iteration);
  let drawn = 0;
  const unit = (): number => {
    const word = drawn % 4;
    if (word === 0) threefryBlock(random.key, Math.floor(drawn / 4) | 0, Math.floor(drawn / 2 ** 34), 0, 0, random.words);
    drawn++;
    return (random.words[word]! >>> 0) / 2 ** 32;
  };
  return { unit, below: (n) => Math.floor(unit() * n) };
}
