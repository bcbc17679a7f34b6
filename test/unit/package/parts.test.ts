/** Icons, installer script, bill of materials and the choice of files: cheap parts of making a package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawn, icns, ico, programIcon } from '../../../scripts/package/icons.mjs';
import { billOfShipped } from '../../../scripts/package/papers.mjs';
import { isShipped } from '../../../scripts/package/staged-app.mjs';
import { installerScript } from '../../../scripts/package/windows-formats.mjs';
import { projectRoot } from '../../../scripts/set-up/places.mjs';

/** Width and height as the header of a PNG has them. */
const sizeOf = (png: Buffer): readonly number[] => [png.readUInt32BE(16), png.readUInt32BE(20)];

describe('icons', () => {
  it('are drawn at the size that is asked for, the same each time', () => {
    for (const size of [16, 48]) expect(sizeOf(programIcon(size))).toEqual([size, size]);
    expect(drawn('session-icon', 32).equals(drawn('session-icon', 32))).toBe(true);
    expect(programIcon(32).equals(drawn('icon', 32))).toBe(false);
  });

  it('stand in Windows’ container where its index says', () => {
    const pictures = [16, 256].map((size) => ({ size, png: programIcon(size) }));
    const file = ico(pictures);
    expect([file.readUInt16LE(0), file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([0, 1, 2]);
    expect([file.readUInt8(6), file.readUInt8(22)]).toEqual([16, 0]);
    for (const [k, { png }] of pictures.entries()) {
      const at = file.readUInt32LE(6 + 16 * k + 12);
      expect(file.subarray(at, at + file.readUInt32LE(6 + 16 * k + 8)).equals(png)).toBe(true);
    }
  });

  it('stand in Apple’s container one behind the other', () => {
    const png = programIcon(128);
    const file = icns([{ type: 'ic07', png }, { type: 'ic08', png }]);
    expect(file.toString('latin1', 0, 4)).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    expect(file.toString('latin1', 8, 12)).toBe('ic07');
    expect(file.toString('latin1', 8 + 8 + png.length, 8 + 8 + png.length + 4)).toBe('ic08');
  });
});

it('the installer removes by name what lies at the top of its folder, and nothing that it does not know', () => {
  const template = readFileSync(join(projectRoot, 'packaging', 'windows', 'installer.nsi'), 'utf8');
  const script = installerScript(template, {
    folder: '/f', icon: '/i.ico', license: '/L', target: '/t.exe', version: '0.1.0-not-for-release', suffix: '-not-for-release',
  }, ['Leibniz.exe', 'icudtl.dat']);
  expect(script).not.toMatch(/@[A-Z_]+@/u);
  expect(script).toContain('  Delete "$INSTDIR\\Leibniz.exe"\n  Delete "$INSTDIR\\icudtl.dat"');
  expect(script).toContain('VIProductVersion "0.1.0.0"');
  expect(script).not.toContain('RMDir /r "$INSTDIR"');
  expect(script).toContain('RequestExecutionLevel user');
});

it('the bill of materials has what is shipped and the two runtimes, and no tool', () => {
  const whole = {
    bomFormat: 'CycloneDX',
    components: [
      { 'bom-ref': 'a', name: 'react', version: '19.3.1' }, { 'bom-ref': 'b', group: '@mantine', name: 'core' },
      { 'bom-ref': 'c', name: 'vitest' },
    ],
    dependencies: [{ ref: 'a', dependsOn: ['b', 'c'] }, { ref: 'c', dependsOn: ['a'] }, { ref: 'b' }],
  };
  const bill = billOfShipped(whole, ['react', '@mantine/core'], { electron: '45.4.1', node: '24.21.0' });
  expect(bill.components.map(({ name, version }) => [name, version])).toEqual([
    ['react', '19.3.1'], ['core', undefined], ['electron', '45.4.1'], ['node', '24.21.0'],
  ]);
  expect(bill.dependencies).toEqual([{ ref: 'a', dependsOn: ['b'] }, { ref: 'b' }]);
});

it.each([
  ['dist/index.js', true], ['build/highs.wasm', true], ['LICENSE', true], ['license.md', true], ['package.json', true],
  ['dist/index.d.ts', false], ['dist/index.js.map', false], ['README.md', false], ['test/data/diet.json', false],
  ['rollup.config.js', false],
  ['deps/sqlite3/sqlite3.c', false],
])('of a package, %s is shipped: %s', (file, wanted) => {
  expect(isShipped(file)).toBe(wanted);
});
