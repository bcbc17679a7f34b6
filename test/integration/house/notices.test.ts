/** The notices of packages by others: everything that ships is named, each with a text. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { noticesOf, shippedPackages } from '../../../scripts/set-up/notices.mjs';
import { projectRoot } from '../../../scripts/set-up/places.mjs';

const out = mkdtempSync(join(tmpdir(), 'leibniz-notices-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));
mkdirSync(join(out, 'renderer'));
writeFileSync(
  join(out, 'renderer/page.js.map'),
  JSON.stringify({
    sources: ['../../src-renderer/app.tsx', '../../node_modules/zrender/lib/core/util.js',
      '../../node_modules/@floating-ui/react/dist/x.mjs', '../../node_modules/a/node_modules/scheduler/index.js'],
  }),
);

it('name what the build took in, what the page imports and what is loaded at run time, and no tool', () => {
  const names = shippedPackages(projectRoot, out);
  for (
    const name of ['zrender', '@floating-ui/react', 'scheduler', 'react', '@mantine/core', '@fontsource-variable/inter', 'katex',
      'better-sqlite3', 'glpk.js', 'highs', 'piscina', 'zod', 'commander']
  ) expect(names).toContain(name);
  for (const tool of ['vitest', 'typescript', 'electron-vite', 'oxlint', 'playwright-core']) expect(names).not.toContain(tool);
});

it('give the licence text of each, or its license field', () => {
  const names = shippedPackages(projectRoot, out);
  const text = noticesOf(projectRoot, names);
  const entries = text.split('─'.repeat(72)).slice(1);
  expect(entries).toHaveLength(names.length);
  for (const [k, entry] of entries.entries()) {
    expect(entry.trim()).toMatch(new RegExp(`^${names[k]?.replaceAll('.', '\\.')} \\d`, 'u'));
    expect(entry.length, names[k]).toBeGreaterThan(80);
  }
  expect(text).toContain('Permission is hereby granted');
  expect(text).toContain('GNU GENERAL PUBLIC LICENSE');
});
