/** The notices of the packages that the program contains, which the build writes beside the page. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { errorValueOf } from '../api/request.ts';
import { ErrorNote } from '../common/ErrorNote.tsx';

export function Notices(): JSX.Element {
  const notices = useQuery({
    queryKey: ['third-party-notices'],
    queryFn: async () => {
      const answer = await fetch('./third-party-notices.txt');
      if (!answer.ok) throw new Error('The notices are written when the program is built; this one was not.');
      return answer.text();
    },
    staleTime: Infinity,
  });
  if (notices.error !== null) return <ErrorNote error={errorValueOf(notices.error)} />;
  return (
    <pre className="selectable lz-notices" tabIndex={0} aria-label="Third-party notices">
      {notices.data ?? ''}
    </pre>
  );
}
