/** Which runs are pooled as seeds of one group, and how groups are named by what sets them apart. */
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../../src-contract/session.ts';
import { runCaption } from '../../../../src-renderer/charts/run-caption.ts';
import { groupKey, groupNames, runLabels } from '../../../../src-renderer/parts/run-groups.ts';
import { runStyles } from '../../../../src-renderer/charts/run-style.ts';
import { assembleCurves } from '../../../../src-renderer/charts/trajectory-curves.ts';
import { trajectoryScene } from '../../../../src-renderer/charts/trajectory-scene.ts';
import { layOut } from '../../../../src-renderer/charts/trajectory-frame.ts';
import { chartTheme } from '../../../../src-renderer/plot/chart-theme.ts';
import { absenceNotes } from '../../../../src-renderer/charts/absence.ts';
import type { RunSettings } from '../../../../src-contract/configuration.ts';
import { configurationOf } from '../a-run.ts';
import { SETTINGS, makeRun, pointsOf } from '../make-run.ts';

const MIN = new Map([[1, 'min' as const]]);
const withSettings = (id: number, more: RunSettings, part: Partial<RunSummary> = {}): RunSummary => {
  const run = makeRun({ id, seed: id, ...part });
  return { ...run, configuration: configurationOf(run, more) };
};
const preset = (id: number, methodName: string, more: RunSettings): RunSummary => {
  const run = withSettings(id, more);
  return { ...run, methodName, configuration: { ...run.configuration, changed: [] } };
};
const namesOf = (runs: readonly RunSummary[]): string[] => runs.map((run) => groupNames(runs).get(groupKey(run)) ?? '');

describe('a group', () => {
  const base: RunSettings = { 'start.kind': 'uniform', 'start.value': 0.5, loss: 'plain', restarts: 1 };
  // What the summary's own columns do not show, and pooled runs as if they were seeds.
  it.each<[string, RunSettings]>([
    ['start', { 'start.value': 0.4 }],
    ['β of Adam', { 'optimizer.beta1': 0.5 }],
    ['μ schedule', { 'mu.until': 0.5 }],
    ['loss', { loss: 'diffilo' }],
    ['restarts', { restarts: 6 }],
    ['iterations', { iterations: 500 }],
  ])('never holds runs that differ in their %s', (_what, more) => {
    const runs = [withSettings(1, base), withSettings(2, { ...base, ...more }), withSettings(3, base)];
    const points = runs.map((run) => pointsOf(run, { iteration: [0, 10], objective: [run.id, run.id] }, runs));
    const { curves } = assembleCurves(points, 'objective', MIN, { ...SETTINGS, seeds: 'envelope' });
    expect(curves.map((curve) => [curve.role, curve.runIds])).toEqual([['mean', [1, 3]], ['main', [2]]]);
    expect(curves[0]?.label).toMatch(/ · 2 seeds$/);
    expect(curves[0]?.label.replace(' · 2 seeds', '')).not.toBe(curves[1]?.label);
  });

  it('counts a seed once, and says which run repeats it', () => {
    const runs = [withSettings(1, base, { seed: 1 }), withSettings(2, base, { seed: 1 }), withSettings(3, base, { seed: 2 })];
    const points = runs.map((run) => pointsOf(run, { iteration: [0, 10], objective: [run.id, run.id] }, runs));
    const made = assembleCurves(points, 'objective', MIN, { ...SETTINGS, seeds: 'envelope' });
    expect(made.curves.map((curve) => curve.label)).toEqual(['true-penalty · 2 seeds']);
    expect(Array.from(made.curves[0]?.y ?? [])).toEqual([2, 2]);
    expect(absenceNotes([{ ...made, quantity: 'objective' }], new Map(runs.map((run) => [run.id, run])))).toEqual(['One run repeats the settings and the seed of another (#2): a seed is counted once.']);
  });

  it('is of one problem', () => {
    expect(groupKey(makeRun({ id: 1 }))).not.toBe(groupKey(makeRun({ id: 1, problemId: 2 })));
    expect(namesOf([makeRun({ id: 1 }), makeRun({ id: 2, problemId: 2, problemName: 'stein27' })])).toEqual(['true-penalty · p0033',
      'true-penalty · stein27']);
  });
});

