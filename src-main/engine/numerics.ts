/**
 * Number of the code that decides numbers: raised by whoever changes what the same spec and seed compute,
 * even in one bit. It is stored in every run's manifest, so that two runs are only called repeatable if
 * they were made by the same.
 */
export const NUMERICS = 3;
