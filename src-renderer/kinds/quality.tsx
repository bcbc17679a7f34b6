/** Gradient quality: where a point stands on its run, and what a trajectory brings with it. */
import { useEffect } from 'react';
import type { JSX } from 'react';
import type { QualityResultValue } from '../../src-contract/job-event.ts';
import { useRuns } from '../api/queries.ts';
import { formatCount, formatDuration, formatNumber } from '../format/index.ts';
import { useFormContext } from './form/form-context.ts';
import { SettingFields } from './form/SettingFields.tsx';
import type { Line, PageKind } from './page-kind.ts';

export const page: PageKind<'quality'> = {
  Fields,
  /** Along a run, its number and the settings of its scheme come with its points. */
  values: ({ text, kept, runPath }) => ({
    'quality.runId': () => (text('quality.points.source') === 'kept' ? kept('quality.runId') : Number(text('quality.points.run'))),
    ...(text('quality.shape') === 'path' && text('quality.points.source') === 'run' ? { 'quality.tuning': () => runPath?.tuning } : {}),
  }),
  along: ({ id, scheme, samplesPerStep }) => ({
    'quality.shape': 'path', 'quality.points.run': String(id), ...(scheme === null ? {} : { 'quality.schemes': scheme }),
    ...(samplesPerStep === null ? {} : { 'quality.path.samples': String(samplesPerStep) }),
  }),
  shows: 'show-quality',
  lines,
  sentence: ({ quality }) => (quality.shape === 'point' ? quality.trueGradient.reason : quality.reason),
};

/** A temperature depends on the iteration, which is that of x̂ where it comes from a run. */
function Fields(): JSX.Element {
  const { set, text } = useFormContext();
  const runs = useRuns();
  const run = text('quality.xHat.source') === 'run' ? runs.find(({ id }) => String(id) === text('quality.xHat.run')) : undefined;
  const at = text('quality.xHat.at');
  const iteration = run === undefined ? null : at === 'end' ? run.iterations : Number(at);
  useEffect(() => {
    if (iteration !== null) set('quality.iteration', String(iteration));
  }, [iteration, set]);
  const ofRun = text('quality.shape') === 'path' && text('quality.points.source') === 'run';
  return <SettingFields kind="quality" own={ofRun ? { 'quality.tuning': null } : {}} />;
}

/** Schemes and replications are those of the spec; of a measurement that was cancelled, the counts are those it came to. */
function lines({ quality }: QualityResultValue): readonly Line[] {
  const time = { label: 'Time', value: formatDuration(quality.seconds) };
  if (quality.shape === 'path') {
    return [{ label: 'Points', value: formatCount(quality.points), help: 'Points of the trajectory that were measured' }, time];
  }
  const { norm, basis, reason } = quality.trueGradient;
  return [
    { label: 'True gradient', value: `norm ${formatNumber(norm)}, ${basis}`, help: reason },
    { label: 'Sample counts', value: quality.samples.map((count) => formatCount(count)).join(', ') },
    time,
  ];
}
