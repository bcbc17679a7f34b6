/**
 * `npm run package [-- --electron FOLDER-OR-ZIP] [--platform …] [--out FOLDER] [--formats …]`: packages to install, from the built
 * program and an Electron that is at hand. docs/release.md says what a release is.
 */
import { createHash } from 'node:crypto';
import { createReadStream, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { electronSource } from './package/electron-source.mjs';
import { packageElectron } from './package/electron-package.mjs';
import { writeContainers } from './package/icons.mjs';
import { NAME, NOT_FOR_RELEASE, PRODUCT, projectManifest } from './package/identity.mjs';
import { lacking, makeDeb, makeRpm, makeTar } from './package/linux-formats.mjs';
import { makeLinuxTree } from './package/linux-tree.mjs';
import { formatsFor, packageArguments } from './package/package-arguments.mjs';
import { writePapers, writeSourceArchive } from './package/papers.mjs';
import { commandNode } from './package/runtime-node.mjs';
import { stageCommand, stageWindow } from './package/staged-app.mjs';
import { installerLacking, makeInstaller, makeWindowsZip } from './package/windows-formats.mjs';
import { zipFolder } from './package/zip-folder.mjs';
import { build } from './set-up/build.mjs';
import { run } from './set-up/command.mjs';
import { requireElectron } from './set-up/electron.mjs';
import { SetUpFailure, sayFailure } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { projectRoot } from './set-up/places.mjs';

/** @param {string} line */
const say = (line) => void process.stderr.write(`package: ${line}\n`);

/** The moment that all files are of: SOURCE_DATE_EPOCH, or that of the last commit. */
async function sourceEpoch() {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given !== undefined && /^\d+$/.test(given)) return Number(given);
  const commit = await run('git', ['log', '-1', '--format=%ct'], { cwd: projectRoot });
  if (commit.code === 0 && /^\d+\s*$/.test(commit.output)) return Number(commit.output);
  throw new SetUpFailure('the time of the packaged files is not known: this is no git checkout', 'set SOURCE_DATE_EPOCH to seconds since 1970.');
}

