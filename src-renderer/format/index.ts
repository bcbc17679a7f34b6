/**
 * The one way numbers are written in the window; see the single files for the rules.
 */
export { AlignedNumber } from './AlignedNumber.tsx';
export { columnFractionWidth, fractionWidth, splitAtDecimal } from './decimal-alignment.ts';
export type { AlignedParts } from './decimal-alignment.ts';
export { formatEstimate, formatPlusMinus } from './estimate.ts';
export { MINUS, MISSING_WORD, THIN_SPACE, compareNumbers, decimalExponent, dress, formatCount, formatNumber, fullPrecision, groupThousands, wordFor } from './number.ts';
export type { NumberStyle } from './number.ts';
export { formatDuration, formatGap, formatShare } from './quantity.ts';
