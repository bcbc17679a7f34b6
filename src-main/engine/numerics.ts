/**
 * Number of the code that decides numbers: raised by whoever changes what the same spec and seed compute,
 * even in one bit. It is stored in every run's manifest, so that two runs are only called repeatable if
 * they were made by the same.
 *
 * 2: sums over samples are integer totals, rows of reals rounded to 2⁻²⁸ of their reach in them; a loss
 *    is objective + μ · penalty, each summed by itself.
 *    Exact expectations keep their sums in four parts; cover and packing rows go by product and quotient.
 * 3: a row of reals whose bound is one of its sums up to rounding is kept there; the surrogate's exact gradient is
 *    the slope of all rows' sum, no longer NaN at 0 and 1.
 * 4: the bound of a decimal row that was added up in doubles is the sum it is a rounding of.
 * 5: the leading planes of random bits are sfc32's, in sequences seeded by Threefry. Penalties of pairs are
 *    summed in two parts; the surrogate's gradient on cover rows goes by products and quotients.
 *    The published interchange direction, the corrected one and concrete draw ε given x, from sequences of their
 *    own; sums over the samples of a block are taken in eight parts, squares less the first sample's value.
 * 6: a descent's marginals are by a sigmoid of its own, its objective's last terms and its squared norms summed in four
 *    parts, Adam's step divided by the first moment's bias before it is multiplied.
 * 7: conditional expectation sums what it has decided with the rows' own weights and keeps threshold's vector where
 *    that ends at a lower loss; restarts are chosen by decoded vectors; the adaptive μ follows the violation of all
 *    rows under the plain loss too; mean-field annealing adapts its damping.
 *    A sampled probability's z is by the spread of the exact one. Rows whose coefficients lie far apart are sampled and
 *    evaluated in whole numbers; what a flip changes is summed by the coefficient, not by its rounding; brackets are
 *    of a grid that keeps the mean.
 *    Exact solves are given whole costs and bounds that rows can take, so that another of several optima may come.
 */
export const NUMERICS = 7;
