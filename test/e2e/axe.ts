/** What axe finds on a page of the program, in words: rule and the elements concerned. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { LaunchedProgram } from './harness.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function violations({ page }: LaunchedProgram): Promise<readonly string[]> {
  // The debugger's evaluation is not bound by the page's policy, so axe needs no script tag.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    interface Axe {
      run(options: unknown): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }>;
    }
    const axe = Reflect.get(globalThis, 'axe') as Axe;
    const found = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
    const words = (nodes: readonly { target: unknown }[]): string => nodes.map((node) => String(node.target)).slice(0, 4).join(' | ');
    return found.violations.map(({ id, nodes }) => `${id}: ${words(nodes)}`);
  });
}
