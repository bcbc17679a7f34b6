/** Progress in words with no more digits than an estimate deserves. */
import { formatDuration, THIN_SPACE } from '../format/index.ts';

/** Whole seconds up to a minute, then minutes and seconds. */
export function timeLeft(seconds: number): string {
  return seconds < 60 ? `${Math.max(1, Math.ceil(seconds))}${THIN_SPACE}s` : formatDuration(Math.round(seconds));
}

export const timeLeftWords = (seconds: number): string => `${timeLeft(seconds)} left`;

/** For a table's cell: whole seconds, minutes, hours or days, rounded up. */
export function roughTimeLeft(seconds: number): string {
  const [size, unit] = seconds < 60
    ? ([1, 's'] as const)
    : seconds < 5400
    ? ([60, 'min'] as const)
    : seconds < 129_600
    ? ([3600, 'h'] as const)
    : ([86_400, 'd'] as const);
  return `${Math.max(1, Math.ceil(seconds / size))}${THIN_SPACE}${unit} left`;
}

/** A share done, rounded down, so that 100 % is said at the end alone. */
export const wholePercent = (fraction: number): string => `${Math.floor(100 * fraction)}${THIN_SPACE}%`;
