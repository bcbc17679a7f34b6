/** Messages in the corner: errors stay until closed and can be copied; news leaves by itself. */
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import type { OpenOutcome } from '../../src-contract/ipc.ts';
import { errorValueOf } from '../api/request.ts';
import { CopyButton } from './CopyButton.tsx';
import { openDialog } from '../state/open-dialog.ts';
import { showPanel } from '../state/dock.ts';
import { useShownStudy } from '../state/shown-study.ts';
import { selectAdded } from '../state/select-added.ts';
import { errorDetails, errorPlace } from './error-text.ts';

/** So many errors are shown at once; a further one takes the place of the oldest instead of waiting unseen behind it. */
const MOST_ERRORS = 3;
const shownErrors: string[] = [];

export function showError(error: LeibnizErrorValue): void {
  const place = errorPlace(error);
  while (shownErrors.length >= MOST_ERRORS) notifications.hide(shownErrors.shift() ?? '');
  const id = crypto.randomUUID();
  shownErrors.push(id);
  notifications.show({
    id,
    onClose: () => {
      const index = shownErrors.indexOf(id);
      if (index >= 0) shownErrors.splice(index, 1);
    },
    title: error.message,
    message: (
      <div className="stack selectable" style={{ gap: 4 }} role="alert">
        {place !== null && <span className="mono wrap">{place}</span>}
        {error.hint !== '' && <span className="wrap">{error.hint}</span>}
        <span>
          <CopyButton text={errorDetails(error)} label="Copy details" />
        </span>
      </div>
    ),
    icon: <IconAlertTriangle size={16} aria-hidden />,
    color: 'red',
    autoClose: false,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}

/** Reports whatever was thrown. */
const reportError = (error: unknown): void => showError(errorValueOf(error));

const shownNews = new Set<string>();

/** Takes news away where something opens that it would cover; errors stay until they are closed. */
export function dismissNews(): void {
  for (const id of shownNews) notifications.hide(id);
}

export function showNews(message: string, kind: 'done' | 'info' = 'done'): void {
  const id = crypto.randomUUID();
  shownNews.add(id);
  notifications.show({
    id,
    onClose: () => shownNews.delete(id),
    message: <span role="status">{message}</span>,
    icon: kind === 'done' ? <IconCheck size={16} aria-hidden /> : <IconInfoCircle size={16} aria-hidden />,
    color: kind === 'done' ? 'green' : 'indigo',
    autoClose: 4000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}

/**
 * Says what opening files came to: each failure by itself, the successes together. What was opened, the first with a
 * warning, is selected.
 */
export function showOutcome(outcome: OpenOutcome): void {
  for (const error of outcome.errors) showError(error);
  for (const sentence of outcome.said) showNews(sentence);
  // Asked about one after the other; the dialog takes the place of the news.
  if (outcome.sources.length > 0) openDialog({ kind: 'problem-source', sources: outcome.sources });
  const study = outcome.studies?.at(-1);
  if (study !== undefined) {
    useShownStudy.setState({ id: study });
    showPanel('studies');
    showNews(outcome.studies?.length === 1 ? 'Opened a study' : `Opened ${outcome.studies?.length ?? 0} studies`);
  }
  const first = outcome.opened[0];
  if (first === undefined) return;
  selectAdded(outcome.opened.find((problem) => problem.warnings.length > 0) ?? first);
  const warned = outcome.opened.filter((problem) => problem.warnings.length > 0).length;
  const what = outcome.opened.length === 1 ? `Opened ${first.name}` : `Opened ${outcome.opened.length} problems`;
  showNews(warned > 0 ? `${what}, with warnings: see the inspector` : what, warned > 0 ? 'info' : 'done');
}

/** Carries out something that may fail, reporting the failure. */
export function attempt(action: () => Promise<unknown>): void {
  action().catch(reportError);
}
