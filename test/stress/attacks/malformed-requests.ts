/**
 * Requests as a page could send them, valid ones with one to three values of them exchanged for hostile ones:
 * each is refused with a sentence or answered; the workspace goes on answering, and its session stays whole.
 */
import { join } from 'node:path';
import { Request } from '../../../src-contract/ipc.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { toErrorValue } from '../../../src-main/engine/error-value.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { openWorkspace } from '../../../src-main/engine/workspace/workspace.ts';
import type { WorkspaceRequestType } from '../../../src-main/engine/workspace/workspace-api.ts';
import type { Attack } from '../attack.ts';
import { verified } from '../verified.ts';
import { everyStep } from '../whole-session.ts';

const EXACT: JobSpec = { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: 5, relativeGap: 0, start: null } };
const DECODE: JobSpec = {
  version: 1,
  kind: 'decode',
  decode: { decoder: 'threshold', xHat: new Array<number>(12).fill(0.5), mu: null, samples: 1, seed: 1 },
};
const SPECS: readonly JobSpec[] = [EXACT, DECODE, everyStep(20)];

/** One valid request of most types; those that write files ask the shell for a path first and have no place here. */
const TEMPLATES: readonly object[] = [
  { type: 'problem.list' },
  { type: 'problem.generate', family: 'set-cover', parameters: { rows: 6, columns: 12, density: 0.4 }, seed: 1, name: 'small' },
  { type: 'problem.facts', id: 1 },
  { type: 'problem.variables', id: 1 },
  { type: 'problem.program', id: 1, from: 0, length: 1000 },
  { type: 'problem.sparsity', id: 1, width: 100, height: 100 },
  { type: 'problem.type-optimum', id: 1, optimum: 3 },
  { type: 'problem.resense', id: 1 },
  { type: 'problem.add-edited', id: 1, bytes: new Uint8Array(64), name: 'edited' },
  { type: 'problem.remove', id: 2 },
  { type: 'problem.reference-solution', id: 1 },
  { type: 'run.list' },
  { type: 'run.list', after: 1, limit: 10 },
  ...SPECS.flatMap((spec) => [
    { type: 'run.start', problemId: 1, spec, seeds: 1 },
    { type: 'run.check', problemId: 1, spec },
    { type: 'run.draws', problemId: 1, spec },
  ]),
  { type: 'run.defaults', problemId: 1 },
  { type: 'run.cancel', ids: [1, 2] },
  { type: 'run.resume', id: 1 },
  { type: 'run.remove', ids: [3] },
  { type: 'run.update', ids: [1], change: { pinned: true, label: 'a', note: 'b' } },
  { type: 'run.detail', id: 1 },
  { type: 'run.series', id: 1, columns: ['loss', 'penalty'], maxPoints: 100, from: null, to: null, smoothing: 0 },
  { type: 'run.snapshot', id: 1, iteration: 1 },
  { type: 'run.solutions', id: 1 },
  { type: 'claim.list' },
  { type: 'claim.cancel', ids: ['gwl25-theorem-3'] },
  { type: 'pool.state' },
  { type: 'pool.pause', paused: false },
];

const LIMIT_SECONDS = 60;

function hostile(random: () => number): unknown {
  const all: readonly (() => unknown)[] = [
    () => null,
    () => undefined,
    () => true,
    () => 0,
    () => -1,
    () => 1.5,
    () => 2 ** 53,
    () => 1e308,
    () => Number.NaN,
    () => Infinity,
    () => -0,
    () => 5e-324,
    () => '',
    () => 'a\nb',
    () => '../../etc/passwd',
    () => '\u0000',
    () => '\u202e',
    () => 'x'.repeat(100_000),
    () => '__proto__',
    () => [],
    () => [[]],
    () => ({}),
    () => ({ type: 'x' }),
    () => new Array<number>(10_000).fill(7),
    () => new Float64Array(3),
    () => new Map([[1, 2]]),
    () => new Date(0),
    () => 10n,
    () => ({ length: 5 }),
    () => [null],
    () => Object.create(null) as unknown,
  ];
  return all[Math.floor(random() * all.length)]?.();
}

