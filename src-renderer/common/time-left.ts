/** Time left in whole seconds, minutes from a minute on: an estimate deserves no more digits. */
import { formatDuration, THIN_SPACE } from '../format/index.ts';

export function timeLeftWords(seconds: number): string {
  return seconds < 60 ? `${Math.max(1, Math.ceil(seconds))}${THIN_SPACE}s left` : `${formatDuration(Math.round(seconds))} left`;
}
