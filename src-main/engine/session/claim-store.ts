/**
 * Settled claims in the database: the latest result of each, read once and parsed as everything that
 * comes from a file is. Measured numbers may be infinite, which JSON cannot say, so those are marked.
 */
import type { Database } from 'better-sqlite3';
import { SettledClaim } from '../../../src-contract/claim.ts';
import { z } from '../../../src-contract/zod.ts';
import type { Checksums } from './checksums.ts';

export interface ClaimStore {
  /** By id. */
  readonly settled: ReadonlyMap<string, SettledClaim>;
  keep(claim: SettledClaim): void;
}

const MARKED: ReadonlyMap<string, number> = new Map([['Infinity', Infinity], ['-Infinity', -Infinity], ['NaN', Number.NaN], ['-0', -0]]);

const Decoded = z.string().transform((text, context): unknown => {
  try {
    return decode(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON of a settled claim' });
    return z.NEVER;
  }
});
const { parameters, manifest, result } = SettledClaim.shape;
const Row = z
  .object({
    id: z.string(), verdict: z.string(), parameters: Decoded.pipe(parameters), manifest: Decoded.pipe(manifest),
    result: Decoded.pipe(result),
  })
  .refine((row) => row.result.id === row.id && row.result.verdict === row.verdict, 'the stored result is that of another claim');

/** A row that is not what a settled claim may be is none of them (`Checksums.readable`). */
export function createClaimStore(database: Database, checksums: Checksums): ClaimStore {
  const settled = new Map<string, SettledClaim>();
  const stored = database.prepare('SELECT id, verdict, parameters, manifest, result FROM claim ORDER BY rowid').all();
  for (const { id, parameters, manifest, result } of checksums.readable('claim', stored, Row)) {
    settled.set(id, { parameters, manifest, result });
  }
  const write = database.prepare(
    `INSERT INTO claim (id, verdict, settled_at, parameters, manifest, result) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET verdict = excluded.verdict, settled_at = excluded.settled_at,
       parameters = excluded.parameters, manifest = excluded.manifest, result = excluded.result`,
  );
  return {
    settled,
    keep(claim) {
      const { parameters, manifest, result } = claim;
      database.transaction(() => {
        write.run(result.id, result.verdict, manifest.settledAt, encode(parameters), encode(manifest), encode(result));
        checksums.seal('claim', result.id);
        checksums.count('claim');
      })();
      settled.set(result.id, claim);
    },
  };
}

function encode(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'number' && (!Number.isFinite(item) || Object.is(item, -0))
    ? { $number: Object.is(item, -0) ? '-0' : String(item) }
    : item));
}

/** @throws SyntaxError or TypeError */
function decode(json: string): unknown {
  return JSON.parse(json, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || !('$number' in item)) return item;
    const value = typeof item.$number === 'string' ? MARKED.get(item.$number) : undefined;
    if (value === undefined) throw new TypeError(`a stored claim holds an unknown number ${JSON.stringify(item.$number)}`);
    return value;
  });
}
