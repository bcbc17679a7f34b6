/**
 * Step length and weight μ as functions of the iteration. All but GWL25's adaptive rule depend on the
 * iteration's number alone; the adaptive μ is carried from one iteration to the next and therefore
 * belongs to the checkpoint. So are
 * multipliers, which the loop sets itself. The adaptive rule is that of DiffILO's published code (train.py);
 * docs/science.md, section 8, says how large μ has to become.
 */
import type { MuSchedule, StepSchedule } from './descent-spec.ts';

/**
 * Step length at iteration t of T (0 ≤ t < T), from the base step.
 */
export function stepAt(schedule: StepSchedule, base: number, t: number, T: number): number {
  switch (schedule.kind) {
    case 'constant':
      return base;
    case 'cosine':
      return base * (schedule.final + ((1 - schedule.final) * (1 + Math.cos((Math.PI * t) / T))) / 2);
    case 'inverse':
      return base / (1 + t / schedule.halfLife);
  }
}

/** By how much the first μ and the temperatures of descent `restart` (from 0) of `restarts` differ from those of the first. */
export function restartFactor(spread: number | undefined, restart: number, restarts: number): number {
  return spread === undefined || restarts < 2 ? 1 : Math.exp((restart / (restarts - 1)) * Math.log(spread));
}

/** A schedule whose first μ is `factor` times as large: a ramp's or GWL25's. A fixed μ is all of it. */
export function scaledSchedule(schedule: MuSchedule, factor: number): MuSchedule {
  if (factor === 1) return schedule;
  switch (schedule.kind) {
    case 'fixed':
      return { ...schedule, value: factor * schedule.value };
    case 'ramp':
      return { ...schedule, from: factor * schedule.from };
    case 'adaptive':
      return { ...schedule, start: Math.min(Math.max(factor * schedule.start, schedule.min), schedule.max) };
    case 'parallel':
      return { ...schedule, start: Math.min(factor * schedule.start, schedule.most) };
    case 'sequential':
      return schedule;
  }
}

/** A mean-field descent's temperature at iteration t of T: geometric, at its final value in the last one. */
export function temperatureAt(from: number, to: number, t: number, T: number): number {
  return t >= T - 1 ? to : from * Math.exp((t / (T - 1)) * Math.log(to / from));
}

/** μ at iteration 0. */
export function startMu(schedule: MuSchedule): number {
  switch (schedule.kind) {
    case 'fixed':
      return schedule.value;
    case 'ramp':
      return schedule.from;
    case 'adaptive':
    case 'parallel':
      return schedule.start;
    case 'sequential':
      return 0;
  }
}

/**
 * μ at iteration t + 1, from μ at iteration t.
 * @param t iteration just done, 0 ≤ t < T
 * @param violation Σ_i E[max(a_iᵀx − b_i, 0)] at iteration t, rows as they are (adaptive rule only)
 */
export function nextMu(schedule: MuSchedule, mu: number, t: number, T: number, violation: number): number {
  switch (schedule.kind) {
    case 'fixed':
      return schedule.value;
    case 'ramp':
      return rampAt(schedule, t + 1, T);
    case 'adaptive':
      return Math.min(Math.max(mu + schedule.step * (violation - 1), schedule.min), schedule.max);
    case 'sequential':
    case 'parallel':
      return mu;
  }
}

/** μ after the last iteration. @param adapted what an adaptive μ is taken to be, which no schedule knows */
export function endMu(schedule: MuSchedule, adapted: number): number {
  switch (schedule.kind) {
    case 'fixed':
      return schedule.value;
    case 'ramp':
      return schedule.to;
    case 'adaptive':
    case 'sequential':
    case 'parallel':
      return adapted;
  }
}

/** The ramp's μ at iteration t of T; `from` up to `hold`·T, `to` from `until`·T on. A geometric ramp from or to 0 is linear. */
export function rampAt(ramp: Extract<MuSchedule, { kind: 'ramp' }>, t: number, T: number): number {
  const held = (ramp.hold ?? 0) * T;
  const fraction = held === 0 ? t / (ramp.until * T) : (t - held) / (ramp.until * T - held);
  if (fraction >= 1) return ramp.to;
  if (fraction <= 0) return ramp.from;
  if (ramp.shape === 'geometric' && ramp.from > 0 && ramp.to > 0) {
    return ramp.from * Math.exp(fraction * Math.log(ramp.to / ramp.from));
  }
  return ramp.from + fraction * (ramp.to - ramp.from);
}