/** @param {readonly string[]} words */
async function main(words) {
  const asked = packageArguments(words, process.env['INIT_CWD'] ?? process.cwd());
  await setUp(asked.electron === null ? 'electron' : 'cli');
  const source = electronSource(asked.electron ?? requireElectron().folder);
  if (asked.platform !== null && asked.platform !== source.platform) throw new SetUpFailure(
    `--platform is ${asked.platform}, and ${source.path} is an Electron for ${source.platform}`, `name an Electron for ${asked.platform} with --electron.`,
  );
  const formats = formatsFor(source.platform, asked.formats);
  const manifest = projectManifest();
  const declared = manifest.devDependencies['electron'];
  const suffix = source.version === declared ? '' : NOT_FOR_RELEASE;
  const version = `${manifest.version}${suffix}`;
  if (suffix !== '') say(`Electron ${source.version} is not the declared ${declared ?? ''}: what is made is not for release, and says so`);
  const epoch = await sourceEpoch();
  if ((await build()) === 'built') say('built the program into out/');

  const work = mkdtempSync(join(tmpdir(), 'leibniz-package-'));
  mkdirSync(asked.out, { recursive: true });
  try {
    const of = { version, platform: source.platform, arch: source.arch };
    say(`the window's files, for ${source.platform} on ${source.arch}`);
    const archive = await stageWindow(work, of);
    const icons = join(work, 'icons');
    writeContainers(icons);
    const papers = join(work, 'papers');
    await writePapers(papers, { version, electron: source.version });
    const resources = existsSync(`${archive}.unpacked`) ? [`${archive}.unpacked`] : [];
    const node = await commandNode(source.platform, source.arch, work);
    if (node === null) say(`there is no Node for ${source.platform} on ${source.arch} here: the package has the window alone, without the command`);
    else {
      say('the command');
      const command = join(work, 'command');
      await stageCommand(command, { ...of, node });
      resources.push(command);
    }
    if (source.platform !== 'linux') {
      const kind = source.platform === 'win32' ? 'ico' : 'icns';
      resources.push(join(icons, `session-icon.${kind}`), papers);
    }
    say(`Electron ${source.version}`);
    const packaged = await packageElectron(work, { source, archive, resources, icons, version, epoch });
    copyFileSync(join(projectRoot, 'LICENSE'), join(packaged.folder, `LICENSE.${NAME}.txt`));

    const made = source.platform === 'linux'
      ? await linux(packaged.folder, papers)
      : source.platform === 'win32' ? await windows(packaged.folder, icons) : [macos(packaged.folder)];
    const sources = await writeSourceArchive(asked.out, version);
    if (sources === null) say('this is no git checkout: the archive of the sources, which goes beside the packages, is not made');
    else made.push(sources);
    await report(made);

    /** @param {string} folder @param {string} paperFolder */
    async function linux(folder, paperFolder) {
      const tree = join(work, 'tree');
      await makeLinuxTree(join(tree, 'usr'), { electron: folder, papers: paperFolder, version, epoch });
      rmSync(folder, { recursive: true });
      const makers = { deb: makeDeb, rpm: makeRpm, tar: makeTar };
      /** @type {string[]} */
      const files = [];
      for (const format of /** @type {(keyof typeof makers)[]} */ (formats)) {
        const why = lacking(format);
        say(why === null ? format : `no ${format}: ${why}`);
        if (why === null) files.push(await makers[format]({
          tree, work, out: asked.out, version, suffix, arch: source.arch, epoch, level: compressionLevel(),
        }));
      }
      if (formats.length === 0) files.push(kept(tree, 'tree'));
      return files;
    }

    /** @param {string} folder @param {string} iconFolder */
    async function windows(folder, iconFolder) {
      const order = { folder, icons: iconFolder, out: asked.out, work, version, suffix, arch: source.arch, epoch };
      /** @type {string[]} */
      const files = [];
      if (formats.includes('zip')) files.push(makeWindowsZip(order));
      const why = installerLacking();
      if (formats.includes('installer') && why !== null) say(`no installer: ${why}`);
      else if (formats.includes('installer')) files.push(await makeInstaller(order));
      return formats.length === 0 ? [kept(folder, PRODUCT)] : files;
    }

    /** @param {string} folder */
    function macos(folder) {
      if (formats.length === 0) return kept(folder, PRODUCT);
      const target = join(asked.out, `${PRODUCT}-${manifest.version}-darwin-${source.arch}${suffix}.zip`);
      zipFolder(folder, target, { epoch });
      return target;
    }

    /** Without formats: what they would be made of. @param {string} folder @param {string} name */
    function kept(folder, name) {
      const target = join(asked.out, name);
      rmSync(target, { recursive: true, force: true });
      renameSync(folder, target);
      return target;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }

  /** @param {readonly string[]} files */
  async function report(files) {
    const lines = [];
    for (const file of files) {
      if (statSync(file).isDirectory()) {
        process.stdout.write(`${file}\n`);
        continue;
      }
      const hash = createHash('sha256');
      await pipeline(createReadStream(file), hash);
      const digest = hash.digest('hex');
      lines.push(`${digest}  ${basename(file)}\n`);
      process.stdout.write(`${file}  ${(statSync(file).size / 1e6).toFixed(1)} MB\n`);
    }
    if (lines.length > 0) writeFileSync(join(asked.out, `SHA256SUMS-${source.platform}-${source.arch}`), lines.sort().join(''));
  }
}

/** Of xz: as small as can be, but for trials, which LEIBNIZ_PACKAGE_TRIAL=1 marks as such. */
function compressionLevel() {
  return process.env['LEIBNIZ_PACKAGE_TRIAL'] === '1' ? 0 : 9;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
