/*
 * The native reference of the benchmarks: the same algorithms at the same sizes as src-kernels and
 * src-science, written for a C compiler (`cc -O3 -march=native`) without intrinsics: left to its vectorizer, with the language's
 * vector extension where sums must stay in registers.
 * It measures what this machine can do on one thread; it is no part of the program and decides no number.
 *
 *   reference TASK INSTANCE SECONDS    prints the seconds of one call, over at least SECONDS
 *
 * INSTANCE is a binary file in this machine's byte order: int32 d, m, nnz, start[m+1], column[nnz]; double
 * value[nnz], rhs[m], xHat[d]. Tasks: `closed` (penalty and gradient of cover rows and pairs), `lattice` (of
 * rows with integer weights, seen from above), `step` (one exact descent step with Adam on logits), and
 * Monte Carlo over SAMPLES samples a call: `bits-1`, `bits-2`, `bits-3` on packed bits of cover rows and pairs,
 * `any-1`, `any-2`, `any-3` on any rows; 1 is E[penalty], 2 with the interchange gradient by counts, 3 with the
 * true penalty's gradient. Random bits are sfc32's and Threefry4x32-13's in planes, as ours, compared with the marginal to 24 bits.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORDS = 16, LANES = 32 * WORDS, FLOATS = 64, PARTS = 16, SAMPLES = 1024 };

static int32_t d, m, nnz, *start, *column;
static double *value, *rhs, *xhat, *gradient;
static double sink;

static void *room(size_t bytes) {
  void *at = aligned_alloc(64, (bytes + 127) & ~(size_t)63);
  if (at == NULL) exit(3);
  memset(at, 0, bytes);
  return at;
}

static void take(void *into, size_t bytes, FILE *file) {
  if (fread(into, 1, bytes, file) != bytes) exit(4);
}

static void load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) exit(5);
  take(&d, 4, file);
  take(&m, 4, file);
  take(&nnz, 4, file);
  start = room(4 * (size_t)(m + 1));
  column = room(4 * (size_t)nnz);
  value = room(8 * (size_t)nnz);
  rhs = room(8 * (size_t)m);
  xhat = room(8 * (size_t)d);
  gradient = room(8 * (size_t)d);
  take(start, 4 * (size_t)(m + 1), file);
  take(column, 4 * (size_t)nnz, file);
  take(value, 8 * (size_t)nnz, file);
  take(rhs, 8 * (size_t)m, file);
  take(xhat, 8 * (size_t)d, file);
  fclose(file);
}

/* ---- Closed forms: one product a row, one sum a literal, one quotient ---- */

static double *factor, *product;
static int32_t *entry_start, *entry;

static void prepare_closed(void) {
  factor = room(8 * (size_t)d);
  product = room(8 * (size_t)m);
  entry_start = room(4 * (size_t)(d + 1));
  entry = room(4 * (size_t)nnz);
  for (int32_t k = 0; k < nnz; k++) entry_start[column[k] + 1]++;
  for (int32_t j = 0; j < d; j++) entry_start[j + 1] += entry_start[j];
  int32_t *next = room(4 * (size_t)(d + 1));
  memcpy(next, entry_start, 4 * (size_t)d);
  for (int32_t i = 0; i < m; i++) for (int32_t k = start[i]; k < start[i + 1]; k++) entry[next[column[k]]++] = i;
}

/* Rows are covers of literals of one sign: x_j where a > 0, 1 − x_j where a < 0; the violation at the corner is 1. */
static double closed(void) {
  int up = value[0] > 0;
  for (int32_t j = 0; j < d; j++) factor[j] = up ? xhat[j] : 1 - xhat[j];
  double total = 0;
  for (int32_t i = 0; i < m; i++) {
    double a = 1, b = 1, c = 1, e = 1;
    int32_t k = start[i], to = start[i + 1];
    for (; k + 3 < to; k += 4) {
      a *= factor[column[k]];
      b *= factor[column[k + 1]];
      c *= factor[column[k + 2]];
      e *= factor[column[k + 3]];
    }
    for (; k < to; k++) a *= factor[column[k]];
    product[i] = a * b * (c * e);
    total += product[i];
  }
  for (int32_t j = 0; j < d; j++) {
    double a = 0, b = 0, c = 0, e = 0;
    int32_t k = entry_start[j], to = entry_start[j + 1];
    for (; k + 3 < to; k += 4) {
      a += product[entry[k]];
      b += product[entry[k + 1]];
      c += product[entry[k + 2]];
      e += product[entry[k + 3]];
    }
    for (; k < to; k++) a += product[entry[k]];
    gradient[j] = (up ? 1 : -1) * (a + b + (c + e)) / factor[j];
  }
  return total;
}

