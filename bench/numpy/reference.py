"""
The NumPy reference of the benchmarks: the same quantities at the same sizes as the compiled kernels, written
as one would in NumPy, with SciPy's sparse products where it is there. Same command and instances as
../native/reference.c:  reference.py TASK INSTANCE SECONDS  prints the seconds of one call and its result.
"""
import sys
import time

import numpy as np

try:
    from scipy import sparse
except ImportError:
    sparse = None

SAMPLES = 1024
task, path, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
with open(path, "rb") as file:
    d, m, nnz = np.fromfile(file, np.int32, 3)
    start = np.fromfile(file, np.int32, m + 1)
    column = np.fromfile(file, np.int32, nnz)
    value = np.fromfile(file, np.float64, nnz)
    rhs = np.fromfile(file, np.float64, m)
    x_hat = np.fromfile(file, np.float64, d)
row = np.repeat(np.arange(m), np.diff(start))
dense = nnz == d * m
random = np.random.default_rng(1)
if task.startswith(("any", "bits", "estimate")):
    matrix = np.zeros((m, d), np.float32)
    matrix[row, column] = value
    if not dense and sparse is not None:
        matrix = sparse.csr_matrix(matrix)
    transposed = matrix.T if dense or sparse is None else matrix.T.tocsr()


def closed(x=x_hat):
    up = value[0] > 0
    q = x if up else 1 - x
    product = np.multiply.reduceat(q[column], start[:-1])
    gradient = np.bincount(column, np.repeat(product, np.diff(start)), d) / q
    return product.sum(), gradient if up else -gradient


logit = np.log(x_hat / (1 - x_hat))
mean = np.zeros(d)
square = np.zeros(d)
steps = 0
cost = np.full(d, -1.0 if value[0] > 0 else 1.0)


def step():
    global logit, steps
    x = 1 / (1 + np.exp(-logit))
    penalty, gradient = closed(x)
    steps += 1
    g = cost + 2 * gradient
    loss = cost @ x + penalty + g @ g
    g = g * (x * (1 - x))
    mean[:] = 0.9 * mean + 0.1 * g
    square[:] = 0.999 * square + 0.001 * g * g
    logit = np.clip(logit - 0.01 * (mean / (1 - 0.9**steps)) / (np.sqrt(square / (1 - 0.999**steps)) + 1e-8), -12, 12)
    return loss, None


def lattice():
    total, gradient = 0.0, np.zeros(d)
    for i in range(m):
        own = slice(start[i], start[i + 1])
        order = np.argsort(value[own], kind="stable")
        weight = value[own][order].astype(int)
        miss = x_hat[column[own]][order]
        delta = value[own].sum() - rhs[i]
        size = int(np.ceil(delta))
        table = np.zeros((len(weight) + 1, size))
        table[0, 0] = 1
        for k, (w, q) in enumerate(zip(weight, miss)):
            table[k + 1] = q * table[k]
            if w < size:
                table[k + 1, w:] += (1 - q) * table[k, : size - w]
        ahead = delta - np.arange(size)
        total += table[-1] @ ahead
        for k in range(len(weight) - 1, -1, -1):
            w, q = weight[k], miss[k]
            one = np.zeros(size)
            if w < size:
                one[: size - w] = ahead[w:]
            gradient[column[own][order][k]] -= table[k] @ (one - ahead)
            ahead = q * ahead + (1 - q) * one
    return total, gradient


def sampled(kind):
    def run():
        epsilon = random.random((d, SAMPLES), np.float32)
        x = (epsilon > (1 - x_hat)[:, None].astype(np.float32)).astype(np.float32)
        v = matrix @ x - rhs[:, None].astype(np.float32)
        broken = v > 0
        total = (v * broken).sum() / SAMPLES
        if kind == 1:
            return total, None
        if kind == 2:
            p = x_hat[:, None].astype(np.float32)
            slope = epsilon * (1 - epsilon) / np.square(p * epsilon + (1 - p) * (1 - epsilon))
            return total, ((transposed @ broken.astype(np.float32)) * slope).mean(1)
        gradient = np.zeros(d)
        for i in range(m):
            own = slice(start[i], start[i + 1])
            a = value[own, None].astype(np.float32)
            zero = v[i] - a * x[column[own]]
            np.add.at(gradient, column[own], (np.maximum(zero + a, 0) - np.maximum(zero, 0)).mean(1))
        return total, gradient

    return run


def slopes(epsilon, x):
    p = x_hat[:, None].astype(np.float32)
    if task == "estimate-drawn":
        return epsilon * (1 - epsilon) / np.square(p * epsilon + (1 - p) * (1 - epsilon))
    # The means of that given x: h1/x̂ where x = 1, h0/(1 − x̂) where x = 0.
    r = x_hat / (1 - x_hat)
    log = np.log(2 - 2 * x_hat)
    u = 2 * x_hat - 1
    h1 = (1 - 2 * x_hat) / u**2 * (log + u) - 4 * x_hat * (1 - x_hat) / u**3 * (log + u) + x_hat * (1 - x_hat) / u**2 * (2 - 1 / (1 - x_hat)) + 0.5
    whole = ((r + 1) * np.log(r) / (r - 1) - 2) / (r - 1) ** 2 * (1 + r) ** 2
    return np.where(x > 0, (h1 / x_hat)[:, None], ((whole - h1) / (1 - x_hat))[:, None]).astype(np.float32)


def estimated():
    """Mean and variance of every coordinate over the samples' gradients."""
    epsilon = random.random((d, SAMPLES), np.float32)
    x = (epsilon > (1 - x_hat)[:, None].astype(np.float32)).astype(np.float32)
    v = matrix @ x - rhs[:, None].astype(np.float32)
    if task == "estimate-true":
        gradient = np.zeros((d, SAMPLES), np.float32)
        for i in range(m):
            own = slice(start[i], start[i + 1])
            a = value[own, None].astype(np.float32)
            zero = v[i] - a * x[column[own]]
            gradient[column[own]] += np.maximum(zero + a, 0) - np.maximum(zero, 0)
    else:
        gradient = transposed @ (v > 0).astype(np.float32)
        if task != "estimate-straight":
            gradient = gradient * slopes(epsilon, x)
    mean = gradient.mean(1)
    return mean.sum(), (mean, gradient.var(1, ddof=1))


run = {"closed": closed, "step": step, "lattice": lattice}.get(task) or (estimated if task.startswith("estimate") else sampled(int(task[-1])))
first, _ = run()
began = time.perf_counter()
calls = 0
while True:
    run()
    calls += 1
    took = time.perf_counter() - began
    if took >= seconds:
        break
print(f"{took / calls:.9e} {first:.17g}")
