/**
 * The loops over nonzeros of cover, packing and edge rows in closed form: those of
 * src-science/relaxation/corner-loops.ts in their order, so to the same bits. Nonzeros are kept as
 * addresses of what is read for them, which makes one load, one load and one operation of each.
 */

/** First address after the module's own data. */
export function heapBase(): usize {
  return __heap_base;
}

/**
 * Π factor of every long row.
 * @param start length rows + 1: addresses within `factors`, of each row's first
 * @param factors addresses of the nonzeros' factors
 */
export function multiply(rows: i32, start: usize, product: usize): void {
  for (let n: usize = 0; n < <usize>rows; n++) {
    let k = <usize>load<u32>(start + (n << 2), 0);
    const to = <usize>load<u32>(start + (n << 2), 4);
    let s0: f64 = 1, s1: f64 = 1, s2: f64 = 1, s3: f64 = 1;
    for (; k + 12 < to; k += 16) {
      s0 *= load<f64>(<usize>load<u32>(k, 0));
      s1 *= load<f64>(<usize>load<u32>(k, 4));
      s2 *= load<f64>(<usize>load<u32>(k, 8));
      s3 *= load<f64>(<usize>load<u32>(k, 12));
    }
    if (k < to) s0 *= load<f64>(<usize>load<u32>(k, 0));
    if (k + 4 < to) s1 *= load<f64>(<usize>load<u32>(k, 4));
    if (k + 8 < to) s2 *= load<f64>(<usize>load<u32>(k, 8));
    store<f64>(product + (n << 3), s0 * s2 * (s1 * s3));
  }
}

/** `multiply`, and Σ worth of every long row. @param worth what is to be added to an address of a factor */
export function multiplyAndAdd(rows: i32, start: usize, product: usize, worth: usize, sum: usize): void {
  for (let n: usize = 0; n < <usize>rows; n++) {
    let k = <usize>load<u32>(start + (n << 2), 0);
    const to = <usize>load<u32>(start + (n << 2), 4);
    let s0: f64 = 1, s1: f64 = 1, s2: f64 = 1, s3: f64 = 1;
    let t0: f64 = 0, t1: f64 = 0, t2: f64 = 0, t3: f64 = 0;
    for (; k + 12 < to; k += 16) {
      const a = <usize>load<u32>(k, 0), b = <usize>load<u32>(k, 4), c = <usize>load<u32>(k, 8), d = <usize>load<u32>(k, 12);
      s0 *= load<f64>(a);
      s1 *= load<f64>(b);
      s2 *= load<f64>(c);
      s3 *= load<f64>(d);
      t0 += load<f64>(a + worth);
      t1 += load<f64>(b + worth);
      t2 += load<f64>(c + worth);
      t3 += load<f64>(d + worth);
    }
    if (k < to) {
      s0 *= load<f64>(<usize>load<u32>(k, 0));
      t0 += load<f64>(<usize>load<u32>(k, 0) + worth);
    }
    if (k + 4 < to) {
      s1 *= load<f64>(<usize>load<u32>(k, 4));
      t1 += load<f64>(<usize>load<u32>(k, 4) + worth);
    }
    if (k + 8 < to) {
      s2 *= load<f64>(<usize>load<u32>(k, 8));
      t2 += load<f64>(<usize>load<u32>(k, 8) + worth);
    }
    store<f64>(product + (n << 3), s0 * s2 * (s1 * s3));
    store<f64>(sum + (n << 3), t0 + t2 + (t1 + t3));
  }
}

/** `gather` of shares, and of moments. @param moment what is to be added to an address of a share */
export function gatherBoth(literals: i32, literal: usize, start: usize, moment: usize, probability: usize, conditional: usize,
  partial: usize): void {
  for (let n: usize = 0; n < <usize>literals; n++) {
    let k = <usize>load<u32>(start + (n << 2), 0);
    const to = <usize>load<u32>(start + (n << 2), 4);
    let s0: f64 = 0, s1: f64 = 0, s2: f64 = 0, s3: f64 = 0;
    let t0: f64 = 0, t1: f64 = 0, t2: f64 = 0, t3: f64 = 0;
    for (; k + 12 < to; k += 16) {
      const a = <usize>load<u32>(k, 0), b = <usize>load<u32>(k, 4), c = <usize>load<u32>(k, 8), d = <usize>load<u32>(k, 12);
      s0 += load<f64>(a);
      s1 += load<f64>(b);
      s2 += load<f64>(c);
      s3 += load<f64>(d);
      t0 += load<f64>(a + moment);
      t1 += load<f64>(b + moment);
      t2 += load<f64>(c + moment);
      t3 += load<f64>(d + moment);
    }
    if (k < to) {
      s0 += load<f64>(<usize>load<u32>(k, 0));
      t0 += load<f64>(<usize>load<u32>(k, 0) + moment);
    }
    if (k + 4 < to) {
      s1 += load<f64>(<usize>load<u32>(k, 4));
      t1 += load<f64>(<usize>load<u32>(k, 4) + moment);
    }
    if (k + 8 < to) {
      s2 += load<f64>(<usize>load<u32>(k, 8));
      t2 += load<f64>(<usize>load<u32>(k, 8) + moment);
    }
    const l = <usize>load<u32>(literal + (n << 2));
    const shares = s0 + s2 + (s1 + s3);
    const moments = t0 + t2 + (t1 + t3);
    if (shares != 0) store<f64>(conditional + l, shares / load<f64>(probability + l));
    if (moments != 0) store<f64>(partial + l, moments / load<f64>(probability + l));
  }
}

