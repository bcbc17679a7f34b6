/** Pictures of the profiles panel for a report: drawn of the report's runs as the panel is set, in light colors. */
import { recordsPoints } from '../../src-contract/job-kinds.ts';
import type { ReportPicture } from '../../src-contract/report.ts';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import { compare } from '../../src-science/statistics/comparison.ts';
import type { ComparedBy } from '../../src-science/statistics/comparison.ts';
import { request } from '../api/request.ts';
import { comparedRuns } from '../comparison/compared-runs.ts';
import type { Improvements } from '../comparison/compared-runs.ts';
import { useComparisonState } from '../comparison/comparison-state.ts';
import { comparisonCaption } from '../comparison/comparison-table.ts';
import { comparesOf, PICTURE_NAMES, PICTURES } from '../comparison/pictures.ts';
import type { PictureName } from '../comparison/pictures.ts';
import { pictureScene } from '../comparison/PictureSurface.tsx';
import { EXPORT_THEME } from '../plot/chart-theme.ts';
import { sceneSvg } from '../plot/scene-svg.ts';

/** Of each picture on the page of a report, px. */
const SIZE = { width: 680, height: 380 };
const AT_ONCE = 40;
const TARGET = 0.01;

export const REPORT_PICTURES = PICTURE_NAMES.map((name) => ({ name, label: PICTURES[name].label, help: PICTURES[name].help }));

/** @returns the pictures in their order; one that cannot be drawn of these runs says why in its caption */
export async function reportPictures(
  names: readonly PictureName[], runs: readonly RunSummary[], problems: readonly ProblemSummary[], session: string,
): Promise<readonly ReportPicture[]> {
  const { by: chosen, grouping, scale, budget, ranksOver, x, y } = useComparisonState.getState();
  const improvements = names.some((name) => PICTURES[name].ofRecords) ? await improvementsOf(runs) : null;
  const compared = comparedRuns(runs, problems, grouping, improvements);
  return names.map((name) => {
    const compares = comparesOf(name);
    const by = compares.length === 0 || compares.includes(chosen) ? chosen : (compares[0] ?? chosen);
    const asked: ComparedBy = { by, target: TARGET, baseline: 0 };
    const comparison = compare(compared.outcomes, compared.methods.length, compared.problems.length, asked);
    const title = PICTURES[name].label;
    const drawn = compared.runs.length === 0
      ? 'None of these runs has ended.'
      : PICTURES[name].draw({ compared, comparison, asked, improvements, scale, budget, ranksOver, x, y }, SIZE);
    if (typeof drawn === 'string') return { title, svg: null, caption: [drawn] };
    return {
      title, svg: sceneSvg(pictureScene(drawn, SIZE, EXPORT_THEME, null)),
      caption: [...drawn.notes, ...comparisonCaption(compared, comparison, asked, session)],
    };
  });
}

async function improvementsOf(runs: readonly RunSummary[]): Promise<ReadonlyMap<number, Improvements>> {
  const ids = runs.filter(recordsPoints).map(({ id }) => id);
  const found = new Map<number, Improvements>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const piece = await request({ type: 'run.improvements', ids: ids.slice(from, from + AT_ONCE) });
    for (const { runId, ...each } of piece) found.set(runId, each);
  }
  return found;
}
