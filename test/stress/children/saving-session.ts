/**
 * Opens a session, says `ready` and saves it to the same file again and again, each time with another label. Arguments:
 * data folder, target.
 */
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { RunSummary } from '../../../src-contract/session.ts';
import { openHere } from '../../integration/session/children/open-here.ts';

const [dataFolder = '', target = ''] = process.argv.slice(2);
const session = openHere({ kind: 'new' }, dataFolder);
const spec: JobSpec = {
  version: 1,
  kind: 'decode',
  decode: { decoder: 'threshold', xHat: new Array<number>(400).fill(0.5), mu: null, samples: 1, seed: 1 },
};
await session.ask({
  type: 'problem.generate',
  family: 'set-cover',
  parameters: { rows: 200, columns: 400, density: 0.05 },
  seed: 1,
  name: 'cover',
});
const [run] = (await session.ask({
  type: 'run.create',
  runs: [{ problemId: 1, spec: spec, label: '', replaces: null }],
  manifest: {
    application: 'Leibniz test',
    runtime: 'Node',
    solver: null,
    numerics: 1,
    programHash: '',
    createdAt: '2026-11-23T00:00:00.000Z',
  },
})) as RunSummary[];
process.stdout.write('ready\n');
for (let k = 0; ; k++) {
  await session.ask({ type: 'run.update', ids: [run?.id ?? 0], change: { label: `save ${k}`, note: 'x'.repeat(300_000) } });
  await session.ask({ type: 'save', path: target, overwriteChanged: false });
}
