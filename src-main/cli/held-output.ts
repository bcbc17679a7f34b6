/**
 * A file that a command writes at its end, held from its beginning: a second command that is to write there
 * is refused before its work begins, and what another program has put there meanwhile is not replaced.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { EngineError } from '../engine/error-value.ts';
import { writeFileAtomically } from '../engine/files/write-file.ts';
import { checkPlace, requireFree } from './target-file.ts';

export interface HeldOutput {
  /** @throws EngineError `output-elsewhere` where the place was taken meanwhile: it is then written beside it, nothing is lost */
  write(content: string | Uint8Array): Promise<void>;
}

/**
 * @param path of the output; undefined where none is asked for
 * @param force whether what stands there may be replaced
 * @param work is given the output, or null
 * @throws EngineError `usage` naming the option, or `target-held`
 */
export async function holdingOutput<T>(
  option: string, path: string | undefined, force: boolean, work: (output: HeldOutput | null) => Promise<T>,
): Promise<T> {
  if (path === undefined) return work(null);
  checkPlace(option, path);
  const { holdTarget } = await import('../engine/session/target-hold.ts');
  const hold = holdTarget(path, 0);
  try {
    requireFree(option, path, hold.seen, force);
    return await work({
      async write(content) {
        try {
          await writeFileAtomically(path, content, hold.seen);
        } catch (error) {
          if (!(error instanceof EngineError) || error.code !== 'session-changed-on-disk') throw error;
          const other = freeName(path);
          await writeFileAtomically(other, content, null);
          throw new EngineError('output-elsewhere', `${error.message} What was to be written there is in “${other}”.`, '', { file: other });
        }
      },
    });
  } finally {
    hold.release();
  }
}

function freeName(path: string): string {
  const ending = extname(path);
  for (let k = 2; ; k++) {
    const name = join(dirname(path), `${basename(path, ending)}-${k}${ending}`);
    if (!existsSync(name)) return name;
  }
}
