/** Prints a document for the command line, in a process that opens no window and no session, and ends it. */
import { readFile, writeFile } from 'node:fs/promises';
import { app } from 'electron';
import { reportToPdf } from './print-pdf.ts';

const reportOf = (html: string): Promise<Uint8Array> => reportToPdf(html, /<title>([^<]*)/.exec(html)?.[1] ?? '');

/** @param from a document of the program's own making @param to a new file, which the command puts in its place */
export async function printAndEnd(from: string, to: string): Promise<void> {
  // The print's own window goes before its file is written.
  app.on('window-all-closed', () => undefined);
  try {
    await writeFile(to, await reportOf(await readFile(from, 'utf8')), { flag: 'wx', mode: 0o600 });
    app.exit(0);
  } catch (error) {
    process.stderr.write(`print failed: ${error instanceof Error ? error.message : String(error)}\n`);
    app.exit(1);
  }
}