/**
 * Σ E[φ] of the pairs, and its derivatives where `partial` is not 0.
 * @param literal byte offsets of both literals of each pair; `coefficient` a_ij of both, `bound` b
 */
export function pairSurrogates(count: i32, literal: usize, coefficient: usize, bound: usize, probability: usize, surrogate: usize,
  partial: usize, conditional: usize): f64 {
  let even: f64 = 0, odd: f64 = 0;
  for (let p: usize = 0; p < <usize>count; p++) {
    const u = <usize>load<u32>(literal + (p << 3), 0);
    const v = <usize>load<u32>(literal + (p << 3), 4);
    const cu = load<f64>(coefficient + (p << 4), 0);
    const cv = load<f64>(coefficient + (p << 4), 8);
    const b = load<f64>(bound + (p << 3));
    const qu = load<f64>(probability + u);
    const qv = load<f64>(probability + v);
    const mu = cu * load<f64>(surrogate + u);
    const mv = cv * load<f64>(surrogate + v);
    if (partial != 0) {
      store<f64>(partial + u, load<f64>(partial + u) + (mv - b * qv));
      store<f64>(partial + v, load<f64>(partial + v) + (mu - b * qu));
      store<f64>(conditional + u, load<f64>(conditional + u) + cu * qv);
      store<f64>(conditional + v, load<f64>(conditional + v) + cv * qu);
    }
    const value = mu * qv + qu * (mv - b * qv);
    if ((p & 1) == 0) even += value;
    else odd += value;
  }
  return even + odd;
}

/**
 * Σ share of a literal's rows over P(literal), for the literals that occur.
 * @param literal byte offsets of the literals, 8 each
 * @param start as of `multiply`, of each literal's first entry
 */
export function gather(literals: i32, literal: usize, start: usize, probability: usize, into: usize): void {
  for (let n: usize = 0; n < <usize>literals; n++) {
    let k = <usize>load<u32>(start + (n << 2), 0);
    const to = <usize>load<u32>(start + (n << 2), 4);
    let s0: f64 = 0, s1: f64 = 0, s2: f64 = 0, s3: f64 = 0;
    for (; k + 12 < to; k += 16) {
      s0 += load<f64>(<usize>load<u32>(k, 0));
      s1 += load<f64>(<usize>load<u32>(k, 4));
      s2 += load<f64>(<usize>load<u32>(k, 8));
      s3 += load<f64>(<usize>load<u32>(k, 12));
    }
    if (k < to) s0 += load<f64>(<usize>load<u32>(k, 0));
    if (k + 4 < to) s1 += load<f64>(<usize>load<u32>(k, 4));
    if (k + 8 < to) s2 += load<f64>(<usize>load<u32>(k, 8));
    const sum = s0 + s2 + (s1 + s3);
    const l = <usize>load<u32>(literal + (n << 2));
    if (sum != 0) store<f64>(into + l, sum / load<f64>(probability + l));
  }
}

/**
 * Penalties of the pairs, and their derivatives in P(literal) where `partial` is not 0.
 * @param literal byte offsets of both literals of each pair
 * @param row byte offsets of the pairs' rows
 * @returns the sum of the penalties
 */
export function pairs(count: i32, literal: usize, amount: usize, row: usize, probability: usize, partial: usize, penalty: usize,
  violation: usize): f64 {
  let even: f64 = 0, odd: f64 = 0;
  let p: usize = 0;
  for (; p + 1 < <usize>count; p += 2) {
    even += pair(p, literal, amount, row, probability, partial, penalty, violation);
    odd += pair(p + 1, literal, amount, row, probability, partial, penalty, violation);
  }
  if (p < <usize>count) even += pair(p, literal, amount, row, probability, partial, penalty, violation);
  return even + odd;
}

@inline
function pair(p: usize, literal: usize, amount: usize, row: usize, probability: usize, partial: usize, penalty: usize,
  violation: usize): f64 {
  const u = <usize>load<u32>(literal + (p << 3), 0);
  const v = <usize>load<u32>(literal + (p << 3), 4);
  const i = <usize>load<u32>(row + (p << 2));
  const c = load<f64>(amount + (p << 3));
  const qu = load<f64>(probability + u);
  const qv = load<f64>(probability + v);
  if (partial != 0) {
    store<f64>(partial + u, load<f64>(partial + u) + c * qv);
    store<f64>(partial + v, load<f64>(partial + v) + c * qu);
  }
  const both = qu * qv;
  store<f64>(penalty + i, c * both);
  store<f64>(violation + i, both);
  return c * both;
}

/** Adds Σ a_ij P(v_i > 0 | literal) of the pairs. @param coefficient of both literals of each pair */
export function pairConditionals(count: i32, literal: usize, coefficient: usize, probability: usize, conditional: usize): void {
  for (let p: usize = 0; p < <usize>count; p++) {
    const u = <usize>load<u32>(literal + (p << 3), 0);
    const v = <usize>load<u32>(literal + (p << 3), 4);
    store<f64>(conditional + u, load<f64>(conditional + u) + load<f64>(coefficient + (p << 4), 0) * load<f64>(probability + v));
    store<f64>(conditional + v, load<f64>(conditional + v) + load<f64>(coefficient + (p << 4), 8) * load<f64>(probability + u));
  }
}
