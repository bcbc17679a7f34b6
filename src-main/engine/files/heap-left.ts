/** What is left of the heap of this thread: what is read must not end it. */
import { getHeapStatistics } from 'node:v8';

/** The limit that V8 tells is that of old and young objects together; these are the young ones' three spaces of 64 MiB. */
const YOUNG_BYTES = 3 * 64 * 2 ** 20;
/** Of what is free so much is kept for what comes between and after. */
const SHARE = 0.9;

/** In bytes, for what stays until a file is read. */
export function heapLeft(): number {
  const { heap_size_limit: limit, used_heap_size: used } = getHeapStatistics();
  return Math.max(0, SHARE * (limit - YOUNG_BYTES - used));
}
