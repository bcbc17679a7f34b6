/** What a run of the benchmarks does to docs/benchmarks.md. */
import { describe, expect, it } from 'vitest';
import { updatedPage } from '../../../scripts/bench-page.mjs';

const page = `# Benchmarks

By hand.

<!-- bench:one -->
old
<!-- /bench:one -->

After.

<!-- bench:targets -->
| target | goal | measured | native C’s time over ours | NumPy’s time over ours | verdict | reason |
|---|---|---|---|---|---|---|
| fast | ≤ 1 ms | 2 ms | 1× | 2× | **missed** | a busy day |
| other | ≥ 3 | 4 | | | reached | |
<!-- /bench:targets -->
`;

describe('the page of benchmarks', () => {
  it('has only the parts replaced that were measured', () => {
    const next = updatedPage(page, [{ section: 'one', markdown: 'new $& figures' }]);
    expect(next).toBe(page.replace('old', () => 'new $& figures'));
  });

  it('keeps the reason of a target while it is missed, and the rows of others', () => {
    const missed = updatedPage(page, [{
      target: { name: 'fast', goal: '≤ 1 ms', measured: '1.5 ms', native: '1×', numpy: '3×', reached: false },
    }]);
    expect(missed).toContain('| fast | ≤ 1 ms | 1.5 ms | 1× | 3× | **missed** | a busy day |');
    expect(missed).toContain('| other | ≥ 3 | 4 |  |  | reached |  |');
    const reached = updatedPage(missed, [{ target: { name: 'fast', goal: '≤ 1 ms', measured: '0.5 ms', reached: true } }]);
    expect(reached).toContain('| fast | ≤ 1 ms | 0.5 ms |  |  | reached |  |');
    expect(reached).not.toContain('a busy day');
  });

  it('gets a section and a target that it did not have', () => {
    const next = updatedPage(page, [{ section: 'two', markdown: 'more' }, {
      target: { name: 'new', goal: '1', measured: '2', reached: true },
    }]);
    expect(next).toMatch(/## two\n\n<!-- bench:two -->\nmore\n<!-- \/bench:two -->\n$/);
    expect(next).toContain('| new | 1 | 2 |  |  | reached |  |\n<!-- /bench:targets -->');
    expect(updatedPage(next, [])).toBe(next);
  });
});
