/** What packages say of themselves, without making one: `npm run test:package` does that. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as identity from '../../../scripts/package/identity.mjs';
import { debianControl, filled, packageVersion, rpmSpec } from '../../../scripts/package/linux-texts.mjs';
import { APPLICATION_ID } from '../../../scripts/package/linux-tree.mjs';
import { projectRoot } from '../../../scripts/set-up/places.mjs';
import { NOT_FOR_RELEASE, isForRelease, programTitle } from '../../../src-contract/release.ts';
import * as header from '../../../src-main/engine/files/header.ts';

const linux = (name: string): string => readFileSync(join(projectRoot, 'packaging', 'linux', name), 'utf8');

describe('versions', () => {
  it('of trials sort before the release of their number', () => {
    expect(packageVersion('0.1.0')).toBe('0.1.0');
    expect(packageVersion(`0.1.0${identity.NOT_FOR_RELEASE}`)).toBe('0.1.0~not.for.release');
  });

  it('of trials are known to the window, which says so in its title', () => {
    expect(identity.NOT_FOR_RELEASE).toBe(NOT_FOR_RELEASE);
    expect(isForRelease('0.1.0')).toBe(true);
    expect(programTitle('0.1.0')).toBe('Leibniz');
    expect(programTitle(`0.1.0${identity.NOT_FOR_RELEASE}`)).toBe('Leibniz (not for release)');
  });
});

describe('Debian’s control file', () => {
  const control = debianControl({
    version: '0.1.0-not-for-release', arch: 'x64', installedKilobytes: 12, libraries: [['libgtk-3-0t64', 'libgtk-3-0'], ['libnss3']],
  });
  it('depends on either name of a library', () => {
    expect(control).toContain('\nDepends: libc6 (>= 2.31), libstdc++6, libgtk-3-0t64 | libgtk-3-0, libnss3\n');
  });
  it('has the fields that dpkg wants, a description of lines that begin with a blank, and ends in a line feed', () => {
    for (const field of [
      'Package: leibniz', 'Version: 0.1.0~not.for.release', 'Architecture: amd64', 'Installed-Size: 12', 'Section: math',
    ]) {
      expect(`\n${control}`).toContain(`\n${field}\n`);
    }
    const [, ...description] = control.slice(control.indexOf('Description:')).trimEnd().split('\n');
    expect(description.length).toBeGreaterThan(1);
    for (const line of description) expect(line).toMatch(/^ \S.{0,77}$/u);
    expect(control.endsWith('\n')).toBe(true);
  });
});

it('the spec of an RPM keeps what is built to the byte, and asks for libraries, not for names of one distribution', () => {
  const spec = rpmSpec({ version: '0.1.0', arch: 'arm64', tree: '/t', files: ['"/usr/bin/leibniz"'], level: 9 });
  for (const line of [
    '%global __os_install_post %{nil}', '%global use_source_date_epoch_as_buildtime 1', '%global _binary_payload w9.xzdio',
    '%global _target_cpu aarch64', 'Requires: libgtk-3.so.0()(64bit)', '"/usr/bin/leibniz"',
  ]) expect(spec.split('\n')).toContain(line);
});

describe('what a desktop reads', () => {
  it('knows a session by SQLite’s header and the application id that sessions have', () => {
    expect(Number(APPLICATION_ID)).toBe(header.APPLICATION_ID);
    const type = filled(linux('leibniz-mime.xml'), { APPLICATION_ID });
    expect(type).toContain(`<match type="big32" offset="68" value="${APPLICATION_ID}"/>`);
    expect(type).toContain(`type="${identity.SESSION_TYPE}"`);
  });

  it('opens sessions of that type with the window, by the name of its icon', () => {
    const entry = linux('leibniz-workbench.desktop').split('\n');
    expect(entry).toContain(`Exec=${identity.WORKBENCH} %F`);
    expect(entry).toContain(`MimeType=${identity.SESSION_TYPE};`);
    expect(entry).toContain(`Icon=${identity.WORKBENCH}`);
    // The class that Electron gives the window on X11 is the name that the program sets.
    expect(entry).toContain('StartupWMClass=Leibniz');
    expect(readFileSync(join(projectRoot, 'src-main/shell/main.ts'), 'utf8')).toContain(`app.setName('Leibniz')`);
  });

  it('lacks no value, and says which one if it does', () => {
    const values = { VERSION: '1', DAY: '2026-12-01', APP_ID: identity.APP_ID, SUMMARY: 's', DESCRIPTION: 'd', APPLICATION_ID };
    for (const name of ['leibniz-mime.xml', 'leibniz.metainfo.xml', 'leibniz-workbench.1']) {
      expect(filled(linux(name), values)).not.toMatch(/@[A-Z_]+@/u);
    }
    expect(() => filled('@DAY@', {})).toThrow('@DAY@');
  });
});
