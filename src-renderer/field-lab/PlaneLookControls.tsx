/** What is drawn of a plane. It stands apart so that moving the pointer over the picture does not draw it again. */
import { Checkbox, SegmentedControl, Select } from '@mantine/core';
import { memo } from 'react';
import type { JSX } from 'react';
import { FIELD_SCHEMES } from '../../src-science/field/field-scheme.ts';
import { SCHEMES } from '../../src-science/gradients/scheme.ts';
import { Label } from '../form/Label.tsx';
import { seriesVariable } from '../theme/tokens.ts';
import { useLab } from './lab-state.ts';
import type { Contours } from './lab-state.ts';
import { TERMS } from './lab-terms.ts';

export const PlaneLookControls = memo(function PlaneLookControls(): JSX.Element {
  const look = useLab((state) => state.look);
  const setLook = useLab((state) => state.setLook);
  return (
    <>
      <Select
        label={<Label text="Field" help={TERMS.field} />}
        aria-label="Field"
        data={FIELD_SCHEMES.map((scheme) => ({ value: scheme, label: scheme }))}
        value={look.scheme}
        onChange={(next) => {
          const scheme = FIELD_SCHEMES.find((each) => each === next);
          if (scheme !== undefined) setLook({ scheme });
        }}
      />
      <fieldset className="lz-lab-checks">
        <legend>Draw</legend>
        <Checkbox
          checked={look.arrows}
          onChange={(event) => setLook({ arrows: event.currentTarget.checked })}
          label={<Label text="Arrows" help={TERMS.arrows} />}
        />
        <Checkbox
          checked={look.trueLengths}
          disabled={!look.arrows}
          onChange={(event) => setLook({ trueLengths: event.currentTarget.checked })}
          label={<Label text="True lengths" help={TERMS.lengths} />}
        />
        <Checkbox
          checked={look.streams}
          onChange={(event) => setLook({ streams: event.currentTarget.checked })}
          label={<Label text="Streamlines" help={TERMS.streams} />}
        />
        <Checkbox
          checked={look.curl}
          onChange={(event) => setLook({ curl: event.currentTarget.checked })}
          label={<Label text="Curl map" help={TERMS.curl} />}
        />
        <Checkbox
          checked={look.nullclines}
          onChange={(event) => setLook({ nullclines: event.currentTarget.checked })}
          label={<Label text="Zero lines" help={TERMS.nullclines} />}
        />
      </fieldset>
      <div>
        <div className="lz-label">
          <Label text="Level lines" help={TERMS.contours} />
        </div>
        <SegmentedControl
          fullWidth
          aria-label="Level lines"
          value={look.contours}
          onChange={(value: Contours) => setLook({ contours: value })}
          data={[
            { value: 'none', label: 'none' },
            { value: 'penalty', label: 'E[φ̃]' },
            { value: 'surrogate', label: 'E[φ]' },
          ]}
        />
      </div>
      <fieldset className="lz-lab-checks">
        <legend>
          <Label text="Trajectories and loops of" help={TERMS.overlays} />
        </legend>
        {FIELD_SCHEMES.map((scheme) => (
          <Checkbox
            key={scheme}
            checked={look.overlays.includes(scheme)}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              setLook({ overlays: FIELD_SCHEMES.filter((each) => (each === scheme ? on : look.overlays.includes(each))) });
            }}
            label={
              <span className="lz-lab-scheme">
                <span className="lz-swatch" style={{ background: `var(${seriesVariable(scheme)})` }} aria-hidden />
                <Label text={scheme} help={SCHEMES[scheme].help} />
              </span>
            }
          />
        ))}
      </fieldset>
    </>
  );
});