describe('the names of groups', () => {
  it.each<[string, RunSummary[], string[]]>([
    ['say nothing of what all share', [withSettings(1, { loss: 'plain' })], ['true-penalty']],
    ['say what differs and only that', [withSettings(1, { restarts: 1, loss: 'plain' }), withSettings(2, { restarts: 6, loss: 'plain' })], [
      'one descent',
      '6 descents in a row',
    ]],
    ['name the scheme where it differs too', [withSettings(1, { restarts: 1 }),
      withSettings(2, { restarts: 6 }, { scheme: 'concrete', method: 'concrete' })], ['true-penalty · one descent',
      'concrete · 6 descents in a row']],
    ['are the presets’ where these tell them apart', [preset(1, 'true-penalty, recommended', {}),
      preset(2, 'Annealed mean field', { restarts: 6 })], ['true-penalty, recommended', 'Annealed mean field']],
    ['are settings where two versions of a preset do not', [preset(1, 'Annealed mean field', { restarts: 3 }),
      preset(2, 'Annealed mean field', { restarts: 6 })], ['3 descents in a row', '6 descents in a row']],
    ['are the labels of groups that have them', [withSettings(1, { restarts: 1 }, { label: 'one' }),
      withSettings(2, { restarts: 6 }, { label: 'six' })], ['one', 'six']],
    ['are no label that runs of other settings have too', [withSettings(1, { restarts: 1 }, { label: 'mine' }),
      withSettings(2, { restarts: 6 }, { label: 'mine' })], ['one descent', '6 descents in a row']],
    [
      'are methods where too much differs to be read',
      [
        { ...withSettings(1, { a: 1, b: 1, c: 1, d: 1, e: 1 }), methodName: 'true-penalty, step 0.5' },
        { ...withSettings(2, { a: 2, b: 2, c: 2, d: 2, e: 2 }), methodName: 'Annealed mean field, 3 descents in a row' },
      ],
      ['true-penalty, step 0.5', 'Annealed mean field, 3 descents in a row'],
    ],
  ])('%s', (_what, runs, names) => {
    expect(namesOf(runs)).toEqual(names);
  });

  it('stand in the labels of lines, in the legend, in the export and in its caption', () => {
    const runs = [withSettings(1, { restarts: 1 }), withSettings(2, { restarts: 6 })];
    expect([...runLabels(runs).values()]).toEqual(['one descent', '6 descents in a row']);
    expect(runs.map((run) => runStyles(runs).get(run.id)?.groupLabel)).toEqual(['one descent', '6 descents in a row']);
    expect(runCaption(runs)).toEqual([expect.stringContaining('p0033: true-penalty, one descent'),
      expect.stringContaining('p0033: true-penalty, 6 descents in a row')]);
    const points = runs.map((run) => pointsOf(run, { iteration: [0, 10], objective: [1, run.id] }, runs));
    const plots = [{
      quantity: 'objective' as const,
      scale: 'linear' as const,
      references: [],
      ...assembleCurves(points, 'objective', MIN, SETTINGS),
    }];
    const frame = layOut({ plots, x: 'iteration', xScale: 'linear', view: null, whole: { min: 0, max: 10 }, width: 900, height: 300 });
    expect(JSON.stringify(trajectoryScene(frame, { theme: chartTheme('light'), hoveredRunId: null }))).toContain('6 descents in a row');
  });

  it('give way to looks in a legend of very many groups, and say how many each stands for', () => {
    const runs = Array.from({ length: 20 }, (_, k) => withSettings(k + 1, { restarts: k + 1 }));
    expect(runStyles(runs).get(1)?.groupLabel).toBe('true-penalty · 20 settings');
  });
});