/* ---- One exact step: closed forms, chain rule, Adam, sigmoid ---- */

static double *logit, *mean, *square;
static int steps;

static void prepare_step(void) {
  prepare_closed();
  logit = room(8 * (size_t)d);
  mean = room(8 * (size_t)d);
  square = room(8 * (size_t)d);
  for (int32_t j = 0; j < d; j++) logit[j] = log(xhat[j] / (1 - xhat[j]));
}

static double step(void) {
  for (int32_t j = 0; j < d; j++) xhat[j] = 1 / (1 + exp(-logit[j]));
  double loss = closed(), squared = 0;
  steps++;
  double scale1 = 1 / (1 - exp(steps * log(0.9))), scale2 = 1 / (1 - exp(steps * log(0.999)));
  for (int32_t j = 0; j < d; j++) {
    double cost = value[0] > 0 ? -1 : 1;
    loss += cost * xhat[j];
    double g = cost + 2 * gradient[j];
    squared += g * g;
    g *= xhat[j] * (1 - xhat[j]);
    mean[j] = 0.9 * mean[j] + 0.1 * g;
    square[j] = 0.999 * square[j] + 0.001 * g * g;
    double next = logit[j] - 0.01 * mean[j] * scale1 / (sqrt(square[j] * scale2) + 1e-8);
    logit[j] = next > 12 ? 12 : next < -12 ? -12 : next;
  }
  return loss + squared;
}

/* ---- The weighted Poisson-binomial recursion, forward and back ---- */

static double *table, *ahead;

static void prepare_lattice(void) {
  size_t most = 0, size = 0;
  for (int32_t i = 0; i < m; i++) {
    double high = 0;
    for (int32_t k = start[i]; k < start[i + 1]; k++) high += value[k];
    size_t own = (size_t)ceil(high - rhs[i]);
    if (own > size) size = own;
    if ((size_t)(start[i + 1] - start[i] + 1) * own > most) most = (size_t)(start[i + 1] - start[i] + 1) * own;
  }
  table = room(8 * most);
  ahead = room(8 * (2 * size + 8));
}

static int by_weight(const void *a, const void *b) {
  double x = value[*(const int32_t *)a], y = value[*(const int32_t *)b];
  return x < y ? -1 : x > y;
}

