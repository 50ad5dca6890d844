"""The Python package openai-harmony in a process of its own. Same requests and answers as subject_process.mjs."""

import json
import os
import sys
import time


class Package:
    """The package, loaded: one method per operation, which gives (make, run, plain) for an input."""

    def __init__(self, harmony):
        self.harmony = harmony
        self.encoding = harmony.load_harmony_encoding("HarmonyGptOss")

    def new_parser(self):
        return self.harmony.StreamableParser(self.encoding, self.harmony.Role.ASSISTANT)

    def encode(self, text):
        return None, lambda _: self.encoding.encode(text), None

    def decode(self, tokens):
        return None, lambda _: self.encoding.decode(tokens), None

    def conversation(self, messages):
        messages = [self.harmony.Message.from_dict(message) for message in messages]
        return self.harmony.Conversation.from_messages(messages)

    def rendered(self, conversation):
        return self.encoding.render_conversation_for_completion(conversation, self.harmony.Role.ASSISTANT)

    def render(self, messages):
        conversation = self.conversation(messages)
        return None, lambda _: self.rendered(conversation), None

    def rebuild(self, messages):
        return None, lambda _: self.rendered(self.conversation(messages)), None

    def renderJson(self, text):
        harmony = self.harmony
        read = lambda: harmony.Conversation.from_json('{"messages":' + text + "}")
        return None, lambda _: self.rendered(read()), None

    def nextTurn(self, messages):
        conversation = self.conversation(messages)

        def run(_):
            conversation.messages[-1] = self.harmony.Message.from_dict(messages[-1])
            return self.rendered(conversation)

        return None, run, None

    def parse(self, tokens):
        role = self.harmony.Role.ASSISTANT
        run = lambda _: self.encoding.parse_messages_from_completion_tokens(tokens, role)
        return None, run, lambda messages: [message.to_dict() for message in messages]

    def parser(self, _):
        return None, lambda _: self.new_parser(), lambda parser: parser.state.value

    def stream(self, tokens):
        def run(parser):
            result = []
            for token in tokens:
                parser.process(token)
                result.append(parser.last_content_delta)
            return result

        return self.new_parser, run, None


class Answers:
    """One method per request."""

    def load(self, _):
        memory = rss()
        started = time.perf_counter_ns()
        import openai_harmony as harmony

        imported = time.perf_counter_ns()
        self.package = Package(harmony)
        self.package.encoding.encode("hello")
        ended = time.perf_counter_ns()
        return {
            "ns": ended - started,
            "callNs": ended - imported,
            "memory": rss() - memory,
            "operations": operations(),
            "versions": versions(),
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


def operations():
    return ["encode", "decode", "render", "rebuild", "renderJson", "nextTurn", "parse", "parser", "stream"]


def versions():
    from importlib.metadata import version

    return {"openai-harmony (Python)": version("openai-harmony"), "Python": sys.version.split()[0]}


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
    answers = Answers()
    for line in sys.stdin:
        print(json.dumps(answer(answers, line)), flush=True)


main()
