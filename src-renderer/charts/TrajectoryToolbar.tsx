/** The controls above the trajectories: what is drawn, against what, how smooth, and the way out. */
import { ActionIcon, Button, Menu, Slider, Tooltip } from '@mantine/core';
import { IconCheck, IconChevronDown, IconZoomReset } from '@tabler/icons-react';
import { memo } from 'react';
import { Choice, PanelTools, ScaleChoice } from '../common/PanelTools.tsx';
import type { JSX } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import type { Picture } from '../plot/picture-writers.ts';
import { QUANTITIES, QUANTITY_INFO } from './quantities.ts';
import { useChartState } from './chart-state.ts';

/** Reach of the average at each stop of the slider, in recorded points. */
const REACHES = [1, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] as const;

function sliderStop(points: number): number {
  let best = 0;
  REACHES.forEach((reach, index) => {
    if (Math.abs(reach - points) < Math.abs((REACHES[best] ?? 1) - points)) best = index;
  });
  return best;
}

export interface TrajectoryToolbarProps {
  readonly severalSeeds: boolean;
  readonly picture: () => Picture | null;
  readonly nothingShown: boolean;
}

/** Kept as it is while a zoom draws sixty times a second: it takes in that there is a zoom, not which. */
export const TrajectoryToolbar = memo(function TrajectoryToolbar(
  { severalSeeds, picture, nothingShown }: TrajectoryToolbarProps,
): JSX.Element {
  const state = useChartState(useShallow(({ view, ...rest }) => ({ ...rest, zoomed: view !== null })));
  const shown = state.quantities.map((quantity) => QUANTITY_INFO[quantity].label).join(', ');
  const reach = state.smoothing.points;
  return (
    <PanelTools
      label="Trajectories"
      end={
        <>
          <Tooltip label="Show everything (0)">
            <ActionIcon aria-label="Reset zoom" disabled={!state.zoomed} onClick={() => state.setView(null)}>
              <IconZoomReset size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <ExportMenu what="trajectories" picture={picture} disabled={nothingShown} />
        </>
      }
    >
      <Menu closeOnItemClick={false} position="bottom-start" width={190}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />} maw={230} aria-label={`Quantities: ${shown}`}>
            <span className="truncate">{shown}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>One plot each</Menu.Label>
          {QUANTITIES.map((quantity) => {
            const on = state.quantities.includes(quantity);
            return (
              <Tooltip key={quantity} label={QUANTITY_INFO[quantity].help} position="right">
                <Menu.Item
                  role="menuitemcheckbox"
                  aria-checked={on}
                  leftSection={on ? <IconCheck size={14} aria-hidden /> : <span style={{ width: 14 }} />}
                  onClick={() => state.toggleQuantity(quantity)}
                >
                  {QUANTITY_INFO[quantity].label}
                </Menu.Item>
              </Tooltip>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <div className="row-tight">
        <Choice
          label="Horizontal axis"
          value={state.x}
          onChange={state.setX}
          options={[
            { value: 'iteration', label: 'iteration' },
            { value: 'seconds', label: 'seconds' },
            { value: 'samples', label: 'samples' },
          ]}
        />
        <ScaleChoice label="Scale of the horizontal axis" value={state.xScale} onChange={(xScale) => state.change({ xScale })} />
      </div>
      <div className="row-tight">
        <Tooltip
          label="How far each average reaches, in recorded points; taken over all of them before anything is thinned. The raw curve stays behind the smooth one."
        >
          <span className="lz-tools-label">smooth</span>
        </Tooltip>
        <Slider
          w={84}
          size="xs"
          aria-label="Smoothing"
          thumbLabel="Smoothing"
          min={0}
          max={REACHES.length - 1}
          value={sliderStop(reach)}
          label={reach > 1 ? `${reach} points` : 'off'}
          onChange={(stop) => state.change({ smoothing: { ...state.smoothing, points: REACHES[stop] ?? 1 } })}
        />
        {reach > 1 && (
          <Choice
            label="Kind of average"
            value={state.smoothing.method}
            onChange={(method) => state.change({ smoothing: { ...state.smoothing, method } })}
            options={[{ value: 'exponential', label: 'exp' }, { value: 'rolling', label: 'rolling' }]}
          />
        )}
      </div>
      {severalSeeds && (
        <Choice
          label="Seeds"
          value={state.seeds}
          onChange={(seeds) => state.change({ seeds })}
          options={[{ value: 'lines', label: 'each seed' }, { value: 'envelope', label: 'mean and range' }]}
        />
      )}
    </PanelTools>
  );
});
