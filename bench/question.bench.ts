/**
 * Why the interchange direction often decodes better than the true gradient (docs/question.md): runs the studies of
 * `examples/question` by `leibniz study run`, reads the sessions, and writes the page's tables and figures.
 * `node bench/question.bench.ts [FOLDER] [--write-studies]`: sessions are made in FOLDER, and those that are there are gone
 * on with or only read; without one in a temporary folder. `--write-studies` writes the study files anew and runs nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { updatedPage } from '../scripts/bench-page.mjs';
import { machineLine } from './report.ts';
import { QUESTION_FAMILIES } from './question-design.ts';
import { readOutcomes, readPaths } from './question-read.ts';
import { familyFigures, familySection } from './question-report.ts';
import { studiesOf } from './question-studies.ts';
import type { QuestionSettings } from './question-studies.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'write-studies': { type: 'boolean', default: false } } });
const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const settings = JSON.parse(readFileSync(here('bench/question-settings.json'), 'utf8')) as QuestionSettings;
const studyFile = (name: string): string => here(`examples/question/${name}.study.json`);

function writeStudies(): void {
  mkdirSync(here('examples/question'), { recursive: true });
  for (const family of QUESTION_FAMILIES) {
    for (const [name, study] of studiesOf(family, settings)) writeFileSync(studyFile(name), `${JSON.stringify(study, null, 1)}\n`);
  }
}

function run(name: string, session: string): void {
  const call = [
    here('src-main/cli/main.ts'), 'study', 'run', studyFile(name), '--session', session, '--resume', '--workers', '1', '--json',
  ];
  const { status, stderr } = spawnSync(process.execPath, call, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`the study ${name} ended with ${String(status)}: ${stderr}`);
}

async function report(folder: string): Promise<void> {
  const page = here('docs/question.md');
  for (const family of QUESTION_FAMILIES) {
    const session = join(folder, `${family.name}.leibniz`);
    const ofPaths = join(folder, `${family.name}-path.leibniz`);
    for (const [name] of studiesOf(family, settings)) run(name, name.endsWith('-path') ? ofPaths : session);
    const outcomes = await readOutcomes(session);
    const paths = await readPaths(ofPaths);
    for (const [file, svg] of familyFigures(family, outcomes, paths)) writeFileSync(here(`docs/images/${file}`), svg);
    const markdown = `${familySection(family, settings, outcomes, paths)}\n\n${machineLine()}`;
    console.log(`\n${markdown}`);
    writeFileSync(page, updatedPage(readFileSync(page, 'utf8'), [{ section: `question-${family.name}`, markdown }]));
  }
}

if (values['write-studies']) writeStudies();
else {
  const [given] = positionals;
  const folder = given ?? mkdtempSync(join(tmpdir(), 'leibniz-question-'));
  try {
    await report(folder);
  } finally {
    if (given === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
