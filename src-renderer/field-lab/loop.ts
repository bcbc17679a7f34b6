/** Circulation and curl integral of a rectangle, each with an estimate of its quadrature error. */
import { circulation, curlIntegral } from '../../src-science/field/circulation.ts';
import type { Rectangle } from '../../src-science/field/field-grid.ts';
import type { PlaneField } from '../../src-science/field/plane-field.ts';

export interface LoopReading {
  readonly circulation: number;
  readonly circulationError: number;
  readonly curlIntegral: number;
  readonly curlError: number;
}

const NODES = 48;
const FEWER = 24;

/** What rounding leaves of sums of numbers of about this size. */
const ROUNDING = 4 * Number.EPSILON;

/** Errors are differences to the rule with half as many nodes, never less than rounding. */
export function readLoop(field: PlaneField, rectangle: Rectangle): LoopReading {
  const round = circulation(field, rectangle, NODES);
  const inside = curlIntegral(field, rectangle, NODES);
  const least = ROUNDING * Math.max(Math.abs(round), Math.abs(field.mu), Math.abs(field.cost[0]), Math.abs(field.cost[1]));
  return {
    circulation: round,
    circulationError: Math.max(least, Math.abs(round - circulation(field, rectangle, FEWER))),
    curlIntegral: inside,
    curlError: Math.max(least, Math.abs(inside - curlIntegral(field, rectangle, FEWER))),
  };
}

const CLOSEST = 0.005;

/**
 * The rectangle between two corners in any order, to three decimals so that what is read can be typed
 * elsewhere; null where it is too thin to mean one.
 */
export function rectangleBetween(
  p: { readonly x1: number; readonly x2: number }, q: { readonly x1: number; readonly x2: number },
): Rectangle | null {
  const side = (a: number, b: number): readonly [number, number] => {
    const tidy = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
    return a < b ? [tidy(a), tidy(b)] : [tidy(b), tidy(a)];
  };
  const rectangle = { x1: side(p.x1, q.x1), x2: side(p.x2, q.x2) };
  return rectangle.x1[1] - rectangle.x1[0] < CLOSEST || rectangle.x2[1] - rectangle.x2[0] < CLOSEST ? null : rectangle;
}
