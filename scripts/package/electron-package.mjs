/**
 * Electron with the program in it, as a folder: @electron/packager names and describes the executables of each
 * platform, from a zip that is at hand; then fuses are set, and what the program does not use goes.
 */
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { packager } from '@electron/packager';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { APP_ID, NAME, PRODUCT, SESSION_TYPE, SUMMARY, WORKBENCH } from './identity.mjs';
import { zipFolder } from './zip-folder.mjs';

/**
 * No Node in place of the program, no options or inspector from outside, no app but the archive, and that one checked where
 * the platform can (macOS, Windows). Electron's defaults for the others.
 */
const FUSES = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
};

/** The one language that the page speaks. */
const KEPT_LOCALE = 'en-US.pak';

/** In macOS's Info.plist: what a session is, and that this program edits it. */
const DOCUMENT_TYPE = {
  CFBundleDocumentTypes: [{
    CFBundleTypeName: 'Leibniz session', CFBundleTypeRole: 'Editor', LSHandlerRank: 'Owner', LSItemContentTypes: [`${APP_ID}.session`],
    CFBundleTypeIconFile: 'session-icon.icns',
  }],
  UTExportedTypeDeclarations: [{
    UTTypeIdentifier: `${APP_ID}.session`, UTTypeDescription: 'Leibniz session', UTTypeConformsTo: ['public.data', 'public.database'],
    UTTypeTagSpecification: { 'public.filename-extension': [NAME], 'public.mime-type': [SESSION_TYPE] },
  }],
};

/**
 * @param {string} work an empty folder
 * @param {{ source: import('./electron-source.mjs').ElectronSource, archive: string, resources: readonly string[], icons: string,
 *   version: string, epoch: number }} of `archive`: the window's; `resources`: files and folders for `resources/`;
 *   `icons`: folder of icon.ico and icon.icns
 * @returns {Promise<{ folder: string, resources: string }>}
 */
export async function packageElectron(work, { source, archive, resources, icons, version, epoch }) {
  const zips = join(work, 'zips');
  mkdirSync(zips, { recursive: true });
  const zip = join(zips, `electron-v${source.version}-${source.platform}-${source.arch}.zip`);
  if (source.isZip) symlinkSync(source.path, zip);
  else zipFolder(source.path, zip, { epoch, level: 0 });
  const numbers = /^\d+(\.\d+)*/.exec(version)?.[0] ?? '0';
  const [folder] = await packager({
    dir: join(work, 'app'), prebuiltAsar: archive, out: join(work, 'packaged'), electronZipDir: zips, electronVersion: source.version,
    platform: source.platform, arch: source.arch, name: PRODUCT, executableName: source.platform === 'linux' ? WORKBENCH : PRODUCT,
    appVersion: source.platform === 'win32' ? numbers : version, buildVersion: numbers, appBundleId: APP_ID,
    appCategoryType: 'public.app-category.education', appCopyright: 'GPL-3.0-or-later', icon: join(icons, 'icon'),
    extraResource: [...resources], extendInfo: DOCUMENT_TYPE, asarIntegrityDigest: false, quiet: true, tmpdir: join(work, 'temporary'),
    win32metadata: {
      CompanyName: 'The Leibniz authors', FileDescription: SUMMARY, ProductName: PRODUCT, OriginalFilename: `${PRODUCT}.exe`,
    },
  });
  if (folder === undefined) throw new Error('the packager made nothing');
  rmSync(zips, { recursive: true });
  const mac = source.platform === 'darwin';
  const executable = mac ? `${PRODUCT}.app` : source.platform === 'win32' ? `${PRODUCT}.exe` : WORKBENCH;
  await flipFuses(join(folder, executable), {
    version: FuseVersion.V1, ...FUSES, resetAdHocDarwinSignature: mac && source.arch === 'arm64' && process.platform === 'darwin',
  });
  const locales = join(folder, 'locales');
  if (existsSync(locales)) for (const name of readdirSync(locales)) if (name !== KEPT_LOCALE) rmSync(join(locales, name));
  const sandbox = join(folder, 'chrome-sandbox');
  if (existsSync(sandbox)) chmodSync(sandbox, 0o4755);
  return { folder, resources: mac ? join(folder, executable, 'Contents', 'Resources') : join(folder, 'resources') };
}
