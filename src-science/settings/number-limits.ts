/** Between which numbers a setting may lie: judged, and said in words, in one place. */

export interface Limits {
  readonly whole?: true;
  readonly atLeast?: number;
  readonly above?: number;
  readonly atMost?: number;
  readonly below?: number;
}

export const POSITIVE = { above: 0 } as const satisfies Limits;
export const NON_NEGATIVE = { atLeast: 0 } as const satisfies Limits;
export const SHARE = { atLeast: 0, atMost: 1 } as const satisfies Limits;
export const SHARE_BELOW_ONE = { atLeast: 0, below: 1 } as const satisfies Limits;
/** Whole numbers that a double holds exactly. */
export const WHOLE = { whole: true, atLeast: 0, atMost: Number.MAX_SAFE_INTEGER } as const satisfies Limits;
export const COUNT = { whole: true, atLeast: 1, atMost: Number.MAX_SAFE_INTEGER } as const satisfies Limits;

/** Whether a number lies within; NaN and infinities never do. */
export function isWithin(
  value: number,
  { whole, atLeast = -Infinity, above = -Infinity, atMost = Infinity, below = Infinity }: Limits,
): boolean {
  return Number.isFinite(value) && (
    whole !== true || Number.isSafeInteger(value)
  ) && value >= atLeast && value > above && value <= atMost && value < below;
}

/** `a number above 0`, `a whole number from 8 to 512`, `a number of at least 0 and below 1`. */
export function limitsInWords({ whole, atLeast, above, atMost, below }: Limits): string {
  const what = whole === true ? 'a whole number' : 'a number';
  const most = atMost === Number.MAX_SAFE_INTEGER ? undefined : atMost;
  if (atLeast !== undefined && most !== undefined) return `${what} from ${atLeast} to ${most}`;
  const ends = [
    ...(atLeast === undefined ? [] : [`of at least ${atLeast}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(most === undefined ? [] : [`of at most ${most}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ];
  return ends.length === 0 ? `${what === 'a number' ? 'a finite number' : what}` : `${what} ${ends.join(' and ')}`;
}
