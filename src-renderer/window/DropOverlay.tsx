/** Files dragged over the window: shows that they can be dropped, and opens them. */
import { IconFileDownload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { JSX } from 'react';
import { openDropped } from '../api/request.ts';
import { attempt, showOutcome } from '../common/notify.tsx';
import { SOLUTION_FILE_ENDINGS } from '../../src-science/program/solutions/solution-endings.ts';
import { SOURCE_ENDINGS } from '../../src-science/program/source-endings.ts';
import { useSelection } from '../state/selection.ts';
import { endingsInWords } from '../../src-science/program/formats/format-table.ts';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

export function DropOverlay(): JSX.Element | null {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth++;
      setOver(true);
    };
    const move = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) attempt(async () => showOutcome(await openDropped(files, useSelection.getState().selectedProblemId)));
    };
    const listeners = [['dragenter', enter], ['dragover', move], ['dragleave', leave], ['drop', drop]] as const;
    for (const [name, listener] of listeners) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) window.removeEventListener(name, listener);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="lz-drop" role="status">
      <div>
        <IconFileDownload size={28} aria-hidden />
        <p>Drop to open</p>
        <p className="dim">
          {endingsInWords('and')}, also gzipped, are added as problems, {SOURCE_ENDINGS.join(', ')} once you have said as which;
          a .leibniz session opens by itself; {SOLUTION_FILE_ENDINGS.join(', ')} are solutions of the selected problem
        </p>
      </div>
    </div>
  );
}
