import type { GeneratorFamily } from '../../src-contract/ipc.ts';
import { formatNumber } from '../format/index.ts';
import { parseNumber } from './parse-number.ts';

type Parameter = GeneratorFamily['parameters'][number];

/** What is wrong with a parameter's text, or null. */
export function parameterComplaint(parameter: Parameter, text: string): string | null {
  const value = parseNumber(text);
  if (value === null) return 'A number is needed';
  if (parameter.integer && !Number.isInteger(value)) return 'A whole number is needed';
  if (value < parameter.min || value > parameter.max) return `From ${formatNumber(parameter.min)} to ${formatNumber(parameter.max)}`;
  return null;
}
