/** `leibniz session export --data`: what runs recorded, as trajectories in long form or as vectors. The session is not changed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DATA_EXPORT_NAMES, DATA_FORMATS, dataFormatOf, formatsOf } from '../../../src-contract/data-export.ts';
import type { RunSummary } from '../../../src-contract/session.ts';
import type { TableManifestPlace } from '../../../src-contract/settings.ts';
import { methodOf } from '../../../src-contract/tables/run-facts.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { EngineError } from '../../engine/error-value.ts';
import { startSessionThread } from '../../engine/session/client.ts';
import type { CommandReply } from '../output.ts';
import { looksFolder } from '../state-folder.ts';
import { checkTarget } from '../target-file.ts';

export interface DataExportOptions {
  readonly output: string;
  readonly data: string;
  readonly force?: boolean;
  readonly manifest: TableManifestPlace;
  /** Of these runs only; of all where all three are left out. */
  readonly runs?: readonly number[];
  readonly study?: string;
  readonly method?: string;
}

export async function exportData(path: string, options: DataExportOptions): Promise<CommandReply> {
  const what = DATA_EXPORT_NAMES.find((name) => name === options.data) ?? 'trajectories';
  const { ending, seen } = checkTarget(
    '--output', options.output, formatsOf(what).map((format) => `.${DATA_FORMATS[format].ending}`), options.force === true,
  );
  if (options.manifest === 'comments') throw new EngineError(
    'usage', 'Trajectories have no comment lines.', 'Give --manifest beside or none.', { field: '--manifest' },
  );
  const format = dataFormatOf(what, ending) ?? 'csv';
  const looks = looksFolder();
  const dataFolder = looks ?? (await mkdtemp(join(tmpdir(), 'leibniz-export-')));
  const thread = startSessionThread();
  try {
    await thread.call<'open'>({ type: 'open', source: { kind: 'file', path }, dataFolder, application: 'leibniz' });
    const all = await thread.call<'run.list'>({ type: 'run.list' });
    const studies = await thread.call<'study.list'>({ type: 'study.list' });
    const runs = chosenRuns(all, studies, basename(path), options).map(({ id }) => id);
    const done = await thread.call<'data.write'>({
      type: 'data.write', what, format, runs, title: `${what} of ${oneLine(basename(path))}`.slice(0, 300), path: options.output,
      manifest: options.manifest, seen,
    });
    const beside = done.manifest === null ? '' : `, what made them to ${done.manifest}`;
    const none = done.empty === 0 ? '' : `; ${done.empty} of ${runs.length} runs had none`;
    return {
      json: { file: options.output, data: what, ...done },
      text: `wrote ${done.rows} ${what === 'vectors' ? 'vectors' : 'points'} of ${done.runs} runs to ${options.output}${beside}${none}\n`,
      exitCode: 0,
    };
  } finally {
    await thread.close(false);
    if (looks === undefined) await rm(dataFolder, { recursive: true, force: true });
  }
}

/** @throws EngineError `usage` naming the option that asks for what is not there */
function chosenRuns(
  all: readonly RunSummary[], studies: readonly { readonly id: number; readonly title: string }[], file: string,
  { runs: ids, study: title, method }: DataExportOptions,
): readonly RunSummary[] {
  const refuse = (message: string, hint: string, field: string): never => {
    throw new EngineError('usage', message, hint, { field });
  };
  const there = new Set(all.map(({ id }) => id));
  const missing = ids?.find((id) => !there.has(id));
  if (missing !== undefined) refuse(`“${oneLine(file)}” has no run ${missing}.`, 'leibniz session info lists its runs.', '--runs');
  const study = title === undefined ? null : studies.find((each) => each.title === title);
  if (study === undefined) refuse(
    `“${oneLine(file)}” has no study “${oneLine(title ?? '')}”.`,
    studies.length === 0 ? 'It has no studies.' : `Its studies are ${studies.map((each) => `“${oneLine(each.title)}”`).join(', ')}.`, '--study',
  );
  const wanted = ids === undefined ? null : new Set(ids);
  const methods = new Set(all.map(methodOf));
  if (method !== undefined && !methods.has(method)) refuse(
    `“${oneLine(file)}” has no method “${oneLine(method)}”.`, `Its methods are ${[...methods].map((name) => `“${oneLine(name)}”`).join(', ')}.`,
    '--method',
  );
  const chosen = all.filter((run) => (wanted === null || wanted.has(run.id)) && (method === undefined || methodOf(run) === method) &&
    (study === null || study === undefined || run.studies.some(({ id }) => id === study.id)));
  if (chosen.length === 0) refuse('No run is of all that was asked for.', 'Ask for less: leibniz session info lists the runs.', '--runs');
  return chosen;
}
