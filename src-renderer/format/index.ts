/**
 * The one way numbers are written in the window; see the single files for the rules.
 */
export { AlignedNumber } from './AlignedNumber.tsx';
export { columnFractionWidth, fractionWidth, splitAtDecimal } from './decimal-alignment.ts';
export { ALL_AGREE, formatEstimate, formatInterval, formatPlusMinus } from './with-error.ts';
export { MINUS, THIN_SPACE, compareNumbers, formatCount, formatNumber, formatObjective, fullPrecision, groupThousands } from './number.ts';
export { formatDuration, formatGap, formatMeasuredGap, measuredGapHelp, formatShare } from './quantity.ts';
