/**
 * Packed as `default_app.asar` into the fallback Electron, which lacks one: opens the application whose
 * folder is on the command line, the way the stock default app does. Runs before Electron is ready;
 * the top-level await keeps it from becoming ready until the application's main module is loaded.
 */
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
process.defaultApp = true;
const words = process.argv.slice(1);
const preloads = [];
let folder;
for (let i = 0; i < words.length && folder === undefined; i++) {
  if (words[i] === '-r' || words[i] === '--require') preloads.push(words[++i]);
  else if (!words[i].startsWith('-')) folder = resolve(words[i]);
}

try {
  for (const file of preloads) require(resolve(file));
  if (folder === undefined) throw new Error('no application folder on the command line');
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  app.setAppPath(folder);
  app.setVersion(manifest.version);
  app.name = manifest.productName ?? manifest.name;
  if (manifest.desktopName !== undefined) app.setDesktopName(manifest.desktopName);
  await import(pathToFileURL(join(folder, manifest.main)).href);
} catch (error) {
  process.stderr.write(`The application could not be started: ${error instanceof Error ? error.stack : error}\n`);
  app.exit(1);
}
