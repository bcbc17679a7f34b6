/** Generates a problem of a family: the form is made from the family's own description of its parameters. */
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { JSX, SyntheticEvent } from 'react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import type { GeneratorFamily } from '../../src-contract/ipc.ts';
import { useExamples } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { Label } from '../form/Label.tsx';
import { NumberField } from '../form/NumberField.tsx';
import { formatNumber } from '../format/index.ts';
import { parameterComplaint } from '../form/parameter-complaint.ts';
import { defaultTexts, generateRequest, seedComplaint } from './generate-form.ts';
import { selectAdded } from '../state/select-added.ts';

export function GenerateDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const query = useExamples();
  const families = query.data?.families ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const family = families.find((one) => one.name === chosen) ?? families[0];
  return (
    <Modal opened onClose={onClose} title="Generate problem" size={520}>
      {query.isError && <ErrorNote error={errorValueOf(query.error)} />}
      {family !== undefined && (
        <>
          <Select
            label="Family"
            data={families.map((one) => ({ value: one.name, label: one.label }))}
            value={family.name}
            onChange={setChosen}
            data-autofocus
          />
          <p className="dim" style={{ marginBlock: 8 }}>
            {family.help}
          </p>
          <FamilyForm key={family.name} family={family} onClose={onClose} />
        </>
      )}
    </Modal>
  );
}

function FamilyForm({ family, onClose }: { readonly family: GeneratorFamily; readonly onClose: () => void }): JSX.Element {
  const [texts, setTexts] = useState(() => defaultTexts(family));
  const [seed, setSeed] = useState('1');
  const [name, setName] = useState('');
  const [error, setError] = useState<LeibnizErrorValue | null>(null);
  const [busy, setBusy] = useState(false);
  const message = generateRequest(family, texts, seed, name);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (message === null || busy) return;
    setBusy(true);
    setError(null);
    try {
      const problem = await request(message);
      selectAdded(problem);
      onClose();
    } catch (failure) {
      setError(errorValueOf(failure));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="lz-fields">
        {family.parameters.map((parameter) => (
          <NumberField
            key={parameter.name}
            label={parameter.label}
            help={`${parameter.help} (${formatNumber(parameter.min)} to ${formatNumber(parameter.max)})`}
            value={texts[parameter.name] ?? ''}
            onChange={(text) => setTexts((before) => ({ ...before, [parameter.name]: text }))}
            complaint={parameterComplaint(parameter, texts[parameter.name] ?? '')}
            {...(parameter.integer ? { step: 1 } : {})}
          />
        ))}
        <NumberField
          label="Seed"
          help="The same family, parameters and seed give the same problem."
          value={seed}
          onChange={setSeed}
          complaint={seedComplaint(seed)}
          step={1}
        />
        <TextInput
          label={<Label text="Name" help="Shown in the session; made from family and seed where left empty." />}
          aria-label="Name"
          placeholder="From family and seed"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      {error !== null && <ErrorNote error={error} />}
      <div className="row" style={{ justifyContent: 'flex-end', marginTop: 12 }}>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button type="submit" disabled={message === null} loading={busy}>
          Generate
        </Button>
      </div>
    </form>
  );
}
