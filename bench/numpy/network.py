"""DiffILO's network as published, a message an edge, forward and backward, in NumPy: what the workbench's form is held against.

Reads one JSON object: variables, rows, edges (row and column of each), hidden, pairs, head. Prints the processor seconds of a
step. Weights are random: only the time counts. Sums over edges go by np.add.reduceat over edges sorted by receiver.
"""
import json
import sys
import time

import numpy as np

given = json.load(sys.stdin)
n, m, hidden, pairs = given["variables"], given["rows"], given["hidden"], given["pairs"]
row, column = np.array(given["row"]), np.array(given["column"])
random = np.random.default_rng(1)


def weight(inputs, outputs):
    return random.standard_normal((inputs, outputs)).astype(np.float32) / np.float32(np.sqrt(inputs))


class Linear:
    def __init__(self, inputs, outputs):
        self.w, self.b = weight(inputs, outputs), np.zeros(outputs, np.float32)

    def __call__(self, x):
        self.x = x
        return x @ self.w + self.b

    def back(self, d):
        self.dw, self.db = self.x.T @ d, d.sum(0)
        return d @ self.w.T


class Relu:
    def __call__(self, x):
        self.mask = x > 0
        return x * self.mask

    def back(self, d):
        return d * self.mask


class Norm:
    def __call__(self, x):
        self.inverse = 1 / np.sqrt(x.var(0) + np.float32(1e-5))
        self.y = (x - x.mean(0)) * self.inverse
        return self.y

    def back(self, d):
        return self.inverse * (d - d.mean(0) - self.y * (d * self.y).mean(0))


class Mean:
    """Over the edges of each receiver; edges come sorted by it."""

    def __init__(self, receiver, count):
        self.receiver = receiver
        self.degree = np.bincount(receiver, minlength=count).astype(np.float32)
        self.present, self.first = np.unique(receiver, return_index=True)
        self.count = count

    def sum(self, x):
        total = np.zeros((self.count, x.shape[1]), np.float32)
        total[self.present] = np.add.reduceat(x, self.first, 0)
        return total

    def __call__(self, x):
        return self.sum(x) / np.maximum(self.degree, 1)[:, None]

    def back(self, d):
        return (d / np.maximum(self.degree, 1)[:, None])[self.receiver]


class Convolution:
    def __init__(self, receiver, sender, receivers, senders):
        self.receiver, self.sender, self.senders = receiver, sender, senders
        self.mean = Mean(receiver, receivers)
        self.order = np.argsort(sender, kind="stable")
        self.to_senders = Mean(sender[self.order], senders)
        self.message = [Linear(2 * hidden + 1, hidden), Relu(), Linear(hidden, hidden)]
        self.norm = Norm()
        self.output = [Linear(2 * hidden, hidden), Relu(), Linear(hidden, hidden)]

    def __call__(self, senders, receivers):
        one = np.ones((len(self.receiver), 1), np.float32)
        x = np.concatenate([receivers[self.receiver], one, senders[self.sender]], 1)
        for layer in self.message:
            x = layer(x)
        x = np.concatenate([self.norm(self.mean(x)), receivers], 1)
        for layer in self.output:
            x = layer(x)
        return x

    def back(self, d):
        for layer in reversed(self.output):
            d = layer.back(d)
        own = d[:, hidden:]
        d = self.mean.back(self.norm.back(d[:, :hidden]))
        for layer in reversed(self.message):
            d = layer.back(d)
        return self.to_senders.sum(d[self.order, hidden + 1:]), own + self.mean.sum(d[:, :hidden])


by_row, by_column = np.argsort(row, kind="stable"), np.argsort(column, kind="stable")
to_rows = [Convolution(row[by_row], column[by_row], m, n) for _ in range(pairs)]
to_variables = [Convolution(column[by_column], row[by_column], n, m) for _ in range(pairs)]
norms = [[Norm(), Norm()] for _ in range(pairs)]
head = [Linear((pairs + 1) * hidden, given["head"][0]), Relu(), Linear(*given["head"]), Relu(), Linear(given["head"][1], 1)]


def step():
    variables = random.standard_normal((n, hidden)).astype(np.float32)
    rows = random.standard_normal((m, hidden)).astype(np.float32)
    vectors = [variables]
    for k in range(pairs):
        rows = to_rows[k](variables, rows)
        variables = to_variables[k](rows, variables)
        rows, variables = norms[k][0](rows), norms[k][1](variables)
        vectors.append(variables)
    d = np.concatenate(vectors, 1)
    for layer in head:
        d = layer(d)
    for layer in reversed(head):
        d = layer.back(d)
    of_rows, of_variables = np.zeros_like(rows), d[:, pairs * hidden:]
    for k in reversed(range(pairs)):
        of_rows = norms[k][0].back(of_rows)
        sent, own = to_variables[k].back(norms[k][1].back(of_variables))
        more, of_rows = to_rows[k].back(of_rows + sent)
        of_variables = own + more + d[:, k * hidden:(k + 1) * hidden]


step()
wall, processor = time.perf_counter(), time.process_time()
step()
print(json.dumps({"wall": time.perf_counter() - wall, "processor": time.process_time() - processor, "numpy": np.__version__}))
