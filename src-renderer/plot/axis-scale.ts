/**
 * Linear and logarithmic axes: charts work in axis space (the value itself, or its decimal logarithm)
 * and are drawn on plain value axes, so that zooming, hovering and labels use one piece of arithmetic.
 * Ticks are our own, few and round, because a zoomed log axis that shows no power of ten must still
 * have labels. Ranges are in axis space.
 */
import { MINUS, formatNumber, groupThousands } from '../format/index.ts';

export type ScaleKind = 'linear' | 'log';

export interface AxisRange {
  readonly min: number;
  readonly max: number;
}

export interface Tick {
  /** In axis space. */
  readonly at: number;
  readonly label: string;
}

/** Value to axis space; NaN where a log axis has no place for it. */
export function toAxis(kind: ScaleKind, value: number): number {
  if (kind === 'linear') return value;
  return value > 0 ? Math.log10(value) : Number.NaN;
}

export function fromAxis(kind: ScaleKind, at: number): number {
  return kind === 'linear' ? at : 10 ** at;
}

/** A step of 1, 2 or 5 times a power of ten that cuts `span` into about `target` parts. */
function niceStep(span: number, target: number): number {
  const rough = span / Math.max(1, target);
  const power = 10 ** Math.floor(Math.log10(rough));
  const mantissa = rough / power;
  // Geometric middles between 1, 2, 5 and 10.
  return (mantissa < Math.SQRT2 ? 1 : mantissa < Math.sqrt(10) ? 2 : mantissa < Math.sqrt(50) ? 5 : 10) * power;
}

/** Round multiples of a nice step inside [min, max]: at least two, and never more than about twice `target`. */
function linearPositions(range: AxisRange, target: number): { readonly values: number[]; readonly step: number } {
  const span = range.max - range.min;
  if (!(span > 0) || !Number.isFinite(span)) return { values: [range.min], step: Math.abs(range.min) || 1 };
  const wide = multiples(range, niceStep(span, target));
  return wide.values.length >= 2 ? wide : multiples(range, niceStep(span, target + 2));
}

function multiples(range: AxisRange, step: number): { readonly values: number[]; readonly step: number } {
  const values: number[] = [];
  const first = Math.ceil(range.min / step - 1e-9);
  const last = Math.floor(range.max / step + 1e-9);
  for (let k = first; k <= last; k++) values.push(k === 0 ? 0 : Number((k * step).toPrecision(14)));
  return { values, step };
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 10^exponent as a reader expects it on an axis: "0.01", "1", "1 000", "10⁻⁷". */
function powerOfTenLabel(exponent: number): string {
  if (exponent >= -3 && exponent <= 5) return formatNumber(10 ** exponent);
  const digits = String(Math.abs(exponent)).replace(/\d/g, (d) => SUPERSCRIPTS[Number(d)] ?? d);
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** A tick's label on a linear axis: as many decimals as the step needs. */
function linearLabel(value: number, step: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  if (size >= 1e9 || size < 1e-5) return formatNumber(value, { digits: Math.max(1, Math.min(8, Math.ceil(Math.log10(size / step)) + 1)) });
  const decimals = Math.min(20, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  const [integer = '', fraction] = size.toFixed(decimals).split('.');
  return `${sign}${groupThousands(integer)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/**
 * Ticks of an axis.
 * @param range in axis space
 * @param target about how many labels there is room for
 */
export function axisTicks(kind: ScaleKind, range: AxisRange, target: number): Tick[] {
  if (kind === 'linear') {
    const { values, step } = linearPositions(range, target);
    return values.map((value) => ({ at: value, label: linearLabel(value, step) }));
  }
  const decades = range.max - range.min;
  if (decades < 0.8) {
    // Less than a decade: round values, placed by their logarithm.
    const { values, step } = linearPositions({ min: 10 ** range.min, max: 10 ** range.max }, target);
    return values.filter((value) => value > 0).map((value) => ({ at: Math.log10(value), label: linearLabel(value, step) }));
  }
  return logTicks(range, target);
}

/** From coarse to fine: every so many decades, then within decades. */
const LOG_LEVELS: readonly { readonly every: number; readonly mantissas: readonly number[] }[] = [
  ...[100, 50, 20, 10, 5, 4, 3, 2, 1].map((every) => ({ every, mantissas: [1] })),
  { every: 1, mantissas: [1, 3] },
  { every: 1, mantissas: [1, 2, 5] },
];

/** The finest level that has room, or else the coarsest that has two ticks. */
function logTicks(range: AxisRange, target: number): Tick[] {
  let best: Tick[] = [];
  for (const { every, mantissas } of LOG_LEVELS) {
    const ticks: Tick[] = [];
    const first = Math.ceil(Math.floor(range.min) / every) * every;
    for (let exponent = every === 1 ? Math.floor(range.min) : first; exponent <= range.max + 1e-9; exponent += every) {
      for (const mantissa of mantissas) {
        const at = exponent + Math.log10(mantissa);
        if (at < range.min - 1e-9 || at > range.max + 1e-9) continue;
        ticks.push({ at, label: mantissa === 1 ? powerOfTenLabel(exponent) : smallMultipleLabel(mantissa, exponent) });
      }
    }
    if (best.length >= 2 && ticks.length > target) break;
    best = ticks;
  }
  return best;
}

function smallMultipleLabel(mantissa: number, exponent: number): string {
  return exponent >= -3 && exponent <= 5 ? formatNumber(Number(`${mantissa}e${exponent}`)) : `${mantissa}·${powerOfTenLabel(exponent)}`;
}

/** The range with a margin on both sides; a single value gets room around it. */
export function padded(range: AxisRange, share: number): AxisRange {
  const span = range.max - range.min;
  if (span > 0) return { min: range.min - span * share, max: range.max + span * share };
  const room = Math.abs(range.min) > 0 ? Math.abs(range.min) * 0.05 : 0.5;
  return { min: range.min - room, max: range.max + room };
}

/** The smallest range over finite entries of all sequences, or null if there is none. */
export function extent(sequences: Iterable<ArrayLike<number>>): AxisRange | null {
  let min = Infinity;
  let max = -Infinity;
  for (const values of sequences) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? Number.NaN;
      // Infinite values have no place on an axis.
      if (value < min && value > -Infinity) min = value;
      if (value > max && value < Infinity) max = value;
    }
  }
  return min <= max ? { min, max } : null;
}
