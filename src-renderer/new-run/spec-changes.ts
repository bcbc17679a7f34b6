/** What a form changed in one spec, done to others of its kind: everything else of them stays, their seeds too. */
import type { JobSpec } from '../../src-contract/job-spec.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, k) => same(each, b[k]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same(a[key], b[key]));
}

/** What tells the cases of a choice apart: parts of one mean nothing in another. */
const sameCase = (a: Json, b: Json): boolean => a['kind'] === b['kind'] && a['name'] === b['name'];

function changed(target: unknown, before: unknown, after: unknown): unknown {
  if (same(before, after)) return target;
  if (!isObject(target) || !isObject(before) || !isObject(after) || !sameCase(before, after) || !sameCase(target, after)) return after;
  const result: Record<string, unknown> = { ...target };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (same(before[key], after[key])) continue;
    if (key in after) result[key] = changed(target[key], before[key], after[key]);
    else delete result[key];
  }
  return result;
}

/**
 * @returns the target with what sets `after` apart from `before`; null where they are not of one kind. Whether it is a spec
 * that can be run, the engine says.
 */
export function withChanges(target: JobSpec, before: JobSpec, after: JobSpec): JobSpec | null {
  if (target.kind !== before.kind || before.kind !== after.kind) return null;
  return changed(target, before, after) as JobSpec;
}
