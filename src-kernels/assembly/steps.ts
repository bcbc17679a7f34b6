/**
 * What a step of a descent does to each variable: the loops of src-science/descent/step-loops.ts to the same
 * bits, in one pass from the loss's gradient to the next marginals. Two variables go in a vector, two vectors
 * a turn; arrays are padded to a multiple of four, with fixed variables of no cost.
 *
 * A descent's arrays lie one `stride` apart, in the order below.
 */

/** First address after the module's own data. */
export function heapBase(): usize {
  return __heap_base;
}

const PARAMETER: usize = 0;
const MARGINAL: usize = 1;
const GRADIENT: usize = 2;
/** c. */
const OBJECTIVE: usize = 3;
/** All bits set where the variable is free. */
const FREE: usize = 4;
/** Of a fixed variable, 0 where it is free. */
const VALUE: usize = 5;
const FIRST_MOMENT: usize = 6;
const SECOND_MOMENT: usize = 7;

/** Bytes of parameters that are moved before their marginals are written: two short chains of operations overlap better than a long one. */
const BLOCK: usize = 1024;

const PLAIN: i32 = 0;
const MOMENTUM: i32 = 1;
const ADAM: i32 = 2;
const MEAN_FIELD: i32 = 3;

@inline
function both(value: f64): v128 {
  return f64x2.splat(value);
}

/** `sigmoid` of parametrization.ts. */
@inline
function sigmoid(l: v128): v128 {
  const round = f64x2(6755399441055744, 6755399441055744);
  const a = f64x2.neg(f64x2.abs(l));
  const t = f64x2.add(f64x2.mul(a, f64x2(1.4426950408889634, 1.4426950408889634)), round);
  const k = f64x2.sub(t, round);
  const r = f64x2.sub(f64x2.sub(a, f64x2.mul(k, f64x2(0.6931471803691238, 0.6931471803691238))),
    f64x2.mul(k, f64x2(1.9082149292705877e-10, 1.9082149292705877e-10)));
  const u = f64x2.mul(r, r);
  const even = f64x2.add(f64x2.mul(f64x2.add(f64x2.mul(f64x2.add(u, f64x2(840, 840)), u), f64x2(75600, 75600)), u), f64x2(665280, 665280));
  const odd = f64x2.mul(f64x2.add(f64x2.mul(f64x2.add(f64x2.mul(u, f64x2(42, 42)), f64x2(10080, 10080)), u), f64x2(332640, 332640)), r);
  const under = f64x2.sub(even, odd);
  // The last bits of t are k: 2^k is made of them.
  const scaled = f64x2.mul(f64x2.add(even, odd), i64x2.shl(i64x2.add(t, i64x2(1023, 1023)), 52));
  return f64x2.div(v128.bitselect(under, scaled, f64x2.ge(l, f64x2(0, 0))), f64x2.add(under, scaled));
}

/** Writes two marginals of their parameters. @returns what they add to cᵀx̂ */
@inline
function writeMarginals(logit: bool, p: v128, j: usize, stride: usize): v128 {
  const x = v128.or(v128.and(logit ? sigmoid(p) : p, v128.load(j + FREE * stride)), v128.load(j + VALUE * stride));
  v128.store(j + MARGINAL * stride, x);
  return f64x2.mul(v128.load(j + OBJECTIVE * stride), x);
}

