/** Which columns are shown, each with its meaning on hover. A new column joins at its usual place. */
import { Button, Checkbox, Popover } from '@mantine/core';
import { IconChevronDown, IconColumns3 } from '@tabler/icons-react';
import type { JSX } from 'react';
import { RUN_COLUMNS } from './run-columns.ts';
import type { RunColumn } from './run-columns.ts';

interface Props {
  readonly chosen: readonly RunColumn[];
  readonly onChange: (keys: readonly string[] | null) => void;
}

/** The keys with one switched on or off; one that is switched on goes behind its nearest shown predecessor. */
export function toggledKeys(keys: readonly string[], key: string): readonly string[] {
  if (keys.includes(key)) return keys.length === 1 ? keys : keys.filter((other) => other !== key);
  const order = RUN_COLUMNS.map((column) => column.key);
  for (let k = order.indexOf(key) - 1; k >= 0; k--) {
    const at = keys.indexOf(order[k] ?? '');
    if (at >= 0) return keys.toSpliced(at + 1, 0, key);
  }
  return [key, ...keys];
}

export function ColumnChooser({ chosen, onChange }: Props): JSX.Element {
  const keys = chosen.map((column) => column.key);
  return (
    <Popover position="bottom-start" trapFocus withRoles>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          className="lz-tool"
          leftSection={<IconColumns3 size={14} aria-hidden />}
          rightSection={<IconChevronDown size={12} aria-hidden />}
        >
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns of the run table">
        <div className="lz-columns">
          {RUN_COLUMNS.map((column) => (
            <Checkbox
              key={column.key}
              label={column.label}
              title={column.help}
              checked={keys.includes(column.key)}
              onChange={() => onChange(toggledKeys(keys, column.key))}
            />
          ))}
        </div>
        <Button variant="default" mt={8} onClick={() => onChange(null)}>
          Usual columns
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
