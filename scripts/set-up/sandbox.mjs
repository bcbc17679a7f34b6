/**
 * Whether Chromium's sandbox can be had here. It is never given up where it can: only root has none (a
 * Chromium rule), and a kernel that gives ordinary users no namespaces of their own.
 */
import { existsSync, readFileSync } from 'node:fs';

/**
 * @param {{ platform: string, uid: number | undefined, usernsClone: string | null, apparmorRestricts: string | null }}
 *   facts contents of the kernel's two switches, null where absent
 * @returns {'sandboxed' | 'no-sandbox-as-root' | 'no-sandbox-without-namespaces'}
 */
export function sandboxVerdict({ platform, uid, usernsClone, apparmorRestricts }) {
  if (platform !== 'linux') return 'sandboxed';
  if (uid === 0) return 'no-sandbox-as-root';
  if (usernsClone === '0' || apparmorRestricts === '1') return 'no-sandbox-without-namespaces';
  return 'sandboxed';
}

export function sandboxHere() {
  /** @param {string} path */
  const content = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : null);
  return sandboxVerdict({
    platform: process.platform,
    uid: process.getuid?.(),
    usernsClone: content('/proc/sys/kernel/unprivileged_userns_clone'),
    apparmorRestricts: content('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
  });
}
