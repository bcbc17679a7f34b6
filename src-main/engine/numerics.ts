/**
 * Number of the code that decides numbers: raised by whoever changes what the same spec and seed compute,
 * even in one bit. It is stored in every run's manifest, so that two runs are only called repeatable if
 * they were made by the same.
 *
 * 2: sums over samples are integer totals, rows of reals rounded to 2⁻²⁸ of their reach in them; a loss
 *    is objective + μ · penalty, each summed by itself.
 *    Exact expectations keep their sums in four parts; cover and packing rows go by product and quotient.
 */
export const NUMERICS = 4;
