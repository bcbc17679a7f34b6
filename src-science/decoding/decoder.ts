/** Names of the decoders from x̂ to 0/1 (docs/science.md, section 10); each has a file of its own. */
export const DECODER_NAMES = [
  'threshold', 'conditional-expectation', 'best-of-samples', 'greedy-repair', 'wedelin', 'local-search', 'dive',
] as const;
export type DecoderName = (typeof DECODER_NAMES)[number];
