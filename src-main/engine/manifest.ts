/** What the manifest of every run made outside of the window names: this application and its runtime. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './entry-points.ts';

export function applicationVersion(): string {
  const content: unknown = JSON.parse(readFileSync(join(projectFolder(), 'package.json'), 'utf8'));
  return typeof content === 'object' && content !== null && 'version' in content && typeof content.version === 'string'
    ? content.version
    : 'unknown';
}

export function applicationManifest(): { readonly application: string; readonly runtime: string } {
  return { application: `Leibniz ${applicationVersion()}`, runtime: `Node ${process.versions.node} (V8 ${process.versions.v8})` };
}
