/**
 * Studies between a session and files: a `.study.json` becomes a study of the session, with its problems, and one of the
 * session is written as a file that `leibniz study run` runs. Problems of the session that are neither an example nor
 * generated are written beside it, in a folder of its own, in which no file is replaced.
 */
import { lstat, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { plainFileName } from '../../../src-contract/file-name.ts';
import type { Answer } from '../../../src-contract/ipc.ts';
import type { ProblemSummary } from '../../../src-contract/session.ts';
import { Study } from '../../../src-contract/study.ts';
import type { StudyProblem } from '../../../src-contract/study.ts';
import { decodeProgram, encodeProgram } from '../../../src-science/program/encoding.ts';
import { generateProgram } from '../problems/generator-families.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { plainJson } from '../../../src-science/program/one-line.ts';
import { EngineError } from '../error-value.ts';
import { writeFileAtomically } from '../files/write-file.ts';
import { exampleFile } from '../problems/examples.ts';
import { readProblem } from '../problems/read-problem.ts';
import type { Workspace } from '../workspace/workspace-api.ts';
import { readStudy } from './read-study.ts';
import { addStudyProblems } from './study.ts';

export const STUDY_ENDING = '.study.json';

export function isStudyFile(path: string): boolean {
  return path.toLowerCase().endsWith(STUDY_ENDING);
}

/** Keeps a study file as a study of the session, of which nothing is started. @returns its number and its title */
export async function addStudyFile(workspace: Workspace, path: string): Promise<{ readonly id: number; readonly title: string }> {
  const study = await readStudy(path);
  const problems = await addStudyProblems(workspace, study, path);
  const put = await workspace.putStudy(
    null, study.title, { version: 1, problems: [...problems.keys()], methods: study.methods, seeds: study.seeds }, 'stopped',
  );
  return { id: put.id, title: study.title };
}

/** Writes a study of the session as a file, with the problems it needs beside it. */
export async function writeStudyFile(workspace: Workspace, id: number, path: string): Promise<void> {
  const { summary, spec } = await workspace.answer({ type: 'study.detail', id });
  const known = new Map((await workspace.answer({ type: 'problem.list' })).map((problem) => [problem.id, problem]));
  const offered = await workspace.answer({ type: 'problem.examples' });
  const beside = `${basename(path).slice(0, -STUDY_ENDING.length) || 'study'}.problems`;
  const problems: StudyProblem[] = [];
  for (const problem of spec.problems.flatMap((problemId) => known.get(problemId) ?? [])) {
    const { typed } = problem.stated;
    const optimum = typed === null ? {} : { optimum: typed };
    const made = madeAgain(problem, offered);
    if (made === null || !(await isTheSame(workspace, problem, made))) {
      const folder = join(dirname(path), beside);
      await mkdir(folder, { recursive: true });
      const file = await writeProblem(workspace, problem, folder);
      problems.push({ file: `${beside}/${file}`, ...optimum });
    } else problems.push({ ...made, ...optimum });
  }
  if (problems.length === 0) throw new EngineError(
    'study-empty', `All problems of the study “${summary.title}” were removed from this session.`,
    'Bring one of them back (undo), or give the study other problems.',
  );
  const study = Study.parse({ version: 1, title: summary.title, problems, methods: spec.methods, seeds: spec.seeds });
  await writeFileAtomically(path, `${plainJson(JSON.stringify(study, null, 2))}\n`);
}

/** Writes a problem into a folder, in which nothing is replaced; the same problem is there once. @returns the file's name */
async function writeProblem(workspace: Workspace, { id, name }: ProblemSummary, folder: string): Promise<string> {
  const others: string[] = [];
  for (let k = 1; ; k++) {
    const file = plainFileName(k === 1 ? `${id} ${name}` : `${id} ${name} (${k})`, '.json');
    if (await lstat(join(folder, file)).then(() => true, () => false)) {
      others.push(file);
      continue;
    }
    await workspace.exportProblem(id, 'json', 'as-is', join(folder, file), null);
    const written = await readFile(join(folder, file));
    for (const other of others) {
      const found = await stat(join(folder, other)).catch(() => null);
      // A pipe or a device would never end.
      if (found?.isFile() !== true || found.size !== written.length) continue;
      if (!written.equals(await readFile(join(folder, other)))) continue;
      await rm(join(folder, file));
      return other;
    }
    return file;
  }
}

const CALL = /^(?<family>[a-z0-9-]+)\((?<given>.*), seed=(?<seed>\d+)\)$/;

/** Whether what a problem is said to come from gives its program: a file can have any name, and generators change. */
async function isTheSame(workspace: Workspace, { id }: ProblemSummary, made: StudyProblem): Promise<boolean> {
  const again = 'example' in made ? (await readProblem(exampleFile(made.example).path)).program : 'generate' in made
    ? generateProgram(made.generate.family, made.generate.parameters, made.generate.seed)
    : null;
  if (again === null) return false;
  const { bytes } = await workspace.answer({ type: 'problem.program', id, from: 0, length: Number.MAX_SAFE_INTEGER });
  // What it is called there is given with it.
  const nameless = (program: Program): Uint8Array => encodeProgram({ ...program, name: '' });
  return Buffer.compare(nameless(again), nameless(decodeProgram(bytes))) === 0;
}

/** How a problem is had without its program: as an example, or from its generator; null where it is neither. */
function madeAgain({ name, origin }: ProblemSummary, { examples, families }: Answer<'problem.examples'>): StudyProblem | null {
  const example = /^example (?<name>.+)$/.exec(origin)?.groups?.name;
  if (example !== undefined && examples.some((each) => each.name === example)) return { example };
  const { family = '', given = '', seed = '' } = CALL.exec(origin)?.groups ?? {};
  const known = families.find((each) => each.name === family);
  if (known === undefined) return null;
  const parameters = Object.fromEntries(given.split(', ').map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, at), Number(part.slice(at + 1))];
  }));
  const whole = known.parameters.every((parameter) => Number.isFinite(parameters[parameter.name]));
  return whole && name !== '' ? { generate: { family, parameters, seed: Number(seed), name } } : null;
}
