"""PyPI `gigatoken`: a tokenizer in Rust. It caches the tokens of words that it has met."""

import os


def import_package():
    import gigatoken

    return lambda: Package(gigatoken)


class Package:
    """The package, loaded: one method per operation, which gives (make, run, plain) for an input."""

    def __init__(self, gigatoken):
        # The tokens of o200k_harmony, but for special ones. The file's name tells the package how to split text.
        path = os.path.join(os.environ["TIKTOKEN_ENCODINGS_BASE"], "o200k_base.tiktoken")
        self._tokenizer = gigatoken.Tokenizer.from_tiktoken(path)

    def encode(self, text):
        return None, lambda _: self._tokenizer.encode(text), lambda tokens: tokens.tolist()

    def decode(self, tokens):
        import numpy

        tokens = numpy.array(tokens, dtype=numpy.uint32)
        return None, lambda _: self._tokenizer.decode(tokens).decode(), None
