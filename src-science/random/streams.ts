/**
 * The streams of random numbers: one seed serves many purposes, and each draws from a stream of its own, so that
 * no two see the same numbers (docs/science.md, section 11). A number is never given to another purpose: results
 * depend on it.
 */
export const STREAMS = {
  /** The samples of a descent's steps. */
  descent: 0,
  /** The samples of estimates. */
  estimation: 1,
  /** The samples that a decoder draws. */
  decoding: 2,
  /** Random starts of descents. */
  start: 3,
  /** The samples of claims. */
  claims: 4,
  /** The local search. */
  search: 5,
  /** The estimates that gradient quality compares. */
  quality: 6,
  /** The dives. */
  dives: 7,
  /** The runs of Wedelin's algorithm. */
  rows: 8,
  /** The signs of an interchange error that is added as noise. */
  errorSigns: 9,
  /** Parameters that a network begins with. */
  network: 10,
  /** Orders in which a training takes its programs. */
  trainingOrder: 11,
  /** The samples of a training's gradients. */
  training: 12,
  /** Random programs; "gen" in ASCII. */
  generators: 0x67656e,
} as const;
