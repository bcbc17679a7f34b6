import { describe, expect, it } from 'vitest';
import { markupText } from '../../../src-contract/export-text.ts';
import { lineChart } from '../../../src-main/engine/export/line-chart.ts';

const line = (y: number[], group = 'a', style = 0) => ({ label: group, group, style, x: y.map((_, k) => k), y });

describe('the report’s line chart', () => {
  it('draws a path a line and a legend entry a group', () => {
    const svg = lineChart({
      title: 'Loss',
      xLabel: 'iteration',
      scale: 'linear',
      lines: [line([3, 2, 1]), line([4, 3, 2]), line([1, 1, 1], 'b', 1)],
    });
    expect(svg.match(/<path /g)).toHaveLength(3);
    expect(svg.match(/>b<\/text>/g)).toHaveLength(1);
    expect(svg.match(/>a<\/text>/g)).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('lifts the pen where a log scale cannot draw a value, and says so', () => {
    const svg = lineChart({ title: 'Penalty', xLabel: 'iteration', scale: 'log', lines: [line([1, 0.1, 0, 0.01])] });
    expect(svg).toContain('values of 0 and less are not drawn');
    expect(/<path d="([^"]*)"/.exec(svg)?.[1]?.match(/M/g)).toHaveLength(2);
  });

  it.each([
    ['no line', []],
    ['an empty line', [line([])]],
    ['nothing finite', [line([Number.NaN, Infinity])]],
    ['a single point', [line([5])]],
    ['a constant', [line([0, 0, 0])]],
  ])('does not stumble over %s', (_what, lines) => {
    for (const scale of ['linear', 'log'] as const) {
      expect(lineChart({ title: 't', xLabel: 'x', scale, lines })).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it('gives the first 24 styles different looks', () => {
    const looks = Array.from(
      { length: 24 },
      (_, style) =>
        /<path [^>]*(stroke="[^"]*"(?: stroke-dasharray="[^"]*")?)/
          .exec(lineChart({ title: 't', xLabel: 'x', scale: 'linear', lines: [line([1, 2], 'g', style)] }))?.[1],
    );
    expect(new Set(looks).size).toBe(24);
  });

  it('escapes names and shows control characters as marks', () => {
    expect(markupText('<a href="x">&\'\u0000')).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&#39;\\x00');
    expect(lineChart({ title: '<script>', xLabel: 'x', scale: 'linear', lines: [line([1, 2], '</svg><script>')] })).not
      .toContain('<script');
  });
});
