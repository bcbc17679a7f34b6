/** The lock file: what is installed is what was looked at, byte for byte, on every system. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
}

const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Entry>>;
};
const packages = Object.entries(lock.packages).filter(([place]) => place !== '');

it('names the content of every package, of optional ones for other systems too', () => {
  expect(packages.length).toBeGreaterThan(300);
  // npm leaves it out of optional packages that are not installed where the lock file is written.
  expect(packages.filter(([, { integrity }]) => integrity === undefined || !/^sha512-[A-Za-z0-9+/]{86}==$/u.test(integrity)).map((
    [place],
  ) => place)).toEqual([]);
  expect(packages.filter(([, { version }]) => version === undefined).map(([place]) => place)).toEqual([]);
});

it('names no server that packages come from', () => {
  expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([place]) => place)).toEqual([]);
});
