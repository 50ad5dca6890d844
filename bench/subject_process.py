"""A Python package in a process of its own. Same requests and answers as subject_process.mjs."""

import json
import os
import sys
import time
from importlib import import_module


class Answers:
    """One method per request."""

    def __init__(self, subject):
        self.subject = subject
        self.adapter = import_module(f"subjects.{subject['adapter']}")

    def load(self, _):
        memory = rss()
        started = time.perf_counter_ns()
        load = self.adapter.import_package()
        imported = time.perf_counter_ns()
        self.package = load()
        _, encode, _ = self.package.encode("hello")
        encode(None)
        ended = time.perf_counter_ns()
        return {
            "ns": ended - started,
            "callNs": ended - imported,
            "memory": rss() - memory,
            "operations": [name for name in dir(self.package) if not name.startswith("_")],
            "versions": self.versions(),
        }

    def setup(self, request):
        self.tasks = {
            workload["name"]: getattr(self.package, workload["operation"])(workload["input"])
            for workload in request["workloads"]
        }
        return {}

    def check(self, request):
        make, run, plain = self.tasks[request["name"]]
        result = run(make() if make else None)
        return {"result": plain(result) if plain else result}

    def sample(self, request):
        make, run, _ = self.tasks[request["name"]]
        inputs = [make() if make else None for _ in range(request["count"])]
        started = time.perf_counter_ns()
        for item in inputs:
            run(item)
        return {"ns": time.perf_counter_ns() - started}

    def memory(self, _):
        return {"rss": rss()}

    def versions(self):
        from importlib.metadata import version

        package = version(self.subject["distribution"])
        return {self.subject["name"]: f"{package} on {sys.version.split()[0]}"}


def rss():
    """The memory in use; where the system does not tell, its peak."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except FileNotFoundError:
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def answer(answers, line):
    request = json.loads(line)
    try:
        return getattr(answers, request["ask"])(request)
    except BaseException as error:  # a Rust panic is no Exception
        return {"error": repr(error)}


def main():
    sys.stdin.reconfigure(encoding="utf-8")
    answers = Answers(json.loads(sys.argv[1]))
    for line in sys.stdin:
        print(json.dumps(answer(answers, line)), flush=True)


main()
