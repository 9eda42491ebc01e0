"""Runs no-op graphs on Dask's threaded scheduler: reads `threads<TAB>name` lines, answers seconds, or `-` for a graph that Dask has no form of."""

import sys
import time

from dask.threaded import get


def noop(*inputs):
    return None


def reduction(leaves, fan_in):
    graph = {("t", 0, i): (noop,) for i in range(leaves)}
    level, count = 0, leaves
    while count > 1:
        above = -(-count // fan_in)
        for i in range(above):
            inputs = range(fan_in * i, min(fan_in * (i + 1), count))
            graph[("t", level + 1, i)] = (noop, *(("t", level, k) for k in inputs))
        level, count = level + 1, above
    return graph, [("t", level, 0)]


def independent(count):
    graph = {("t", i): (noop,) for i in range(count)}
    return graph, list(graph)


def chain(count):
    graph = {("t", i): (noop, ("t", i - 1)) if i else (noop,) for i in range(count)}
    return graph, [("t", count - 1)]


def shuffle(width):
    graph = {("in", s): (noop,) for s in range(width)}
    for s in range(width):
        for t in range(width):
            graph[("split", s, t)] = (noop, ("in", s))
    for t in range(width):
        graph[("out", t)] = (noop, *(("split", s, t) for s in range(width)))
    return graph, [("out", t) for t in range(width)]


GRAPHS = {
    "independent, 100,000": lambda: independent(100_000),
    "tree reduction by 8, 74,899": lambda: reduction(65_536, 8),
    "pairwise sum, 49,999": lambda: reduction(25_000, 2),
    "chain, 50,000": lambda: chain(50_000),
    "shuffle 200 × 200, 40,400": lambda: shuffle(200),
}

for line in sys.stdin:
    threads, name = line.rstrip("\n").split("\t")
    if name not in GRAPHS:
        print("-", flush=True)
        continue
    graph, keys = GRAPHS[name]()
    started = time.perf_counter()
    get(graph, keys, num_workers=int(threads))
    print(time.perf_counter() - started, flush=True)
