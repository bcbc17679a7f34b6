/** What is asked of studies; an event says when it is another. */
import { queryOptions } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { request } from '../api/request.ts';

export const studiesQuery = queryOptions({ queryKey: keys.studies, queryFn: () => request({ type: 'study.list' }) });
export const studyQuery = (id: number) => queryOptions({ queryKey: keys.study(id), queryFn: () => request({ type: 'study.detail', id }) });
