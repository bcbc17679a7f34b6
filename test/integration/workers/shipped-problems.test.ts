/**
 * The seven problems that ship, solved to their published optimum by both solvers and by a race of the two, in one pool
 * of warm workers.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { exampleProblems } from '../../../src-main/engine/problems/examples.ts';
import { examplesFolder } from '../../../src-main/engine/entry-points.ts';
import { encodeForJobs } from '../../../src-main/engine/problems/program-encoding.ts';
import { readProblem } from '../../../src-main/engine/problems/read-problem.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';

const folder = join(examplesFolder(), 'problems');
const executor = createPiscinaExecutor({ size: 1 });
afterAll(() => executor.close());

/** Each takes a second or less on an idle machine; the limit only keeps a broken solver from hanging the test. */
const TIME_LIMIT_SECONDS = 120;

describe('the shipped problems', () => {
  it('are the seven of the index', () => {
    expect(exampleProblems().map((example) => example.name).sort()).toEqual(['enigma', 'lseu', 'mod008', 'p0033', 'p0201', 'scp41',
      'stein27']);
    expect(readFileSync(join(folder, 'index.tsv'), 'utf8').trim().split('\n')).toHaveLength(8);
  });

  const cases = exampleProblems().flatMap((example) => (['highs', 'glpk', 'race'] as const).map((solver) => ({ ...example, solver })));
  it.each(cases)('$name is solved to its optimum $optimum by $solver', async ({ name, optimum, solver, variables, rows, nonzeros }) => {
    const { program } = await readProblem(join(folder, `${name}.mps.gz`));
    expect([program.objective.length, program.rowLower.length, program.rows.value.length]).toEqual([variables, rows, nonzeros]);
    const job = executor.start(
      {
        id: `${name} ${solver}`,
        spec: { version: 1, kind: 'exact', exact: { solver, timeLimitSeconds: TIME_LIMIT_SECONDS, relativeGap: 0, start: null } },
        program: encodeForJobs(program),
        resumeFrom: null,
      },
      () => undefined,
    );
    const outcome = await job.outcome;
    if (outcome.status !== 'done' || outcome.result.kind !== 'exact') throw new Error(`the solve ended ${outcome.status}`);
    const { result } = outcome;
    expect(result).toMatchObject({ status: 'optimal', objective: optimum, bound: optimum, gap: 0 });
    expect(solutionReport(program, result.solution?.x ?? new Uint8Array(variables))).toMatchObject({ feasible: true, objective: optimum });
  });
});
