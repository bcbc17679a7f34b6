/** The open dialog, if any. */
import type { JSX } from 'react';
import { HandOverDialog } from '../hand-over/HandOverDialog.tsx';
import { NewRunDialog } from '../new-run/NewRunDialog.tsx';
import { ExamplesDialog } from '../problems/ExamplesDialog.tsx';
import { GenerateDialog } from '../problems/GenerateDialog.tsx';
import { RemoveProblemDialog } from '../problems/RemoveProblemDialog.tsx';
import { RemoveRunsDialog } from '../runs/RemoveRunsDialog.tsx';
import { useDialogs } from '../state/dialogs.ts';
import { AboutDialog } from './AboutDialog.tsx';
import { SettingsDialog } from './SettingsDialog.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';

export function Dialogs(): JSX.Element | null {
  const dialog = useDialogs((state) => state.dialog);
  const close = useDialogs((state) => state.close);
  switch (dialog?.kind) {
    case 'new-run':
      return <NewRunDialog key={`${dialog.tab}-${dialog.from ?? ''}-${dialog.along ?? ''}`} tab={dialog.tab} from={dialog.from} along={dialog.along ?? null} onClose={close} />;
    case 'hand-over':
      return <HandOverDialog key={dialog.from} from={dialog.from} onClose={close} />;
    case 'generate':
      return <GenerateDialog onClose={close} />;
    case 'examples':
      return <ExamplesDialog onClose={close} />;
    case 'settings':
      return <SettingsDialog onClose={close} />;
    case 'about':
      return <AboutDialog onClose={close} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />;
    case 'remove-runs':
      return <RemoveRunsDialog ids={dialog.ids} onClose={close} />;
    case 'remove-problem':
      return <RemoveProblemDialog id={dialog.id} onClose={close} />;
    case undefined:
      return null;
  }
}
