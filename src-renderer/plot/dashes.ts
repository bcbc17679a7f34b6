/** Dash patterns in px that are kept for optima and bounds, so that nothing else looks like them. */
export const REFERENCE_DASH: readonly number[] = [2, 3];
export const BOUND_DASH: readonly number[] = [8, 3, 2, 3];
