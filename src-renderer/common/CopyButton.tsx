/** Copies a text through the main process (the page itself has no clipboard permission) and says so. */
import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { JSX } from 'react';
import { request } from '../api/request.ts';
import { reportError } from '../window/notify.tsx';

interface Props {
  /** The text, or a function that makes it. */
  readonly text: string | (() => string);
  readonly label: string;
}

export function CopyButton({ text, label }: Props): JSX.Element {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await request({ type: 'clipboard.copy', text: typeof text === 'string' ? text : text() });
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    } catch (error) {
      reportError(error);
    }
  };
  return (
    <Button variant="default" leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />} onClick={() => void copy()}>
      {copied ? 'Copied' : label}
    </Button>
  );
}