static double lattice(void) {
  static int32_t order[4096], reach[4097];
  double total = 0;
  memset(gradient, 0, 8 * (size_t)d);
  for (int32_t i = 0; i < m; i++) {
    int32_t n = start[i + 1] - start[i];
    double high = 0;
    for (int32_t k = 0; k < n; k++) {
      order[k] = start[i] + k;
      high += value[start[i] + k];
    }
    qsort(order, (size_t)n, sizeof *order, by_weight);
    double delta = high - rhs[i];
    int32_t size = (int32_t)ceil(delta);
    table[0] = 1;
    reach[0] = 0;
    for (int32_t k = 0; k < n; k++) {
      int32_t w = (int32_t)value[order[k]], old = reach[k], now = old + w < size ? old + w : size - 1;
      double q = xhat[column[order[k]]], p = 1 - q;
      const double *restrict from = table + (size_t)k * (size_t)size;
      double *restrict to = table + (size_t)(k + 1) * (size_t)size;
      reach[k + 1] = now;
      int32_t t = 0;
      for (; t <= old && t < w; t++) to[t] = q * from[t];
      for (; t < w && t <= now; t++) to[t] = 0;
      for (; t <= old; t++) to[t] = q * from[t] + p * from[t - w];
      for (; t <= now; t++) to[t] = p * from[t - w];
    }
    const double *last = table + (size_t)n * (size_t)size;
    for (int32_t t = 0; t <= reach[n]; t++) total += last[t] * (delta - t);
    for (int32_t t = 0; t < size; t++) ahead[t] = delta - t;
    memset(ahead + size, 0, 8 * (size_t)size);
    for (int32_t k = n - 1; k >= 0; k--) {
      int32_t w = (int32_t)value[order[k]];
      if (w > size) w = size;
      double q = xhat[column[order[k]]], p = 1 - q;
      const double *restrict f = table + (size_t)k * (size_t)size;
      double parts[8] = {0};
      int32_t t = 0;
      /* Blocks read at least one weight ahead of what they write, so long as the weight spans a block. */
      if (w >= 8) {
        for (; t + 7 <= reach[k]; t += 8) {
          for (int lane = 0; lane < 8; lane++) {
            double zero = ahead[t + lane], one = ahead[t + lane + w];
            parts[lane] += f[t + lane] * (one - zero);
            ahead[t + lane] = q * zero + p * one;
          }
        }
      }
      double g = 0;
      for (; t <= reach[k]; t++) {
        double zero = ahead[t], one = ahead[t + w];
        g += f[t] * (one - zero);
        ahead[t] = q * zero + p * one;
      }
      for (int lane = 0; lane < 8; lane++) g += parts[lane];
      gradient[column[order[k]]] -= g;
    }
  }
  return total;
}

/* ---- Monte Carlo ---- */

static uint32_t (*bit)[WORDS];
static float (*lane)[FLOATS];
static uint32_t *threshold;
static uint32_t calls;

static inline uint32_t turn(uint32_t x, int by) { return (x << by) | (x >> (32 - by)); }

#define EVEN(left, right) a += b; b = turn(b, left) ^ a; c += e; e = turn(e, right) ^ c;
#define ODD(left, right) a += e; e = turn(e, left) ^ a; c += b; b = turn(b, right) ^ c;
#define INJECT(n) a += key[(n) % 5]; b += key[((n) + 1) % 5]; c += key[((n) + 2) % 5]; e += key[((n) + 3) % 5] + (n);

/* Threefry4x32-13 of Random123 at WORDS counters: four words each. */
static void planes(uint32_t block, uint32_t variable, uint32_t plane, uint32_t out[4][WORDS]) {
  const uint32_t key[5] = {1, 2, calls, 0, 0x1BD11BDAu ^ 1 ^ 2 ^ calls};
  for (uint32_t w = 0; w < WORDS; w++) {
    uint32_t a = block + w + key[0], b = variable + key[1], c = plane + key[2], e = key[3];
    EVEN(10, 26)
    ODD(11, 21)
    EVEN(13, 27)
    ODD(23, 5) INJECT(1)
    EVEN(6, 20)
    ODD(17, 11)
    EVEN(25, 10)
    ODD(18, 20) INJECT(2)
    EVEN(10, 26)
    ODD(11, 21)
    EVEN(13, 27)
    ODD(23, 5) INJECT(3)
    EVEN(6, 20)
    out[0][w] = a;
    out[1][w] = b;
    out[2][w] = c;
    out[3][w] = e;
  }
}

/* The leading twelve planes are sfc32's, in sequences (block, variable mod 4) seeded by Threefry; those
   behind them are Threefry's own. Sixteen blocks fill a vector of 512 bits. */
enum { LEADING = 12 };

static void later(uint32_t block, uint32_t j, uint32_t *restrict ones, uint32_t *restrict undecided) {
  uint32_t random[4][WORDS], left = 1;
  for (uint32_t plane = LEADING / 4; plane < 6 && left; plane++) {
    planes(block, j, plane, random);
    left = 0;
    for (int n = 0; n < 4; n++) {
      uint32_t wanted = (threshold[j] >> (23 - 4 * (int)plane - n)) & 1 ? ~0u : 0u;
      for (int w = 0; w < WORDS; w++) {
        uint32_t differs = random[n][w] ^ wanted;
        ones[w] |= undecided[w] & differs & wanted;
        undecided[w] &= ~differs;
      }
    }
    for (int w = 0; w < WORDS; w++) left |= undecided[w];
  }
}

