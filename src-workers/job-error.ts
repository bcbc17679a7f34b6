/**
 * Errors at a worker's border. A job's own refusals are `JobError`; the science's errors carry a code, a
 * hint and a field of their own; anything else is a defect and says so, with its stack in the details.
 */
import { engineLimit } from '../src-contract/engine-limits.ts';
import type { LeibnizErrorValue } from '../src-contract/error.ts';

export class JobError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly field: string | null;

  constructor(code: string, message: string, hint: string, field: string | null = null) {
    super(message);
    this.name = 'JobError';
    this.code = code;
    this.hint = hint;
    this.field = field;
  }
}

/** RangeErrors of the JavaScript engine itself; those of the science say what is wrong with an argument. */
const ENGINE_RANGE_ERROR = /call stack|toFixed|toPrecision|offset is outside/i;

/** The contract's value of whatever a job threw. */
export function jobErrorValue(error: unknown): LeibnizErrorValue {
  if (!(error instanceof Error)) {
    return { code: 'internal', message: `A job failed: ${String(error)}`, hint: 'Please report it.' };
  }
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const code = text('code');
  const hint = text('hint');
  const field = text('field');
  if (code !== undefined && hint !== undefined && /^[a-z][a-z0-9-]*$/.test(code)) {
    return { code, message: error.message, hint, ...(field === undefined ? {} : { field }) };
  }
  if (error.name === 'EvaluationRefused') {
    return { code: 'spec-invalid', message: error.message, hint: 'Choose the evaluation “auto” or “sampled”.', field: 'evaluation' };
  }
  const limit = engineLimit(error);
  if (limit !== null) return { ...limit, details: error.stack ?? error.name };
  if (error instanceof RangeError && error.name === 'RangeError' && !ENGINE_RANGE_ERROR.test(error.message)) {
    return {
      code: 'spec-invalid', message: `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`,
      hint: 'Correct it and start the run again.',
    };
  }
  return {
    code: 'internal',
    message: `A job failed inside Leibniz: ${error.message || error.name}`,
    hint: 'Nothing else was lost. Copy the details and report them.',
    details: error.stack ?? error.name,
  };
}
