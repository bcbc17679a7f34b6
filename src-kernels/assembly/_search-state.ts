/** Where the arrays of a local search lie, and what it counts; `search.ts` moves from vector to vector, `_search-choices.ts` chooses the moves. */

export let variables: i32 = 0;
export let rows: i32 = 0;
/** Length rows + 1: nonzeros before each row. */
export let start: usize = 0;
/** column · 8, and 1 where the coefficient is positive. */
export let entry: usize = 0;
/** Of rows of several sizes the same entries by falling size, that size, and how many from the first of a run on have it. */
export let sorted: usize = 0;
export let size: usize = 0;
export let run: usize = 0;
export let columnStart: usize = 0;
export let columnRow: usize = 0;
export let columnValue: usize = 0;
export let x: usize = 0;
export let excess: usize = 0;
export let tolerance: usize = 0;
export let scale: usize = 0;
export let reach: usize = 0;
export let weight: usize = 0;
/** 1 where all coefficients of a row are of one size. */
export let uniform: usize = 0;
/** Variables of a uniform row whose flip raises its excess: how many, and the exclusive or of their columns. */
export let raising: usize = 0;
export let raisingXor: usize = 0;
/** The exclusive or of all columns of a row. */
export let columnsXor: usize = 0;
export let score: usize = 0;
export let lastFlip: usize = 0;
export let cost: usize = 0;
export let absoluteCost: usize = 0;
/** A byte each, 255 where a flip of x_j lowers the objective and x_j is free. */
export let gains: usize = 0;
export let free: usize = 0;
export let violated: usize = 0;
export let place: usize = 0;
export let costedCount: i32 = 0;

export let violatedCount: i32 = 0;
export let objective: f64 = 0;
export let work: f64 = 0;
export let flips: f64 = 0;

/** @param at addresses of the arrays, 26 words in the order that the host says */
export function placeArrays(d: i32, m: i32, costed: i32, at: usize): void {
  variables = d;
  rows = m;
  costedCount = costed;
  start = load<u32>(at, 0);
  entry = load<u32>(at, 4);
  sorted = load<u32>(at, 8);
  columnStart = load<u32>(at, 12);
  columnRow = load<u32>(at, 16);
  columnValue = load<u32>(at, 20);
  x = load<u32>(at, 24);
  excess = load<u32>(at, 28);
  tolerance = load<u32>(at, 32);
  scale = load<u32>(at, 36);
  reach = load<u32>(at, 40);
  weight = load<u32>(at, 44);
  uniform = load<u32>(at, 48);
  raising = load<u32>(at, 52);
  raisingXor = load<u32>(at, 56);
  columnsXor = load<u32>(at, 60);
  score = load<u32>(at, 64);
  lastFlip = load<u32>(at, 68);
  cost = load<u32>(at, 72);
  absoluteCost = load<u32>(at, 76);
  gains = load<u32>(at, 80);
  free = load<u32>(at, 84);
  violated = load<u32>(at, 88);
  place = load<u32>(at, 92);
  size = load<u32>(at, 96);
  run = load<u32>(at, 100);
}