static void draw(uint32_t block) {
  for (uint32_t r = 0; r < 4; r++) {
    uint32_t a[WORDS], b[WORDS], c[WORDS], counter = 1, seeds[4][WORDS];
    planes(block, r, ~0u, seeds);
    memcpy(a, seeds[0], sizeof a);
    memcpy(b, seeds[1], sizeof b);
    memcpy(c, seeds[2], sizeof c);
    for (uint32_t j = r; j < (uint32_t)d; j += 4) {
      uint32_t undecided[WORDS], ones[WORDS] = {0}, left = 0;
      memset(undecided, 255, sizeof undecided);
      for (int n = 0; n < LEADING; n++, counter++) {
        uint32_t wanted = (threshold[j] >> (23 - n)) & 1 ? ~0u : 0u;
        for (int w = 0; w < WORDS; w++) {
          uint32_t out = a[w] + b[w] + counter;
          a[w] = b[w] ^ (b[w] >> 9);
          b[w] = c[w] + (c[w] << 3);
          c[w] = turn(c[w], 21) + out;
          uint32_t differs = out ^ wanted;
          ones[w] |= undecided[w] & differs & wanted;
          undecided[w] &= ~differs;
        }
      }
      for (int w = 0; w < WORDS; w++) left |= undecided[w];
      if (left) later(block, j, ones, undecided);
      memcpy(bit[j], ones, sizeof ones);
    }
  }
}

static void prepare_sampling(void) {
  bit = room(sizeof *bit * (size_t)d);
  lane = room(sizeof *lane * (size_t)d);
  threshold = room(4 * (size_t)d);
  for (int32_t j = 0; j < d; j++) threshold[j] = (uint32_t)lround(xhat[j] * (1 << 24));
}

static double bits(int kind) {
  static uint32_t before[4096][WORDS];
  uint64_t violations = 0;
  uint32_t turned = value[0] > 0 ? 0u : ~0u;
  double sign = value[0] > 0 ? 1 : -1;
  calls++;
  for (uint32_t block = 0; block * 32 < SAMPLES; block += WORDS) {
    draw(block);
    if (turned) for (int32_t j = 0; j < d; j++) for (int w = 0; w < WORDS; w++) bit[j][w] = ~bit[j][w];
    for (int32_t i = 0; i < m; i++) {
      int32_t from = start[i], to = start[i + 1];
      uint32_t all[WORDS];
      memset(all, 255, sizeof all);
      for (int32_t k = from; k < to; k++) {
        if (kind == 3) memcpy(before[k - from], all, sizeof all);
        const uint32_t *x = bit[column[k]];
        for (int w = 0; w < WORDS; w++) all[w] &= x[w];
      }
      uint32_t count = 0;
      for (int w = 0; w < WORDS; w++) count += (uint32_t)__builtin_popcount(all[w]);
      violations += count;
      /* At a violated cover row every literal is true: the counts of ∧ x and ∧ ¬x are this one and 0. */
      if (kind == 2 && count > 0) for (int32_t k = from; k < to; k++) gradient[column[k]] += sign * count;
      if (kind == 3) {
        uint32_t after[WORDS];
        memset(after, 255, sizeof after);
        for (int32_t k = to - 1; k >= from; k--) {
          const uint32_t *x = bit[column[k]];
          uint32_t pivotal = 0;
          for (int w = 0; w < WORDS; w++) {
            pivotal += (uint32_t)__builtin_popcount(before[k - from][w] & after[w]);
            after[w] &= x[w];
          }
          gradient[column[k]] += sign * pivotal;
        }
      }
    }
  }
  return (double)violations / SAMPLES;
}

/* Sixteen floats as one value of the language's vector extension: gcc and clang keep them in registers. */
typedef float wide __attribute__((vector_size(4 * PARTS)));
typedef int32_t mask __attribute__((vector_size(4 * PARTS)));
enum { WIDES = FLOATS / PARTS };

static inline float sum_of(wide parts) {
  float sum = 0;
  for (int l = 0; l < PARTS; l++) sum += parts[l];
  return sum;
}

