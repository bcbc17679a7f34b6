/**
 * A small problem changed by hand: its objective, variables and rows as lines of text, every step undone and done
 * again, saved as a new problem. What cannot be read stays in its field with the sentence why.
 */
import { Button, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import type { ProblemSummary } from '../../src-contract/session.ts';
import {
  editedOf, MOST_EDITED, programOfEdited, withNewRow, withNewVariable, withRow, withVariable, withoutRow, withoutVariable,
} from '../../src-science/program/editing.ts';
import type { EditedProgram, EditedRow, EditedVariable } from '../../src-science/program/editing.ts';
import { encodeProgram } from '../../src-science/program/encoding.ts';
import { valuesText } from '../../src-science/program/listing.ts';
import type { Program } from '../../src-science/program/program.ts';
import { parseRow, placesOf, rowText } from '../../src-science/program/row-text.ts';
import { errorValueOf, request } from '../api/request.ts';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { Choice, PanelTools } from '../common/PanelTools.tsx';
import { showNews } from '../common/notify.tsx';
import { formatCount } from '../format/index.ts';
import { selectAdded } from '../state/select-added.ts';
import { Cell, Remove } from './Cell.tsx';
import { useEdits } from './edit-history.ts';
import { nameOf, numberOf, valuesOf } from './typed.ts';

interface Props {
  readonly problem: ProblemSummary;
  readonly program: Program;
  /** What leads to the other views of the problem. */
  readonly tabs: JSX.Element;
}

export function EditView({ problem, program, tabs }: Props): JSX.Element {
  const original = useMemo(() => editedOf(program), [program]);
  const history = useEdits((state) => state.byHash[problem.hash]);
  const { change, undo, redo, discard } = useEdits();
  const [name, setName] = useState(`${problem.name} edited`);
  const [error, setError] = useState<LeibnizErrorValue | null>(null);
  const edited = history?.present ?? original;
  const steps = history?.past.length ?? 0;
  const to = (next: EditedProgram): void => {
    setError(null);
    change(problem.hash, original, next);
  };

  const save = async (): Promise<void> => {
    try {
      const bytes = encodeProgram(programOfEdited(edited, name.trim()));
      const added = await request({ type: 'problem.add-edited', id: problem.id, bytes, name: name.trim() });
      discard(problem.hash);
      selectAdded(added);
      showNews(`Saved as ${added.name}`);
    } catch (failure) {
      setError(errorValueOf(failure));
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    // A field in which something is typed takes back its own typing first.
    if ((key !== 'z' && key !== 'y') || (event.target instanceof HTMLInputElement && event.target.dataset['typed'] === 'true')) return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) redo(problem.hash);
    else undo(problem.hash);
  };
  const canRedo = (history?.future.length ?? 0) > 0;
  const saving = (
    <>
      <TextInput
        aria-label="Name of the new problem" value={name} onChange={(event) => setName(event.currentTarget.value)} w={170} maxLength={200}
      />
      <Button
        disabled={steps === 0 || name.trim() === ''} onClick={() => void save()} title={steps === 0 ? 'Nothing is changed yet' : undefined}
      >
        Save as new problem
      </Button>
    </>
  );

  return (
    <div className="lz-program-edit" role="group" aria-label="Problem to change" data-own-undo onKeyDown={onKeyDown}>
      <PanelTools label="Program" end={saving}>
        {tabs}
        <button type="button" className="lz-bar-button" disabled={steps === 0} onClick={() => undo(problem.hash)} title="Ctrl+Z">
          <IconArrowBackUp size={14} aria-hidden /> Undo
        </button>
        <button type="button" className="lz-bar-button" disabled={!canRedo} onClick={() => redo(problem.hash)} title="Ctrl+Y">
          <IconArrowForwardUp size={14} aria-hidden /> Redo
        </button>
        <span className="caption" role="status">
          {steps === 0 ? 'nothing changed' : `${formatCount(steps)} ${steps === 1 ? 'change' : 'changes'}, not saved`}
        </span>
      </PanelTools>
      {error !== null && <ErrorNote error={error} />}
      <div className="lz-program-fields">
        <section aria-label="Objective" className="lz-program-objective">
          <Choice
            label="Sense"
            value={edited.sense}
            onChange={(sense) => to({ ...edited, sense })}
            options={[{ value: 'min', label: 'minimize' }, { value: 'max', label: 'maximize' }]}
          />
          <span>constant</span>
          <Cell
            label="Constant of the objective"
            text={String(edited.objectiveConstant)}
            onCommit={(text) => to({ ...edited, objectiveConstant: numberOf(text) })}
          />
        </section>
        <VariablesEdited edited={edited} to={to} />
        <RowsEdited edited={edited} to={to} />
      </div>
    </div>
  );
}

interface PartProps {
  readonly edited: EditedProgram;
  readonly to: (next: EditedProgram) => void;
}

function VariablesEdited({ edited, to }: PartProps): JSX.Element {
  const { variables } = edited;
  const names = variables.map(({ name }) => name);
  const set = (j: number, change: Partial<EditedVariable>): void => to(withVariable(edited, j, change));
  return (
    <section aria-label="Variables to change">
      <table className="lz-table lz-compact">
        <thead>
          <tr>
            <th scope="col">Variable</th>
            <th scope="col">Cost</th>
            <th scope="col" title="0, 1, both, or a range of integers as in -3 … 5">Values</th>
            <th aria-label="Remove" />
          </tr>
        </thead>
        <tbody>
          {variables.map(({ name, cost, fixed, range }, j) => (
            // A field stands for a place; the name is one of what is changed.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={j}>
              <td>
                <Cell label={`Name of variable ${name}`} text={name} onCommit={(text) => set(j, { name: nameOf(text, names, j) })} />
              </td>
              <td>
                <Cell label={`Cost of ${name}`} text={String(cost)} onCommit={(text) => set(j, { cost: numberOf(text) })} />
              </td>
              <td>
                <Cell label={`Values of ${name}`} text={valuesText(fixed, range)} onCommit={(text) => set(j, valuesOf(text))} />
              </td>
              <td>
                <Remove what={`variable ${name}`} disabled={variables.length === 1} onClick={() => to(withoutVariable(edited, j))} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Add what="Variable" disabled={variables.length >= MOST_EDITED} onClick={() => to(withNewVariable(edited))} />
    </section>
  );
}

function RowsEdited({ edited, to }: PartProps): JSX.Element {
  const { rows, variables } = edited;
  const variableNames = useMemo(() => variables.map(({ name }) => name), [variables]);
  const places = useMemo(() => placesOf(variableNames), [variableNames]);
  const names = rows.map(({ name }) => name);
  const set = (i: number, change: Partial<EditedRow>): void => to(withRow(edited, i, change));
  return (
    <section aria-label="Rows to change" className="lz-program-rows">
      <table className="lz-table lz-compact">
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col" title="For instance 2 x + y - z <= 4, or 1 <= x + y <= 3">Terms and bounds</th>
            <th aria-label="Remove" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={i}>
              <td>
                <Cell label={`Name of row ${row.name}`} text={row.name} onCommit={(text) => set(i, { name: nameOf(text, names, i) })} />
              </td>
              <td>
                <Cell
                  label={`Row ${row.name}`} text={rowText(row, variableNames)} onCommit={(text) => set(i, parseRow(text, places))}
                />
              </td>
              <td>
                <Remove what={`row ${row.name}`} onClick={() => to(withoutRow(edited, i))} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Add what="Row" disabled={rows.length >= MOST_EDITED} onClick={() => to(withNewRow(edited))} />
    </section>
  );
}

function Add(
  { what, onClick, disabled }: { readonly what: string; readonly onClick: () => void; readonly disabled: boolean },
): JSX.Element {
  return (
    <Button
      variant="default" leftSection={<IconPlus size={13} />} disabled={disabled} onClick={onClick}
      title={disabled ? `At most ${MOST_EDITED} are changed here` : undefined}
    >
      {what}
    </Button>
  );
}
