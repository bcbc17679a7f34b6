/**
 * Optima of problems by name, as MIPLIB's `.solu` files state them: `=opt= NAME VALUE`; `=best=` is a value that was found,
 * `=inf=` and `=unkn=` say that there is none or none known.
 */
import { linesOf } from '../one-line.ts';
import { LONGEST_WORDS, requireShort } from '../long-line.ts';
import { ProblemError, quoted } from '../problem-error.ts';

/** @throws ProblemError at the first line that is none of these */
export function readStatedOptima(text: string, file: string): ReadonlyMap<string, number> {
  const optima = new Map<string, number>();
  linesOf(text).forEach((line, k) => {
    requireShort(line, { file, line: k + 1 }, LONGEST_WORDS, 'Lines are “=opt= NAME VALUE”.');
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return;
    const [mark = '', name = '', value = ''] = trimmed.split(/\s+/);
    if (!/^=(opt|best|inf|unkn|unbd|feas|cutoff|bestdual)=$/.test(mark) || name === '') throw new ProblemError(
      'problem-syntax', `${quoted(trimmed)} is no line of a .solu file`,
      'Lines are “=opt= NAME VALUE”, “=best= NAME VALUE”, “=inf= NAME” or “=unkn= NAME”.', { file, line: k + 1 },
    );
    if (mark !== '=opt=') return;
    const optimum = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
    if (!Number.isFinite(optimum)) throw new ProblemError(
      'problem-number', `the optimum ${quoted(value)} of ${quoted(name)} is not a number`, 'Write “=opt= NAME VALUE”.',
      { file, line: k + 1, field: name },
    );
    optima.set(name, optimum);
  });
  return optima;
}
