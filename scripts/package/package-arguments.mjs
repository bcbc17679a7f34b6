/** The words after `npm run package --`. */
import { resolve } from 'node:path';
import { SetUpFailure } from '../set-up/failure.mjs';

const PLATFORMS = /** @type {const} */ (['linux', 'win32', 'darwin']);
/** What is made for each platform, in this order. */
const FORMATS = /** @type {const} */ ({ linux: ['deb', 'rpm', 'tar'], win32: ['zip', 'installer'], darwin: ['zip'] });

/**
 * @typedef {(typeof PLATFORMS)[number]} Platform
 * @typedef {{ electron: string | null, platform: Platform | null, out: string, formats: readonly string[] | null }} PackageArguments
 */

const USAGE =
  'npm run package -- [--electron FOLDER-OR-ZIP] [--platform linux|win32|darwin] [--out FOLDER] [--formats deb,rpm,tar | zip,installer | none]';

/**
 * @param {readonly string[]} words
 * @param {string} from the folder that relative names are meant from
 * @returns {PackageArguments}
 */
export function packageArguments(words, from) {
  /** @type {{ electron: string | null, platform: Platform | null, out: string, formats: readonly string[] | null }} */
  const found = { electron: null, platform: null, out: resolve(from, 'dist'), formats: null };
  for (let i = 0; i < words.length; i += 2) {
    const [option, value] = [words[i], words[i + 1]];
    if (value === undefined || value.startsWith('--')) throw refusal(`${option ?? ''} lacks its value`);
    if (option === '--electron') found.electron = resolve(from, value);
    else if (option === '--out') found.out = resolve(from, value);
    else if (option === '--formats') found.formats = value === 'none' ? [] : value.split(',');
    else if (option === '--platform') found.platform = PLATFORMS.find((each) => each === value) ?? raise(`there is no platform ${value}`);
    else throw refusal(`there is no option ${option ?? ''}`);
  }
  return found;
}

/**
 * The formats to make for a platform.
 * @param {Platform} platform
 * @param {readonly string[] | null} asked
 */
export function formatsFor(platform, asked) {
  const known = /** @type {readonly string[]} */ (FORMATS[platform]);
  const unknown = asked?.find((each) => !known.includes(each));
  if (unknown !== undefined) throw refusal(`there is no format ${unknown} for ${platform}: ${known.join(', ')}`);
  return asked ?? known;
}

/** @param {string} what @returns {never} */
function raise(what) {
  throw refusal(what);
}

/** @param {string} what */
function refusal(what) {
  return new SetUpFailure(`npm run package: ${what}`, `the usage is: ${USAGE}`);
}