/** Of the parts by j mod 4. */
@inline
function total(first: v128, second: v128): f64 {
  const sum = f64x2.add(first, second);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Writes x̂. @param groups of four variables @param constant c₀ @returns cᵀx̂ + c₀ */
export function marginals(groups: i32, state: usize, stride: usize, logit: bool, constant: f64): f64 {
  let first = f64x2(0, 0), second = f64x2(0, 0);
  first = f64x2.replace_lane(first, 0, constant);
  for (let j = state, end = state + (<usize>groups << 5); j < end; j += 32) {
    first = f64x2.add(first, writeMarginals(logit, v128.load(j), j, stride));
    second = f64x2.add(second, writeMarginals(logit, v128.load(j, 16), j + 16, stride));
  }
  return total(first, second);
}

/** Two entries of c + μ g. @returns their squares, of free variables */
@inline
function writeLossGradient(mu: v128, j: usize, stride: usize): v128 {
  const g = f64x2.add(v128.load(j + OBJECTIVE * stride), f64x2.mul(mu, v128.load(j + GRADIENT * stride)));
  v128.store(j + GRADIENT * stride, g);
  return v128.and(f64x2.mul(g, g), v128.load(j + FREE * stride));
}

/** Turns the penalty's gradient into the loss's. @returns its squared norm over the free variables */
export function lossGradient(groups: i32, state: usize, stride: usize, mu: f64): f64 {
  const weight = both(mu);
  let first = f64x2(0, 0), second = f64x2(0, 0);
  for (let j = state, end = state + (<usize>groups << 5); j < end; j += 32) {
    first = f64x2.add(first, writeLossGradient(weight, j, stride));
    second = f64x2.add(second, writeLossGradient(weight, j + 16, stride));
  }
  return total(first, second);
}

/** Moves two parameters: chain rule, update, range. */
@inline
function move(rule: i32, logit: bool, j: usize, stride: usize, a: v128, b: v128, keep1: v128, new1: v128, keep2: v128, new2: v128,
  epsilon: v128, low: v128, high: v128): void {
  const before = v128.load(j);
  let g = f64x2(0, 0);
  if (rule != MEAN_FIELD) {
    g = v128.load(j + GRADIENT * stride);
    if (logit) {
      const x = v128.load(j + MARGINAL * stride);
      g = f64x2.mul(g, f64x2.mul(x, f64x2.sub(f64x2(1, 1), x)));
    }
    g = v128.and(g, v128.load(j + FREE * stride));
  }
  let p: v128;
  if (rule == MEAN_FIELD) {
    p = f64x2.add(before, f64x2.mul(a, v128.load(j + FIRST_MOMENT * stride)));
  } else if (rule == ADAM) {
    const m = f64x2.add(f64x2.mul(keep1, v128.load(j + FIRST_MOMENT * stride)), f64x2.mul(new1, g));
    const v = f64x2.add(f64x2.mul(keep2, v128.load(j + SECOND_MOMENT * stride)), f64x2.mul(f64x2.mul(new2, g), g));
    v128.store(j + FIRST_MOMENT * stride, m);
    v128.store(j + SECOND_MOMENT * stride, v);
    p = f64x2.sub(before, f64x2.div(f64x2.mul(a, m), f64x2.add(f64x2.sqrt(f64x2.mul(v, b)), epsilon)));
  } else {
    if (rule == MOMENTUM) {
      g = f64x2.add(f64x2.mul(b, v128.load(j + FIRST_MOMENT * stride)), g);
      v128.store(j + FIRST_MOMENT * stride, g);
    }
    p = f64x2.sub(before, f64x2.mul(a, g));
  }
  // NaN stays. A marginal of −0 becomes 0.
  p = f64x2.pmin(f64x2.pmax(p, low), high);
  if (!logit) p = f64x2.add(p, f64x2(0, 0));
  v128.store(j, p);
}

@inline
function moveAll(rule: i32, logit: bool, groups: i32, state: usize, stride: usize, a: f64, b: f64, beta1: f64, beta2: f64, epsilon: f64,
  low: f64, high: f64, constant: f64): f64 {
  const va = both(a), vb = both(b), keep1 = both(beta1), new1 = both(1 - beta1), keep2 = both(beta2), new2 = both(1 - beta2),
    small = both(epsilon), least = both(low), most = both(high);
  let first = f64x2(0, 0), second = f64x2(0, 0);
  first = f64x2.replace_lane(first, 0, constant);
  for (let block = state, end = state + (<usize>groups << 5); block < end; block += BLOCK) {
    const to = min(block + BLOCK, end);
    for (let j = block; j < to; j += 32) {
      move(rule, logit, j, stride, va, vb, keep1, new1, keep2, new2, small, least, most);
      move(rule, logit, j + 16, stride, va, vb, keep1, new1, keep2, new2, small, least, most);
    }
    for (let j = block; j < to; j += 32) {
      first = f64x2.add(first, writeMarginals(logit, v128.load(j), j, stride));
      second = f64x2.add(second, writeMarginals(logit, v128.load(j, 16), j + 16, stride));
    }
  }
  return total(first, second);
}

/** Gradient step. @param low least value of a parameter @param high largest @returns cᵀx̂ + c₀ of the next marginals, as all below */
export function plain(groups: i32, state: usize, stride: usize, logit: bool, step: f64, low: f64, high: f64, constant: f64): f64 {
  return moveAll(PLAIN, logit, groups, state, stride, step, 0, 0, 0, 0, low, high, constant);
}

/** Heavy-ball momentum. */
export function momentum(groups: i32, state: usize, stride: usize, logit: bool, step: f64, kept: f64, low: f64, high: f64,
  constant: f64): f64 {
  return moveAll(MOMENTUM, logit, groups, state, stride, step, kept, 0, 0, 0, low, high, constant);
}

/** Adam. @param length step over the first moment's bias @param scale one over the second moment's */
export function adam(groups: i32, state: usize, stride: usize, logit: bool, length: f64, scale: f64, beta1: f64, beta2: f64, epsilon: f64,
  low: f64, high: f64, constant: f64): f64 {
  return moveAll(ADAM, logit, groups, state, stride, length, scale, beta1, beta2, epsilon, low, high, constant);
}

/** Mean-field annealing, along what `aim` wrote. @param rate ρ */
export function meanField(groups: i32, state: usize, stride: usize, logit: bool, rate: f64, low: f64, high: f64, constant: f64): f64 {
  return moveAll(MEAN_FIELD, logit, groups, state, stride, rate, 0, 0, 0, 0, low, high, constant);
}

/** `aim` of optimizer.ts. @returns the cosine with the aim before */
export function aim(groups: i32, state: usize, stride: usize, inverse: f64, low: f64, high: f64): f64 {
  const weight = both(inverse), least = both(low), most = both(high);
  let first = f64x2(0, 0), second = f64x2(0, 0), firstNow = f64x2(0, 0), secondNow = f64x2(0, 0), firstOld = f64x2(0, 0),
    secondOld = f64x2(0, 0);
  for (let j = state, end = state + (<usize>groups << 5); j < end; j += 32) {
    const old0 = v128.load(j + FIRST_MOMENT * stride), old1 = v128.load(j + FIRST_MOMENT * stride, 16);
    const new0 = writeAim(weight, least, most, j, stride), new1 = writeAim(weight, least, most, j + 16, stride);
    first = f64x2.add(first, f64x2.mul(new0, old0));
    second = f64x2.add(second, f64x2.mul(new1, old1));
    firstNow = f64x2.add(firstNow, f64x2.mul(new0, new0));
    secondNow = f64x2.add(secondNow, f64x2.mul(new1, new1));
    firstOld = f64x2.add(firstOld, f64x2.mul(old0, old0));
    secondOld = f64x2.add(secondOld, f64x2.mul(old1, old1));
  }
  const size = Math.sqrt(total(firstNow, secondNow) * total(firstOld, secondOld));
  return size > 0 ? total(first, second) / size : 0;
}

/** l* − l of two variables. */
@inline
function writeAim(weight: v128, low: v128, high: v128, j: usize, stride: usize): v128 {
  const target = f64x2.pmin(f64x2.pmax(f64x2.neg(f64x2.mul(v128.load(j + GRADIENT * stride), weight)), low), high);
  const aimed = v128.and(f64x2.sub(f64x2.add(target, f64x2(0, 0)), v128.load(j)), v128.load(j + FREE * stride));
  v128.store(j + FIRST_MOMENT * stride, aimed);
  return aimed;
}
