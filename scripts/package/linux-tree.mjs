/**
 * The one tree that .deb, .rpm and .tar.xz are made of: bin/, lib/leibniz and share/ below a prefix, with
 * everything that a desktop looks for. All of it has the same time.
 */
import { chmodSync, cpSync, lutimesSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../set-up/places.mjs';
import { run, ending } from '../set-up/command.mjs';
import { toolchainNode } from '../set-up/toolchain.mjs';
import { PNG_SIZES, drawn, programIcon } from './icons.mjs';
import { APP_ID, DESCRIPTION, DESKTOP_ENTRY, MAINTAINER, NAME, SUMMARY, WORKBENCH } from './identity.mjs';
import { filled, packageVersion } from './linux-texts.mjs';

/** Of sessions, at byte 68 (src-main/engine/files/header.ts has it too; a test compares them). */
export const APPLICATION_ID = '0x4c424e5a';

/** @param {string} name of a file in packaging/linux */
const template = (name) => readFileSync(join(projectRoot, 'packaging', 'linux', name), 'utf8');

/**
 * @param {string} prefix an empty folder, to be /usr
 * @param {{ electron: string, papers: string, version: string, epoch: number }} of `electron`: the packaged folder, which is moved;
 *   `papers`: folder of notices and the like
 */
export async function makeLinuxTree(prefix, { electron, papers, version, epoch }) {
  const moment = new Date(epoch * 1000);
  const values = {
    VERSION: version, DAY: moment.toISOString().slice(0, 10), APP_ID, SUMMARY, DESCRIPTION, APPLICATION_ID,
  };
  /** @param {string} place @param {string | Buffer} content */
  const put = (place, content) => {
    mkdirSync(dirname(join(prefix, place)), { recursive: true });
    writeFileSync(join(prefix, place), content);
  };
  mkdirSync(join(prefix, 'lib'), { recursive: true });
  cpSync(electron, join(prefix, 'lib', NAME), { recursive: true, verbatimSymlinks: true });
  mkdirSync(join(prefix, 'bin'));
  symlinkSync(`../lib/${NAME}/resources/command/${NAME}`, join(prefix, 'bin', NAME));
  symlinkSync(`../lib/${NAME}/${WORKBENCH}`, join(prefix, 'bin', WORKBENCH));

  put(`share/applications/${DESKTOP_ENTRY}`, template('leibniz-workbench.desktop'));
  put(`share/mime/packages/${NAME}.xml`, filled(template('leibniz-mime.xml'), values));
  put(`share/metainfo/${APP_ID}.metainfo.xml`, filled(template('leibniz.metainfo.xml'), values));
  for (const size of PNG_SIZES) {
    const folder = `share/icons/hicolor/${size}x${size}`;
    put(`${folder}/apps/${WORKBENCH}.png`, programIcon(size));
    put(`${folder}/mimetypes/application-x-leibniz-session.png`, drawn('session-icon', size));
  }
  for (const [kind, name, drawing] of [['apps', WORKBENCH, 'icon'], ['mimetypes', 'application-x-leibniz-session', 'session-icon']]) {
    put(`share/icons/hicolor/scalable/${kind}/${name}.svg`, readFileSync(join(projectRoot, 'packaging', `${drawing}.svg`)));
  }
  put(`share/man/man1/${WORKBENCH}.1.gz`, packed(filled(template('leibniz-workbench.1'), values)));
  put(`share/man/man1/${NAME}.1.gz`, packed(await said(['manual'], epoch)));
  put(`share/bash-completion/completions/${NAME}`, await said(['completion', 'bash'], epoch));
  put(`share/zsh/vendor-completions/_${NAME}`, await said(['completion', 'zsh'], epoch));
  put(`share/fish/vendor_completions.d/${NAME}.fish`, await said(['completion', 'fish'], epoch));

  const doc = `share/doc/${NAME}`;
  put(`${doc}/copyright`, template('copyright'));
  put(`${doc}/changelog.gz`, packed(changelog(version, moment)));
  cpSync(papers, join(prefix, doc), { recursive: true });
  for (const [from, to] of [['README.md', 'README.md'], ['docs', 'docs'], ['examples', 'examples']]) {
    cpSync(join(projectRoot, from ?? ''), join(prefix, doc, to ?? ''), { recursive: true });
  }
  put(`share/lintian/overrides/${NAME}`, template('lintian-overrides'));
  plainModes(prefix);
  sameTime(prefix, epoch);
}

/** @param {string} version @param {Date} moment */
function changelog(version, moment) {
  const day = moment.toUTCString().replace('GMT', '+0000');
  return `${NAME} (${packageVersion(version)}) unstable; urgency=medium\n\n  * Version ${version}.\n\n -- ${MAINTAINER}  ${day}\n`;
}

/** @param {string} text */
const packed = (text) => gzipSync(text, { level: 9 });

/** What the command says, from its sources. @param {readonly string[]} words @param {number} epoch */
async function said(words, epoch) {
  const outcome = await run(
    toolchainNode(), [join(projectRoot, 'src-main/cli/main.ts'), ...words],
    { cwd: projectRoot, env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) } },
  );
  if (outcome.code !== 0) throw new Error(`leibniz ${words.join(' ')}: ${ending(outcome)}`);
  return outcome.output;
}

/** Files that anybody reads, and runs where their owner does; chrome-sandbox stays set-uid. @param {string} folder */
function plainModes(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) plainModes(path);
    else if (entry.isFile()) {
      const runs = ['node', NAME, WORKBENCH, 'chrome_crashpad_handler'].includes(entry.name) && path.includes(`/lib/${NAME}/`);
      chmodSync(path, entry.name === 'chrome-sandbox' ? 0o4755 : runs ? 0o755 : 0o644);
    }
  }
}

/** @param {string} folder @param {number} epoch */
export function sameTime(folder, epoch) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) sameTime(join(folder, entry.name), epoch);
    else lutimesSync(join(folder, entry.name), epoch, epoch);
  }
  lutimesSync(folder, epoch, epoch);
}
