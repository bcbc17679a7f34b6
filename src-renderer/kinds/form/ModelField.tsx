/** Which trained network: one of the session's finished trainings; the latest until another is chosen. */
import { useEffect } from 'react';
import type { JSX } from 'react';
import type { TrainedModel } from '../../../src-contract/network-result.ts';
import type { DataSetting } from '../../../src-science/settings/setting.ts';
import { useModels } from '../../api/use-models.ts';
import { Label } from '../../form/Label.tsx';
import { useFormContext } from './form-context.ts';
import { Picked } from './Picked.tsx';

interface Props {
  readonly path: string;
  readonly setting: DataSetting;
}

export function ModelField({ path, setting }: Props): JSX.Element {
  const { text, set } = useFormContext();
  const models = useModels();
  const chosen = text(path);
  const latest = models?.[0]?.hash;
  useEffect(() => {
    if (chosen === '' && latest !== undefined) set(path, latest);
  }, [chosen, latest, path, set]);
  if (models?.length === 0 && chosen === '') return (
    <div className="lz-wide">
      <div className="lz-label">
        <Label text={setting.label} help={setting.help} />
      </div>
      <p className="caption">This session has no trained network yet. Train one first, in the tab “Train” above.</p>
    </div>
  );
  const known = models?.find(({ hash }) => hash === chosen);
  const gone = chosen === '' || known !== undefined ? [] : [{ value: chosen, label: `Model ${chosen.slice(0, 8)}` }];
  return (
    <div className="lz-wide">
      <Picked
        path={path}
        words={setting}
        data={[...(models ?? []).map((model) => ({ value: model.hash, label: modelWords(model) })), ...gone]}
        placeholder="Choose a training"
        searchable={(models?.length ?? 0) > 8}
        nothingFoundMessage="No such training"
      />
      {known !== undefined && <div className="caption lz-explained">Trained on {known.programs}.</div>}
    </div>
  );
}

function modelWords({ runId, scheme, seed, epochs, hash }: TrainedModel): string {
  return `#${runId} ${scheme}, ${epochs} epochs, seed ${seed} (${hash.slice(0, 8)})`;
}