static inline wide positive(wide v) { return (wide)((mask)v & (v > 0)); }

static inline __attribute__((always_inline)) double any(int kind) {
  const wide ones = (wide){0} + 1.0f;
  static wide *slope;
  if (slope == NULL) slope = room(sizeof *slope * (size_t)d);
  memset(slope, 0, sizeof *slope * (size_t)d);
  double total = 0;
  calls++;
  for (uint32_t block = 0; block * 32 < SAMPLES; block += WORDS) {
    draw(block);
    for (int part = 0; part < LANES / FLOATS; part++) {
      for (int32_t j = 0; j < d; j++) for (int s = 0; s < FLOATS; s++) lane[j][s] = (float)((bit[j][part * FLOATS / 32 + s / 32] >> (s % 32)) & 1);
      for (int32_t i = 0; i < m; i++) {
        wide v[WIDES], broken[WIDES], parts = {0};
        for (int n = 0; n < WIDES; n++) v[n] = (wide){0} - (float)rhs[i];
        for (int32_t k = start[i]; k < start[i + 1]; k++) {
          const wide *x = (const wide *)lane[column[k]];
          float a = (float)value[k];
          for (int n = 0; n < WIDES; n++) v[n] += a * x[n];
        }
        for (int n = 0; n < WIDES; n++) {
          broken[n] = (wide)((mask)ones & (v[n] > 0));
          parts += positive(v[n]);
        }
        total += sum_of(parts);
        if (kind == 2) {
          wide counts = {0};
          for (int n = 0; n < WIDES; n++) counts += broken[n];
          if (sum_of(counts) == 0) continue;
          for (int32_t k = start[i]; k < start[i + 1]; k++) {
            const wide *x = (const wide *)lane[column[k]];
            wide withs = {0};
            for (int n = 0; n < WIDES; n++) withs += broken[n] * x[n];
            /* Two constants stand for the means h1/x̂ and h0/(1 − x̂) of the soft slope: they cost the same. */
            slope[column[k]] += (float)value[k] * (0.7f * withs + 0.3f * (counts - withs));
          }
        }
        if (kind == 3) {
          for (int32_t k = start[i]; k < start[i + 1]; k++) {
            const wide *x = (const wide *)lane[column[k]];
            float a = (float)value[k];
            wide sums = {0};
            for (int n = 0; n < WIDES; n++) {
              wide zero = v[n] - a * x[n];
              sums += positive(zero + a) - positive(zero);
            }
            slope[column[k]] += sums;
          }
        }
      }
    }
  }
  if (kind > 1) for (int32_t j = 0; j < d; j++) gradient[j] = sum_of(slope[j]);
  return total / SAMPLES;
}

static double bits1(void) { return bits(1); }
static double bits2(void) { return bits(2); }
static double bits3(void) { return bits(3); }
static double any1(void) { return any(1); }
static double any2(void) { return any(2); }
static double any3(void) { return any(3); }

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

int main(int count, char **given) {
  static const struct { const char *name; void (*prepare)(void); double (*run)(void); } tasks[] = {
    {"closed", prepare_closed, closed}, {"lattice", prepare_lattice, lattice}, {"step", prepare_step, step},
    {"bits-1", prepare_sampling, bits1}, {"bits-2", prepare_sampling, bits2}, {"bits-3", prepare_sampling, bits3},
    {"any-1", prepare_sampling, any1}, {"any-2", prepare_sampling, any2}, {"any-3", prepare_sampling, any3},
  };
  if (count != 4) return 2;
  load(given[2]);
  double seconds = atof(given[3]);
  for (size_t n = 0; n < sizeof tasks / sizeof *tasks; n++) {
    if (strcmp(tasks[n].name, given[1]) != 0) continue;
    tasks[n].prepare();
    double first = tasks[n].run();
    double began = now(), took;
    long runs = 0;
    do {
      sink += tasks[n].run();
      runs++;
      took = now() - began;
    } while (took < seconds);
    printf("%.9e %.17g\n", took / (double)runs, first);
    return isnan(sink) ? 1 : 0;
  }
  return 2;
}
