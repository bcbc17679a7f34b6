/** `leibniz completion SHELL` and `leibniz manual`: what the grammar says, for shells and for man. */
import type { Command } from 'commander';
import { applicationVersion } from '../../engine/manifest.ts';
import { commandTree } from '../command-tree.ts';
import { completionScript } from '../completion-scripts.ts';
import { manualPage } from '../manual-page.ts';
import type { CommandReply } from '../output.ts';
import { SHELLS } from '../shells.ts';

/** @param asked one of SHELLS, as the command line has made sure */
export function completion(program: Command, asked: string): CommandReply {
  const shell = SHELLS.find((each) => each === asked) ?? SHELLS[0];
  const text = completionScript(shell, commandTree(program));
  return { json: { shell, script: text }, text, exitCode: 0 };
}

/** The day is SOURCE_DATE_EPOCH's where that is set, so that a page can be made again to the byte; else there is none. */
export function manual(program: Command): CommandReply {
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  const day = epoch === undefined || !/^\d+$/u.test(epoch) ? '' : new Date(Number(epoch) * 1000).toISOString().slice(0, 10);
  const text = manualPage(commandTree(program), applicationVersion(), day);
  return { json: { page: text }, text, exitCode: 0 };
}