/** Exchanges, removes or adds one value anywhere in it. */
function mutate(value: unknown, random: () => number): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15) return hostile(random);
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  const keys = Object.keys(copy);
  const key = keys[Math.floor(random() * keys.length)];
  if (key === undefined || random() < 0.05) copy['added'] = hostile(random);
  else if (random() < 0.1) Reflect.deleteProperty(copy, key);
  else copy[key] = mutate(copy[key], random);
  return copy;
}

export const attack: Attack = {
  name: 'malformed-requests',
  summary: 'Requests of the page with hostile values in them are refused with a sentence or answered; the workspace goes on, its session whole.',
  async run({ form, random, folder, say }) {
    const requests = form === 'short' ? 200 : 10_000;
    const failed: string[] = [];
    const counts = { 'refused by the contract': 0, 'refused by the workspace': 0, answered: 0 };
    const executor = createPiscinaExecutor({ size: 1 });
    const workspace = await openWorkspace({ kind: 'new' }, {
      dataFolder: join(folder, 'data'),
      executor,
      manifest: { application: 'Leibniz attack', runtime: 'Node' },
      onEvent: () => undefined,
    });
    try {
      for (let k = 0; k < 2; k++) {
        await workspace.answer({
          type: 'problem.generate',
          family: 'set-cover',
          parameters: { rows: 6, columns: 12, density: 0.4 },
          seed: k,
          name: `cover ${k}`,
        });
      }
      for (const spec of SPECS) await workspace.answer({ type: 'run.start', problemId: 1, spec, seeds: 1 });
      for (let k = 0; k < requests; k++) {
        let message: unknown = TEMPLATES[Math.floor(random() * TEMPLATES.length)];
        for (let times = Math.floor(4 * random()); times > 0; times--) message = mutate(message, random);
        const complaint = await send(message);
        if (complaint !== null) failed.push(`request ${k}: ${complaint}: ${describe(message)}`);
        if ((k + 1) % 1000 === 0) say(`${k + 1} requests, ${failed.length} failed`);
      }
      const runs = await workspace.answer({ type: 'run.list' });
      const going = runs.filter(({ status }) => status === 'running' || status === 'queued').map(({ id }) => id);
      if (going.length > 0) await workspace.answer({ type: 'run.cancel', ids: going });
      await workspace.idle();
      const path = join(folder, 'after.leibniz');
      await workspace.save(path);
      const verdict = verified(path);
      if (verdict.kind !== 'passed') failed.push(`the session afterwards: ${JSON.stringify(verdict)}`);
    } finally {
      await workspace.close({ keepWorkingCopy: false });
      await executor.close();
    }
    return { tried: requests, failed, counts };

    async function send(message: unknown): Promise<string | null> {
      const parsed = Request.safeParse(message);
      if (!parsed.success) {
        counts['refused by the contract']++;
        return null;
      }
      // What was mutated into a request of the shell is not for the workspace.
      if (!TEMPLATES.some((template) => (template as { type: string }).type === parsed.data.type)) return null;
      try {
        const late = new Promise<never>((_resolve, reject) =>
          void setTimeout(() => reject(new Error(`no answer for ${LIMIT_SECONDS} s`)), LIMIT_SECONDS * 1000).unref()
        );
        await Promise.race([workspace.answer(parsed.data as Extract<Request, { type: WorkspaceRequestType }>), late]);
        counts.answered++;
        return null;
      } catch (error) {
        const { code, message: sentence, hint } = toErrorValue(error);
        counts['refused by the workspace']++;
        if (code === 'internal' || sentence.trim() === '' || hint.trim() === '' || /[\n\r]/u.test(sentence))
          return `${code}: ${sentence} ${hint}`;
        return null;
      }
    }
  },
};

function describe(message: unknown): string {
  try {
    return (JSON.stringify(
      message,
      (
        _key,
        value: unknown,
      ) => (typeof value === 'bigint' ? `${value}n` : typeof value === 'number' && !Number.isFinite(value) ? String(value) : value),
    ) ?? 'undefined').slice(0, 600);
  } catch {
    return String(message);
  }
}
