/**
 * The process that runs tests against changed sources: one long-lived vitest whose plugin hands out a
 * source's changed text instead of the file's, so nothing is written. The process that started it ends
 * it when a change never comes to an end.
 */
import { join, relative } from 'node:path';
import { createVitest, type TestSequencer, type TestSpecification, type Vitest } from 'vitest/node';
import { markBlocks } from './blocks.ts';
import type { Answer, Question, Selection, SurveyedTest } from './messages.ts';

const root = process.cwd();

/** What is handed out for a source: a change of its text. */
let alter: (file: string, source: string) => string = (_, source) => source;

/** Keeps the order of the question: what most likely notices the change comes first. */
class AskedOrder implements TestSequencer {
  sort(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

/** @param isolate whether every test file has a thread of its own, as in `npm test` */
function startVitest(isolate: boolean, setupFile: string, bail: number): Promise<Vitest> {
  return createVitest(
    {
      root,
      config: false,
      watch: false,
      include: ['test/unit/**/*.test.{ts,tsx}'],
      environment: 'node',
      testTimeout: 60_000,
      expect: { requireAssertions: true },
      pool: 'threads',
      isolate,
      fileParallelism: false,
      bail,
      // On disk a changed source would outlive the trial and reach every later run.
      fsModuleCache: false,
      reporters: [{}],
      setupFiles: [join(root, 'test/mutation', setupFile)],
      sequence: { sequencer: AskedOrder },
    },
    {
      plugins: [
        {
          name: 'changed-sources',
          enforce: 'pre',
          transform: (source, id) => {
            const file = relative(root, id).replaceAll('\\', '/');
            return file.startsWith('src-science/') ? { code: alter(file, source), map: null } : null;
          },
        },
      ],
    },
  );
}

async function survey(testFiles: readonly string[], bases: Readonly<Record<string, number>>): Promise<Answer> {
  alter = (file, source) => {
    const base = bases[file];
    return base === undefined ? source : markBlocks(file, source, base);
  };
  const vitest = await startVitest(true, 'survey-setup.ts', 0);
  const project = vitest.getRootProject();
  const { testModules } = await vitest.runTestSpecifications(testFiles.map((file) => project.createSpecification(join(root, file))));
  const tests: SurveyedTest[] = [];
  const failed: string[] = [];
  for (const module of testModules) {
    const testFile = relative(root, module.moduleId);
    if (!module.ok()) failed.push(testFile);
    const cases = [...module.children.allTests()];
    // What is reached while a file is read or a group is prepared may matter to every test of the file.
    const shared = cases.flatMap((test) => test.meta().reachedBefore ?? []);
    for (const test of cases) {
      const reached = [...new Set([...(test.meta().reached ?? []), ...shared])];
      tests.push({ testFile, id: test.id, milliseconds: test.diagnostic()?.duration ?? 0, reached });
    }
  }
  await vitest.close();
  return { kind: 'survey', tests, failed };
}

let trialVitest: Vitest | null = null;

async function trial(file: string, source: string, selections: readonly Selection[]): Promise<Answer> {
  alter = (asked, own) => (asked === file ? source : own);
  trialVitest ??= await startVitest(false, 'trial-setup.ts', 1);
  const vitest = trialVitest;
  vitest.invalidateFile(join(root, file));
  const project = vitest.getRootProject();
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    selections.map(({ testFile, ids }) => project.createSpecification(join(root, testFile), { testIds: [...ids] })),
  );
  vitest.invalidateFile(join(root, file));
  if (unhandledErrors.length > 0) return { kind: 'trial', killer: 'an error outside any test' };
  const asked = new Set(selections.map(({ testFile }) => join(root, testFile)));
  for (const module of testModules) {
    // vitest also gives the modules of earlier runs, as they ended then.
    if (!asked.has(module.moduleId)) continue;
    if (module.errors().length > 0 || module.state() === 'failed') {
      for (const test of module.children.allTests('failed')) {
        return { kind: 'trial', killer: `${relative(root, module.moduleId)} > ${test.fullName}` };
      }
      return { kind: 'trial', killer: `${relative(root, module.moduleId)}, which could not be read` };
    }
  }
  return { kind: 'trial', killer: null };
}

async function answer(question: Question): Promise<Answer> {
  if (question.kind === 'survey') return survey(question.testFiles, question.bases);
  return trial(question.file, question.source, question.selections);
}

process.on('message', (message) => {
  answer(message as Question).then(
    (said) => process.send?.(said),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ kind: 'ready' } satisfies Answer);
