/** Makes several runs once more, each with the same changes: all are looked at before the first is started. */
import type { JobSpec } from '../../src-contract/job-spec.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { request, RequestError } from '../api/request.ts';
import { withChanges } from './spec-changes.ts';

/** @throws RequestError naming the run that cannot be made so; then none is started */
export async function startAgain(ids: readonly number[], before: JobSpec, after: JobSpec): Promise<RunSummary[]> {
  const wanted: { readonly problemId: number; readonly spec: JobSpec; readonly label: string }[] = [];
  for (const id of ids) {
    const { spec, summary } = await request({ type: 'run.detail', id });
    const next = withChanges(spec, before, after);
    const [complaint] = next === null ? [] : await request({ type: 'run.check', problemId: summary.problemId, spec: next });
    if (next === null || complaint !== undefined) {
      const why = complaint?.message ?? 'its settings are of another form.';
      throw new RequestError({
        code: 'run-again-refused', message: `Run ${id} cannot be made with these changes: ${why}`,
        hint: 'Take it out of the selection, or change something else. Nothing was started.',
      });
    }
    wanted.push({ problemId: summary.problemId, spec: next, label: summary.label });
  }
  const started: RunSummary[] = [];
  for (const each of wanted) started.push(...await request({ type: 'run.start', seeds: 1, ...each }));
  return started;
}
