/** A study may measure gradient quality; its report has the figures. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { readStudy } from '../../../src-main/engine/study/read-study.ts';
import { startStudy, studyRuns } from '../../../src-main/engine/study/study.ts';
import { studyReport } from '../../../src-main/engine/study/runs-report.ts';
import { openWorkspace } from '../../../src-main/engine/workspace/workspace.ts';

const executor = createPiscinaExecutor({ size: 1 });
afterAll(() => executor.close());

it('a report tells the figures of gradient quality at a point and along a path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'leibniz-quality-report-'));
  const path = join(folder, 'quality.study.json');
  const common = { schemes: ['true-penalty', 'surrogate-interchange'], replications: 8, seed: 0 };
  const xHat = new Array<number>(33).fill(0.5);
  await writeFile(
    path,
    JSON.stringify({
      version: 1,
      title: 'Quality',
      problems: [{ example: 'p0033' }],
      methods: [
        { name: 'at the <center>', spec: { version: 1, kind: 'quality', quality: { shape: 'point', ...common, xHat, samples: [4, 64] } } },
        {
          name: 'along',
          spec: {
            version: 1,
            kind: 'quality',
            quality: { shape: 'path', ...common, samples: 8, runId: null, points: [{ iteration: 0, mu: 5, xHat }] },
          },
        },
      ],
      seeds: [3],
    }),
  );
  const workspace = await openWorkspace({ kind: 'new' }, {
    dataFolder: join(folder, 'data'),
    executor,
    manifest: { application: 'test', runtime: 'test' },
    onEvent: () => undefined,
  });
  const study = await readStudy(path);
  const started = await startStudy(workspace, study, path);
  await workspace.idle();
  const html = await studyReport(workspace, study, await studyRuns(workspace, started));
  expect(html).toContain('<h3>at the &lt;center&gt;, seed 3</h3>');
  expect(html).toContain('Estimates of 64 samples');
  expect(html).toMatch(/<td>surrogate-interchange<\/td><td class="n">-?\d\.\d\d<\/td><td class="n">0\.3349<\/td>/u);
  // At one point, least and greatest are the same; true-penalty is the true gradient.
  expect(html).toMatch(/<td>true-penalty<\/td><td class="n">1 to 1<\/td>/u);
  await workspace.close({ keepWorkingCopy: false });
  await rm(folder, { recursive: true, force: true });
});
