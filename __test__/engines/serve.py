"""Runs llama.cpp's HTTP server on a free port of the loopback: serve.py MODEL

Prints `listening on http://…` once it listens; the model is loaded by then. Ends when its standard input does, so that
it never outlives the process that has started it.
"""
import os
import sys
from pathlib import Path

import xllamacpp

SLOTS, CONTEXT_PER_SLOT = 4, 4096


def parameters(model: str) -> xllamacpp.CommonParams:
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.model_alias = {Path(model).stem}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_parallel = SLOTS
    params.n_ctx = SLOTS * CONTEXT_PER_SLOT
    params.cpuparams.n_threads = 1
    params.endpoint_slots = True
    # What only takes time and memory in a test.
    params.warmup = False
    params.fit_params = False
    params.cache_ram_mib = 0
    return params


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    server = xllamacpp.Server(parameters(sys.argv[1]))
    print(f"listening on {server.listening_address}", flush=True)
    sys.stdin.read()
    # At once: completions that are under way have nobody to go to.
    os._exit(0)
