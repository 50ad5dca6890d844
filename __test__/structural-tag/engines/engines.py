"""Asks the real engines whether their grammars accept completions, token by token.

Started by engines.ts with the path of `o200k_base.tiktoken` and that of a model for llama.cpp, of which it takes the
vocabulary only. Reads one request a line, `{"engine", "grammar", "stop", "cached", "completions": [[id, …], …]}`, and
answers each with a line: the error that the engine has with the grammar, or how many tokens of each completion it
accepted, and whether the completion has ended with the last of them. A token is accepted if it is in the mask that the
engine would sample with.
"""

import base64
import ctypes
import json
import sys
import types
from pathlib import Path

FORMAT_TOKENS = {
    199998: "<|startoftext|>",
    199999: "<|endoftext|>",
    200002: "<|return|>",
    200003: "<|constrain|>",
    200005: "<|channel|>",
    200006: "<|start|>",
    200007: "<|end|>",
    200008: "<|message|>",
    200012: "<|call|>",
}
VOCABULARY_SIZE = 201088

# How the tokenizer o200k cuts a text into words.
PATTERN = "|".join(
    [
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    ]
)


def read_vocabulary(path):
    """Returns the bytes of each token, in the order of the ids."""
    ranks = {}
    for line in Path(path).read_bytes().splitlines():
        token, rank = line.split()
        ranks[int(rank)] = base64.b64decode(token)
    ordinary = [ranks[rank] for rank in range(199998)]
    special = [FORMAT_TOKENS.get(i, f"<|reserved_{i}|>").encode() for i in range(199998, VOCABULARY_SIZE)]
    return ordinary + special


