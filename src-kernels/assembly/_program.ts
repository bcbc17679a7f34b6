/**
 * Where the host (src-kernels/sampling.ts) has put a program and the buffers of its samples: addresses
 * and counts, each set by its name through the exported global. What the arrays mean is
 * `SamplingLayout` and `SampleTotals` of src-science/gradients; here only what is peculiar to this memory:
 *
 * literals   a mask of one bit a sample for each literal (2j: x_j, 2j+1: 1 − x_j); 4 bytes apart where
 *            the pass has one block of 32 samples, 16 where up to four, 64 where up to sixteen. Samples
 *            that are not wanted are 0 in both.
 * late       for each fourth variable 64 bytes: draws that the leading planes left undecided
 * slopes, literalSum  two doubles a variable: for x_j = 1, for x_j = 0 (`_gradient.ts`)
 * blocks     16 low words of block numbers, 16 high words, 16 masks of wanted samples
 * cornerMiss 64 times the number of each nonzero's complement, so the address of its mask where literals
 *            are 64 bytes apart
 * byteMasks  for each byte eight 64-bit masks
 * rowBits    where `samples`: for each corner row the samples that violate it, laid out as a literal; weighted
 *            rows, the wanted samples and none come behind them (`gradients.ts`)
 * violatedMasks  where `averaged` or `samples`: 64 bytes a weighted row, the samples of the pass that violate it
 * run…       rows in runs: first row, first entry of its tables, first of its `spreadVariables`, one more
 *            than runs of each (src-kernels/row-plan.ts, as are blocks of variables and entries)
 * indexes    1024 bytes a block of variables: for each sample their bits, times 16, in two bytes
 * rowValues  values of four rows by sample, 8192 bytes, and again by row
 * nearSamples  8 bytes a sample
 * planes     32 planes of 64 bytes: the counters of one group of rows, bit n of each sample's count in
 *            plane n; then 8 masks of 64 bytes that wait to be counted
 */
export let variables: i32 = 0;
export let threshold: usize = 0;
export let drawn: usize = 0;
export let late: usize = 0;
export let blocks: usize = 0;
export let literals: usize = 0;
export let penalty: usize = 0;
export let objective: usize = 0;
export let feasible: usize = 0;
export let byteMasks: usize = 0;
export let planes: usize = 0;

export let groupCount: i32 = 0;
export let groupStart: usize = 0;
export let groupKind: usize = 0;
export let groupAmount: usize = 0;
export let cornerStart: usize = 0;
export let cornerMiss: usize = 0;
export let cornerTotal: usize = 0;
export let cornerViolated: usize = 0;
export let literalCount: usize = 0;
export let cornerCount: i32 = 0;
export let coverCount: i32 = 0;
export let cornerCoefficient: usize = 0;

export let weightedCount: i32 = 0;
export let weightedStart: usize = 0;
export let weightedMiddle: usize = 0;
export let weightedColumn: usize = 0;
export let weightedSize: usize = 0;
export let weightedBound: usize = 0;
export let weightedReach: usize = 0;
export let weightedDoubt: usize = 0;
export let weightedUnit: usize = 0;
export let weightedFactor: usize = 0;
export let realWeight: usize = 0;
export let realBound: usize = 0;
export let weightedTotal: usize = 0;
export let weightedViolated: usize = 0;
export let weightedCoefficient: usize = 0;
export let violatedMasks: usize = 0;
export let rowBits: usize = 0;
export let laneMasks: usize = 0;
export let lanes: usize = 0;

export let runCount: i32 = 0;
export let runStart: usize = 0;
export let runEntry: usize = 0;
export let runSpread: usize = 0;
export let spreadVariables: usize = 0;
export let blockCount: i32 = 0;
export let blockVariables: usize = 0;
export let entryBlock: usize = 0;
export let entryWeight: usize = 0;
export let entryPlace: usize = 0;
export let indexes: usize = 0;
export let rowValues: usize = 0;
export let nearSamples: usize = 0;

export let linearCount: i32 = 0;
export let linearVariables: usize = 0;
export let linear: usize = 0;
export let linearConstant: f64 = 0;
export let objectiveCount: i32 = 0;
export let objectiveVariables: usize = 0;
export let objectiveCoefficient: usize = 0;
export let objectiveConstant: f64 = 0;
export let alwaysCount: i32 = 0;
export let onesTotal: usize = 0;
export let alwaysLinear: usize = 0;

export let gradient: usize = 0;
export let slopes: usize = 0;
export let literalSum: usize = 0;

/** What is summed for the gradient (`SampleTotals`). */
export const NOTHING: i32 = 0;
export const TRUE_PENALTY: i32 = 1;
export const AVERAGED: i32 = 2;
export const SAMPLES: i32 = 3;

/** Kinds of corner rows, as in src-science/relaxation/row-split.ts. */
export const COVER: i32 = 0;
export const TIED_PACKING: i32 = 2;
