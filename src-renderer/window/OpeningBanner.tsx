/** Says that a problem file is being read where that takes long, and stops it. */
import { Button, Loader } from '@mantine/core';
import type { JSX } from 'react';
import { useOpening } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt } from '../common/notify.tsx';

export function OpeningBanner(): JSX.Element | null {
  const file = useOpening();
  if (file === null) return null;
  return (
    <section className="lz-banner" aria-label="Opening a problem">
      <div className="row">
        <Loader size={14} aria-hidden />
        <span className="grow" role="status">
          Reading <strong>{file}</strong>…
        </span>
        <Button variant="default" onClick={() => attempt(() => request({ type: 'problem.stop-opening' }))}>
          Cancel
        </Button>
      </div>
    </section>
  );
}
