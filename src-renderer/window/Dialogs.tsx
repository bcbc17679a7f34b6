/** The open dialog, if any. Each is loaded when it is first opened, or before that once there is nothing else to do. */
import { Suspense, useEffect } from 'react';
import type { JSX } from 'react';
import { later } from '../later.ts';
import { useDialogs } from '../state/open-dialog.ts';
import { dismissNews } from '../common/notify.tsx';

const HandOverDialog = later(async () => (await import('../hand-over/HandOverDialog.tsx')).HandOverDialog);
const NewRunDialog = later(async () => (await import('../new-run/NewRunDialog.tsx')).NewRunDialog);
const ExamplesDialog = later(async () => (await import('../problems/ExamplesDialog.tsx')).ExamplesDialog);
const GenerateDialog = later(async () => (await import('../problems/GenerateDialog.tsx')).GenerateDialog);
const SourceDialog = later(async () => (await import('../problems/SourceDialog.tsx')).SourceDialog);
const RemoveProblemDialog = later(async () => (await import('../problems/RemoveProblemDialog.tsx')).RemoveProblemDialog);
const RemoveRunsDialog = later(async () => (await import('../runs/RemoveRunsDialog.tsx')).RemoveRunsDialog);
const TagsDialog = later(async () => (await import('../runs/TagsDialog.tsx')).TagsDialog);
const StudyDialog = later(async () => (await import('../studies/StudyDialog.tsx')).StudyDialog);
const AboutDialog = later(async () => (await import('./AboutDialog.tsx')).AboutDialog);
const DataDialog = later(async () => (await import('./DataDialog.tsx')).DataDialog);
const ReportDialog = later(async () => (await import('./ReportDialog.tsx')).ReportDialog);
const BinDialog = later(async () => (await import('./BinDialog.tsx')).BinDialog);
const MergedDialog = later(async () => (await import('./MergedDialog.tsx')).MergedDialog);
const SettingsDialog = later(async () => (await import('./SettingsDialog.tsx')).SettingsDialog);
const ShortcutsDialog = later(async () => (await import('./ShortcutsDialog.tsx')).ShortcutsDialog);

export function Dialogs(): JSX.Element {
  return (
    <Suspense fallback={null}>
      <OpenDialog />
    </Suspense>
  );
}

function OpenDialog(): JSX.Element | null {
  const dialog = useDialogs((state) => state.dialog);
  const close = useDialogs((state) => state.close);
  // News in the corner would cover the dialog's buttons.
  useEffect(() => {
    if (dialog === null) return undefined;
    dismissNews();
    // The keyboard goes back to where it was, unless it is somewhere else by then.
    const before = document.activeElement;
    return () => {
      setTimeout(() => {
        if (useDialogs.getState().dialog !== null || document.activeElement !== document.body) return;
        if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      });
    };
  }, [dialog]);
  switch (dialog?.kind) {
    case 'new-run': {
      const { tab, from, along = null, again = [] } = dialog;
      return <NewRunDialog key={`${tab}-${from ?? ''}-${along ?? ''}`} tab={tab} from={from} along={along} again={again} onClose={close} />;
    }
    case 'hand-over':
      return <HandOverDialog key={dialog.from} from={dialog.from} onClose={close} />;
    case 'study':
      return <StudyDialog key={`${dialog.id ?? ''}-${dialog.runs.join()}`} id={dialog.id} runs={dialog.runs} onClose={close} />;
    case 'generate':
      return <GenerateDialog onClose={close} />;
    case 'examples':
      return <ExamplesDialog onClose={close} />;
    case 'problem-source':
      return <SourceDialog key={dialog.sources[0]?.id} sources={dialog.sources} onClose={close} />;
    case 'settings':
      return <SettingsDialog onClose={close} />;
    case 'about':
      return <AboutDialog onClose={close} />;
    case 'report':
      return <ReportDialog onClose={close} />;
    case 'export-data':
      return <DataDialog onClose={close} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />;
    case 'bin':
      return <BinDialog onClose={close} />;
    case 'merged':
      return <MergedDialog report={dialog.report} onClose={close} />;
    case 'tags':
      return <TagsDialog ids={dialog.ids} onClose={close} />;
    case 'remove-runs':
      return <RemoveRunsDialog ids={dialog.ids} onClose={close} />;
    case 'remove-problem':
      return <RemoveProblemDialog id={dialog.id} onClose={close} />;
    case undefined:
      return null;
  }
}
