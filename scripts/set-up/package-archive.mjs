/**
 * Fetches one package of the registry with the ordinary npm client, checks its content against the
 * pinned sha512 and unpacks it. Everything happens in a folder beside the target, which appears under
 * its final name only when it is complete.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ending, npmCommand, npmComplaint, run } from './command.mjs';
import { SetUpFailure } from './failure.mjs';

/**
 * The `sha512-…` of a file, in the registry's notation.
 * @param {string} file
 */
export async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * Gives `make` an empty folder beside `target`; when it is done, that folder becomes `target`.
 * Another process that was faster wins; the result is the same.
 * @param {string} target
 * @param {(folder: string) => Promise<void>} make
 */
export async function makeFolder(target, make) {
  mkdirSync(dirname(target), { recursive: true });
  const draft = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    await make(draft);
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Unpacks `name@version` into `folder`/package.
 * @param {{ name: string, version: string, integrity: string, node: string }} wanted `node` runs npm
 * @param {string} folder an existing folder
 */
export async function fetchPackage(wanted, folder) {
  const label = `${wanted.name}@${wanted.version}`;
  const [file, args] = npmCommand(wanted.node, ['pack', label, '--pack-destination', folder, '--loglevel=error']);
  const packed = await run(file, args, { limitSeconds: 1800 });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (packed.code !== 0 || archive === undefined) {
    throw new SetUpFailure(
      `npm could not fetch ${label}: ${npmComplaint(packed)}`,
      `check the network and the registry setting (npm ping; npm config get registry), then run the command again.`,
    );
  }
  const path = join(folder, archive);
  const found = await integrityOf(path);
  if (found !== wanted.integrity) {
    throw new SetUpFailure(
      `${label} from the registry has the content ${found}, not the pinned ${wanted.integrity}`,
      'do not use this package. Run npm cache verify and try again; if it stays so, the registry serves something else than it did: report it.',
    );
  }
  const unpacked = await run('tar', ['-xzf', path, '-C', folder]);
  if (unpacked.code !== 0) {
    throw new SetUpFailure(
      `${label} could not be unpacked: ${ending(unpacked)}`,
      `see that there is free space in ${folder} and that the program tar is installed, then run the command again.`,
    );
  }
  rmSync(path);
}
