/**
 * Where a path leads, links to what is not there yet included: two writers, one through such a link, must find that
 * they mean one place.
 */
import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Links after one another that are followed where the last leads to nothing; the system follows as many. */
const MOST_LINKS = 40;

/** @throws Node's file errors: a folder on the way is not there, or links lead to themselves */
export function linkTarget(path: string, links = MOST_LINKS): string {
  const folder = realpathSync(dirname(path));
  const place = join(folder, basename(path));
  try {
    return realpathSync(place);
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ENOENT') throw error;
    const next = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true ? readlinkSync(place) : null;
    if (next === null) return place;
    if (links === 0) throw error;
    return linkTarget(resolve(folder, next), links - 1);
  }
}