class Xgrammar:
    """xgrammar imports torch and transformers for functions that are not used here: placeholders stand in for them."""

    def __init__(self, vocabulary):
        import numpy
        import tvm_ffi  # noqa: F401  It looks for torch, and must not find the placeholder.

        class Placeholder(types.ModuleType):
            def __getattr__(self, name):
                if name.startswith("__"):
                    raise AttributeError(name)
                return type(name, (), {})

        for name in ("torch", "transformers"):
            sys.modules[name] = Placeholder(name)
        sys.modules["torch"].tensor = lambda *args, **options: None
        import xgrammar

        self.module = xgrammar
        self.tokenizer = xgrammar.TokenizerInfo(
            vocabulary, xgrammar.VocabType.RAW, vocab_size=VOCABULARY_SIZE, stop_token_ids=[200002]
        )
        self.compiler = xgrammar.GrammarCompiler(self.tokenizer, max_threads=2)
        self.mask = numpy.zeros((1, VOCABULARY_SIZE // 32), dtype=numpy.int32)

    def compile(self, grammar, stop, cached):
        self.stop = stop
        compiler = self.compiler
        if not cached:
            compiler = self.module.GrammarCompiler(self.tokenizer, max_threads=2, cache_enabled=False)
        # vLLM checks a structural tag in this way, without the vocabulary.
        self.module.Grammar.from_structural_tag(grammar)
        return compiler.compile_structural_tag(grammar)

    def accept(self, compiled, tokens):
        matcher = self.module.GrammarMatcher(compiled, override_stop_tokens=self.stop)
        for count, token in enumerate(tokens):
            if matcher.is_terminated():
                return count, False
            self.mask.fill(-1)
            matcher.fill_next_token_bitmask(self.mask)
            allowed = bool(self.mask[0, token // 32] >> (token % 32) & 1)
            if matcher.accept_token(token) != allowed:
                raise RuntimeError(f"token {token} is {'' if allowed else 'not '}in the mask, but is {'not ' if allowed else ''}accepted")
            if not allowed:
                return count, False
        return len(tokens), matcher.is_terminated()


class Llguidance:
    def __init__(self, vocabulary):
        import llguidance

        self.module = llguidance
        self.ranks = {token: rank for rank, token in enumerate(vocabulary[:199998])}
        self.special = {token.decode(): 199998 + i for i, token in enumerate(vocabulary[199998:])}
        self.tokenizers = {}

    def tokenizer(self, stop):
        key = tuple(stop)
        if key not in self.tokenizers:
            self.tokenizers[key] = self.module.LLTokenizer.from_tiktoken(
                encoder=self.ranks,
                special_tokens=self.special,
                pattern=PATTERN,
                eos_token=list(stop),
                n_vocab=VOCABULARY_SIZE,
            )
        return self.tokenizers[key]

    def compile(self, grammar, stop, cached):
        tokenizer = self.tokenizer(stop)
        error = self.module.LLMatcher.validate_grammar(grammar, tokenizer)
        if error:
            raise ValueError(error)
        self.stop = stop
        return self.module.LLMatcher(tokenizer, grammar)

    def accept(self, compiled, tokens):
        matcher = compiled.deep_copy()
        for count, token in enumerate(tokens):
            if matcher.is_stopped():
                # It stops by itself where only a token that ends the completion could follow.
                ends = token in self.stop and count == len(tokens) - 1
                return count + ends, ends
            mask = matcher.compute_bitmask()
            if not mask[token // 8] >> (token % 8) & 1:
                return count, False
            if not matcher.consume_token(token):
                raise RuntimeError(f"token {token} is in the mask, but not accepted: {matcher.get_error()}")
        return len(tokens), matcher.is_stopped() and not matcher.is_error()


class LlamaCpp:
    """The sampler for grammars, through llama.cpp's C interface, which the library of xllamacpp exports."""

    def __init__(self, path):
        import xllamacpp

        self.lib = ctypes.CDLL(xllamacpp.xllamacpp.__file__)
        for name, result, *arguments in LLAMA_FUNCTIONS:
            function = getattr(self.lib, name)
            function.restype, function.argtypes = result, arguments
        self.messages = []
        self.log = LOG(lambda level, text, data: self.messages.append(text.decode(errors="replace")))
        self.lib.llama_log_set(self.log, None)
        self.lib.llama_backend_init()
        parameters = self.lib.llama_model_default_params()
        if not (parameters.n_gpu_layers == -1 and parameters.load_mode == -1 and parameters.use_extra_bufts):
            raise RuntimeError("llama_model_params has other fields in this version of llama.cpp")
        parameters.vocab_only = True
        model = self.lib.llama_model_load_from_file(path.encode(), parameters)
        if not model:
            raise RuntimeError("".join(self.messages))
        self.vocabulary = self.lib.llama_model_get_vocab(model)

    def compile(self, grammar, stop, cached):
        self.messages.clear()
        sampler = self.lib.llama_sampler_init_grammar(self.vocabulary, grammar.encode(), b"root")
        if not sampler:
            raise ValueError("".join(self.messages) or "the grammar is refused")
        return sampler

    def allows(self, sampler, token):
        """Whether the sampler leaves the token to choose from."""
        data = TokenData(token, 1.0, 0.0)
        self.lib.llama_sampler_apply(sampler, TokenDataArray(ctypes.pointer(data), 1, -1, False))
        return data.logit != float("-inf")

    def accept(self, compiled, tokens):
        sampler = self.lib.llama_sampler_clone(compiled)
        try:
            for count, token in enumerate(tokens):
                if not self.allows(sampler, token):
                    return count, False
                self.lib.llama_sampler_accept(sampler, token)
            return len(tokens), bool(tokens) and self.lib.llama_vocab_is_eog(self.vocabulary, tokens[-1])
        finally:
            self.lib.llama_sampler_free(sampler)


class ModelParameters(ctypes.Structure):
    """`llama_model_params`."""

    _fields_ = [
        ("devices", ctypes.c_void_p),
        ("tensor_buft_overrides", ctypes.c_void_p),
        ("n_gpu_layers", ctypes.c_int32),
        ("split_mode", ctypes.c_int),
        ("load_mode", ctypes.c_int),
        ("lazy_mode", ctypes.c_int),
        ("main_gpu", ctypes.c_int32),
        ("tensor_split", ctypes.c_void_p),
        ("progress_callback", ctypes.c_void_p),
        ("progress_callback_user_data", ctypes.c_void_p),
        ("kv_overrides", ctypes.c_void_p),
        ("vocab_only", ctypes.c_bool),
        ("check_tensors", ctypes.c_bool),
        ("use_extra_bufts", ctypes.c_bool),
        ("no_host", ctypes.c_bool),
        ("no_alloc", ctypes.c_bool),
        ("load_mtp", ctypes.c_bool),
    ]


class TokenData(ctypes.Structure):
    """`llama_token_data`."""

    _fields_ = [("id", ctypes.c_int32), ("logit", ctypes.c_float), ("p", ctypes.c_float)]


class TokenDataArray(ctypes.Structure):
    """`llama_token_data_array`."""

    _fields_ = [
        ("data", ctypes.POINTER(TokenData)),
        ("size", ctypes.c_size_t),
        ("selected", ctypes.c_int64),
        ("sorted", ctypes.c_bool),
    ]


POINTER = ctypes.c_void_p
LOG = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
LLAMA_FUNCTIONS = [
    ("llama_log_set", None, LOG, POINTER),
    ("llama_backend_init", None),
    ("llama_model_default_params", ModelParameters),
    ("llama_model_load_from_file", POINTER, ctypes.c_char_p, ModelParameters),
    ("llama_model_get_vocab", POINTER, POINTER),
    ("llama_vocab_is_eog", ctypes.c_bool, POINTER, ctypes.c_int32),
    ("llama_sampler_init_grammar", POINTER, POINTER, ctypes.c_char_p, ctypes.c_char_p),
    ("llama_sampler_apply", None, POINTER, ctypes.POINTER(TokenDataArray)),
    ("llama_sampler_accept", None, POINTER, ctypes.c_int32),
    ("llama_sampler_clone", POINTER, POINTER),
    ("llama_sampler_free", None, POINTER),
]


def main(vocabulary_path, model_path):
    vocabulary = read_vocabulary(vocabulary_path)
    makers = {
        "xgrammar": lambda: Xgrammar(vocabulary),
        "llguidance": lambda: Llguidance(vocabulary),
        "llama.cpp": lambda: LlamaCpp(model_path),
    }
    engines = {}
    for line in sys.stdin:
        request = json.loads(line)
        name = request["engine"]
        if name not in engines:
            engines[name] = makers[name]()
        engine = engines[name]
        try:
            compiled = engine.compile(request["grammar"], request["stop"], request["cached"])
            answer = {"accepted": [engine.accept(compiled, tokens) for tokens in request["completions"]]}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main(*sys.argv[1:])
