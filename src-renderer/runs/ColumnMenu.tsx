/** The context menu of a column's header: move it or hide it. */
import { Menu } from '@mantine/core';
import type { JSX } from 'react';
import { PointMenu } from '../common/PointMenu.tsx';
import type { RunColumn } from './run-columns.ts';

interface Props {
  readonly at: { readonly x: number; readonly y: number; readonly of: string };
  readonly chosen: readonly RunColumn[];
  readonly onChange: (keys: readonly string[]) => void;
  /** Columns that stay in sight. */
  readonly kept: readonly string[];
  readonly onKeep: (kept: readonly string[]) => void;
  readonly onClose: () => void;
}

/** The keys with one moved by so many places. */
export function movedKey(keys: readonly string[], key: string, by: -1 | 1): readonly string[] {
  const at = keys.indexOf(key);
  const to = at + by;
  if (at < 0 || to < 0 || to >= keys.length) return keys;
  return keys.toSpliced(at, 1).toSpliced(to, 0, key);
}

export function ColumnMenu({ at, chosen, onChange, kept, onKeep, onClose }: Props): JSX.Element | null {
  const keys = chosen.map((column) => column.key);
  const column = chosen.find((one) => one.key === at.of);
  if (column === undefined) return null;
  const index = keys.indexOf(at.of);
  return (
    <PointMenu at={at} label={`Column ${column.label}`} onClose={onClose}>
      <Menu.Label>{column.label}</Menu.Label>
      <Menu.Item disabled={index === 0} onClick={() => onChange(movedKey(keys, at.of, -1))}>
        Move left
      </Menu.Item>
      <Menu.Item disabled={index === keys.length - 1} onClick={() => onChange(movedKey(keys, at.of, 1))}>
        Move right
      </Menu.Item>
      <Menu.Item onClick={() => onKeep(kept.includes(at.of) ? kept.filter((key) => key !== at.of) : [...kept, at.of])}>
        {kept.includes(at.of) ? 'Let it scroll' : 'Keep in sight'}
      </Menu.Item>
      <Menu.Item disabled={keys.length === 1} onClick={() => onChange(keys.filter((key) => key !== at.of))}>
        Hide
      </Menu.Item>
    </PointMenu>
  );
}
