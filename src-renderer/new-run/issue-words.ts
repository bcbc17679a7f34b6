/** What a schema has against a value, in words for the person at the form. */
import type { z } from '../../src-contract/zod.ts';
import { formatNumber } from '../format/index.ts';

export function issueWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return `${issue.inclusive === false ? 'More than' : 'At least'} ${formatNumber(Number(issue.minimum))}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'Less than' : 'At most'} ${formatNumber(Number(issue.maximum))}`;
    case 'invalid_type':
      return issue.expected === 'int' ? 'A whole number is needed' : 'This is not a number';
    default:
      return 'This value cannot be used here';
  }
}
