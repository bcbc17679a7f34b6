/**
 * Which arguments of a start are files to open. Electron and Chromium put switches and, in development,
 * the app's own folder among them.
 */
import { extname, resolve } from 'node:path';
import { READ_ENDINGS, SOURCE_ENDINGS } from '../../src-contract/problem-format.ts';

const EXTENSIONS = new Set(['.leibniz', '.gz', ...READ_ENDINGS, ...SOURCE_ENDINGS]);

/**
 * @param argv arguments as the process got them, program first
 * @param workingFolder folder relative names are meant from
 * @returns absolute paths, in order
 */
export function filesFromArguments(argv: readonly string[], workingFolder: string): readonly string[] {
  return argv
    .slice(1)
    .filter((argument) => !argument.startsWith('-') && EXTENSIONS.has(extname(argument).toLowerCase()))
    .map((argument) => resolve(workingFolder, argument));
}
