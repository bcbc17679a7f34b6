/** The studies that the session's runs belong to. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useRuns } from '../api/queries.ts';
import { request } from '../api/request.ts';

interface StudyTitle {
  readonly id: number;
  readonly title: string;
}

const NONE: readonly StudyTitle[] = [];

export function useStudyTitles(): readonly StudyTitle[] {
  const runs = useRuns();
  const ids = useMemo(() => [...new Set(runs.flatMap(({ studies }) => studies.map(({ id }) => id)))].sort((a, b) => a - b), [runs]);
  const list = useQuery({
    queryKey: ['studies', 'titles', ids.join()], queryFn: () => request({ type: 'study.list' }), enabled: ids.length > 0,
  }).data;
  return useMemo(
    () => (ids.length === 0 ? NONE : (list ?? NONE).filter(({ id }) => ids.includes(id)).map(({ id, title }) => ({ id, title }))),
    [list, ids],
  );
}
