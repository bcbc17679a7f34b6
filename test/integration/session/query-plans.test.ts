/**
 * No statement of a session looks through a whole table once for each row of another: a session of 20 000
 * runs would then take minutes for what takes a second. Every statement that is prepared while a session
 * is written, opened, read and verified is asked for its plan.
 */
import BetterSqlite from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { verified } from '../../stress/verified.ts';
import { shownOf, writeWholeSession } from '../../stress/whole-session.ts';
import { temporaryFolder } from './fixtures.ts';

const Plan = z.array(z.object({ id: z.number(), parent: z.number(), detail: z.string() }));
type Plan = z.infer<typeof Plan>;

/** Scans that are done anew for each row of something else: under a correlated subquery, or the inner loop of a join. */
function repeatedScans(plan: Plan): string[] {
  const isScan = ({ detail }: Plan[number]): boolean =>
    /^SCAN (?!json_each|pragma_|CONSTANT)/u.test(detail) && !detail.includes('VIRTUAL TABLE');
  const inSubquery = (row: Plan[number]): boolean => {
    const parent = plan.find(({ id }) => id === row.parent);
    return parent !== undefined && (parent.detail.startsWith('CORRELATED') || inSubquery(parent));
  };
  const isInner = (row: Plan[number]): boolean =>
    plan.some((other) => other.parent === row.parent && other.id < row.id && /^(?:SCAN|SEARCH) /u.test(other.detail));
  return plan.filter((row) => isScan(row) && (inSubquery(row) || isInner(row))).map(({ detail }) => detail);
}

/** A plan needs values for a statement's parameters, whatever they are. */
function nothing(sql: string): unknown[] {
  const named = [...sql.matchAll(/[@:$](\w+)/gu)].map((match) => [match[1], null]);
  const positional = [...sql.matchAll(/\?/gu)].map(() => null);
  return named.length > 0 ? [...positional, Object.fromEntries(named)] : positional;
}

describe('the statements of a session', () => {
  it('scan no table once for each row of another', async () => {
    const plans = new Map<string, string[]>();
    const prepare = BetterSqlite.prototype.prepare;
    const spy = vi.spyOn(BetterSqlite.prototype, 'prepare').mockImplementation(function (this: BetterSqlite.Database, sql: string) {
      const statement = prepare.call(this, sql);
      if (/^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)/u.test(sql)) {
        const explained: BetterSqlite.Statement<unknown[]> = prepare.call(this, `EXPLAIN QUERY PLAN ${sql}`);
        plans.set(sql, repeatedScans(Plan.parse(explained.all(...nothing(sql)))));
      }
      return statement;
    });
    try {
      const folder = temporaryFolder();
      const path = join(folder, 'a.leibniz');
      await writeWholeSession(path, join(folder, 'data'), 300);
      await shownOf(path, join(folder, 'data'));
      expect(verified(path)).toEqual({ kind: 'passed' });
    } finally {
      spy.mockRestore();
    }
    expect(plans.size).toBeGreaterThan(50);
    expect(Object.fromEntries([...plans].filter(([, scans]) => scans.length > 0))).toEqual({});
  });
});
