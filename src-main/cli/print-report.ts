/**
 * A report as PDF from the command line: the window's own Electron prints it, where it and a display are there. It is started by a
 * script of the project (`scripts/print.mjs`), so that the command itself knows of no Electron.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../engine/entry-points.ts';
import { EngineError } from '../engine/error-value.ts';
import { oneLine } from '../../src-science/program/one-line.ts';

/** @throws EngineError `print-unavailable` that says in a sentence what is missing */
export async function printReport(html: string): Promise<Uint8Array> {
  const script = join(projectFolder(), 'scripts', 'print.mjs');
  if (!existsSync(script)) throw unavailable('there is no Electron here');
  const folder = await mkdtemp(join(tmpdir(), 'leibniz-report-'));
  try {
    const [from, to] = [join(folder, 'report.html'), join(folder, 'report.pdf')];
    await writeFile(from, html, { mode: 0o600 });
    const said = await new Promise<string | null>((resolve) => {
      execFile(process.execPath, [script, from, to], (error, _stdout, stderr) => resolve(error === null ? null : stderr.trim()));
    });
    if (said !== null) throw unavailable(said.split('\n').at(-1) ?? '');
    return await readFile(to);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function unavailable(reason: string): EngineError {
  return new EngineError(
    'print-unavailable', `The report cannot be printed as PDF: ${oneLine(reason)}.`,
    'End its name in .html and print that from a browser, or choose File, Report… in the window.', { field: '--output' },
  );
}
