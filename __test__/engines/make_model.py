"""Makes a tiny gpt-oss model for llama.cpp: make_model.py random|bigram VOCABULARY MODEL

random   every token is about as likely as any other, whatever came before
bigram   the last token decides what comes next, so that most completions are well-formed Harmony

The model has the architecture and the whole vocabulary of gpt-oss, and next to no layers. VOCABULARY is the file
o200k_base.tiktoken; MODEL is a GGUF file, which is there whole or not at all. The same arguments give the same model.
"""
import base64
import math
import os
import sys
from pathlib import Path
from typing import Callable

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type

SEED = 1
LAYERS, EMBEDDING, HEADS, KV_HEADS, HEAD_DIM = 2, 64, 4, 2, 32
EXPERTS, EXPERTS_USED, FEED_FORWARD = 4, 2, 64
CONTEXT = 131072

# The tokens of o200k_harmony that are not in the file. Those without a name are reserved.
FIRST_SPECIAL, VOCABULARY_SIZE = 199998, 201088
START_OF_TEXT, END_OF_TEXT, RETURN, CONSTRAIN, CHANNEL, START, END, MESSAGE, CALL = (
    199998, 199999, 200002, 200003, 200005, 200006, 200007, 200008, 200012,
)
SPECIAL_NAMES = {
    START_OF_TEXT: "startoftext", END_OF_TEXT: "endoftext", RETURN: "return", CONSTRAIN: "constrain",
    CHANNEL: "channel", START: "start", END: "end", MESSAGE: "message", CALL: "call",
}

Vocabulary = dict[bytes, int]
AddTensor = Callable[..., None]

# What follows a token of a header, and how likely. A row is what its tokens lead to; any other token is text.
HEADERS: dict[str, dict[bytes | int, float]] = {
    "start": {b"assistant": 1},
    "assistant": {CHANNEL: 0.95, b" to": 0.05},
    "channel": {b"analysis": 0.4, b"final": 0.35, b"comment": 0.25},
    "channel name": {MESSAGE: 1},
    "comment": {b"ary": 1},
    "commentary": {b" to": 0.75, MESSAGE: 0.25},
    "to": {b"=": 1},
    "=": {b"functions": 1},
    "functions": {b".get": 1},
    "get": {b"_weather": 1},
    "recipient": {b" ": 0.5, b" json": 0.25, MESSAGE: 0.2, CHANNEL: 0.05},
    "space": {CONSTRAIN: 1},
    "constrain": {b"json": 1},
    "content type": {MESSAGE: 1},
}
LEADS_TO: dict[bytes | int, str] = {
    START: "start", END: "end", RETURN: "end", CALL: "end", MESSAGE: "text", CONSTRAIN: "constrain", CHANNEL: "channel",
    b"assistant": "assistant", b"analysis": "channel name", b"final": "channel name", b"comment": "comment",
    b"ary": "commentary", b" to": "to", b"=": "=", b"functions": "functions", b".get": "get", b"_weather": "recipient",
    b" ": "space", b"json": "content type", b" json": "content type",
}
STATES = [*HEADERS, "end", "text"]
# What ends a text, after each of its tokens.
ENDINGS = {END: 0.04, RETURN: 0.02, CALL: 0.01}
# The logarithm of a probability that is as good as none.
NEVER = -24.0


def read_vocabulary(path: str) -> Vocabulary:
    """Reads the tokens that are bytes of text; a token's rank is its id."""
    lines = Path(path).read_bytes().split(b"\n")
    ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines if line)}
    if sorted(ranks.values()) != list(range(FIRST_SPECIAL)):
        raise ValueError(f"{path}: expected the {FIRST_SPECIAL} tokens of o200k_base")
    return ranks


def byte_characters() -> list[str]:
    """Returns the character that stands for each byte in a vocabulary of GPT-2's kind."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = (byte for byte in range(256) if byte not in printable)
    characters = {byte: chr(byte) for byte in printable} | {byte: chr(256 + i) for i, byte in enumerate(others)}
    return [characters[byte] for byte in range(256)]


def add_vocabulary(writer: gguf.GGUFWriter, ranks: Vocabulary) -> None:
    """Writes the tokens, and all merges that give one: the file has ranks only."""
    characters = byte_characters()
    spelt = {token: "".join(characters[byte] for byte in token) for token in ranks}
    merges: list[str] = []
    for token in ranks:
        halves = [(token[:i], token[i:]) for i in range(1, len(token))]
        pairs = sorted((ranks[a], ranks[b], a, b) for a, b in halves if a in ranks and b in ranks)
        merges += [f"{spelt[a]} {spelt[b]}" for _, _, a, b in pairs]
    special = range(FIRST_SPECIAL, VOCABULARY_SIZE)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-4o")
    writer.add_token_list([*spelt.values(), *(f"<|{SPECIAL_NAMES.get(i, f'reserved_{i}')}|>" for i in special)])
    writer.add_token_types([gguf.TokenType.NORMAL] * len(spelt) + [gguf.TokenType.CONTROL] * len(special))
    writer.add_token_merges(merges)
    writer.add_bos_token_id(START_OF_TEXT)
    writer.add_eos_token_id(RETURN)
    writer.add_pad_token_id(END_OF_TEXT)
    writer.add_add_bos_token(False)


def add_architecture(writer: gguf.GGUFWriter) -> None:
    """Writes the hyperparameters: those of gpt-oss, but for the sizes."""
    writer.add_vocab_size(VOCABULARY_SIZE)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(EMBEDDING)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_expert_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_key_length(HEAD_DIM)
    writer.add_value_length(HEAD_DIM)
    writer.add_sliding_window(128)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(150000.0)
    writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
    writer.add_rope_scaling_factor(32.0)
    writer.add_rope_scaling_orig_ctx_len(4096)
    writer.add_expert_count(EXPERTS)
    writer.add_expert_used_count(EXPERTS_USED)


def random_ends(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Returns input and output embeddings that say nothing of what comes next."""
    shape = (VOCABULARY_SIZE, EMBEDDING)
    return rng.standard_normal(shape, np.float32), rng.standard_normal(shape, np.float32) * np.float32(0.05)


def text_probabilities(ranks: Vocabulary) -> np.ndarray:
    """Returns how likely each token is in a text: as its rank suggests, and seldom if it is no whole characters."""
    weights = np.zeros(VOCABULARY_SIZE)
    for token, rank in ranks.items():
        whole = token.decode("utf-8", "ignore").encode() == token
        weights[rank] = (1 if whole else 0.05) / (rank + 100)
    for token in LEADS_TO:
        weights[ranks[token] if isinstance(token, bytes) else token] = 0
    probabilities = weights / weights.sum() * (1 - sum(ENDINGS.values()))
    for token, probability in ENDINGS.items():
        probabilities[token] = probability
    return probabilities


def bigram_ends(ranks: Vocabulary) -> tuple[np.ndarray, np.ndarray]:
    """Returns input embeddings that say which state a token leads to, and output embeddings for what follows it.

    A token's embedding is its state's unit vector. The norm before the output makes that as long as the root of the
    dimension, so the logits are what the output has in that dimension times this length.
    """
    def index(token: bytes | int) -> int:
        return ranks[token] if isinstance(token, bytes) else token

    probabilities = np.zeros((VOCABULARY_SIZE, len(STATES)))
    for state, row in HEADERS.items():
        for token, probability in row.items():
            probabilities[index(token), STATES.index(state)] = probability
    probabilities[START, STATES.index("end")] = 1
    probabilities[:, STATES.index("text")] = text_probabilities(ranks)
    length = math.sqrt(EMBEDDING)
    inputs = np.zeros((VOCABULARY_SIZE, EMBEDDING))
    inputs[:, STATES.index("text")] = length
    for token, state in LEADS_TO.items():
        inputs[index(token)] = length * (np.arange(EMBEDDING) == STATES.index(state))
    outputs = np.zeros((VOCABULARY_SIZE, EMBEDDING))
    outputs[:, : len(STATES)] = np.log(np.maximum(probabilities, math.exp(NEVER))) / length
    return inputs, outputs


def add_layer(add: AddTensor, layer: int, rng: np.random.Generator) -> None:
    """Writes one layer, which changes little of what goes through it."""
    def small(*shape: int) -> np.ndarray:
        return rng.standard_normal(shape, np.float32) * np.float32(0.02)

    for norm in ("attn_norm", "post_attention_norm"):
        add(f"blk.{layer}.{norm}.weight", np.ones(EMBEDDING))
    for name, heads in (("q", HEADS), ("k", KV_HEADS), ("v", KV_HEADS)):
        add(f"blk.{layer}.attn_{name}.weight", small(heads * HEAD_DIM, EMBEDDING), Type.Q8_0)
        add(f"blk.{layer}.attn_{name}.bias", small(heads * HEAD_DIM))
    add(f"blk.{layer}.attn_output.weight", small(EMBEDDING, HEADS * HEAD_DIM), Type.Q8_0)
    add(f"blk.{layer}.attn_output.bias", small(EMBEDDING))
    add(f"blk.{layer}.attn_sinks.weight", small(HEADS))
    add(f"blk.{layer}.ffn_gate_inp.weight", small(EXPERTS, EMBEDDING))
    add(f"blk.{layer}.ffn_gate_inp.bias", small(EXPERTS))
    for name, rows, columns in (
        ("gate", FEED_FORWARD, EMBEDDING), ("up", FEED_FORWARD, EMBEDDING), ("down", EMBEDDING, FEED_FORWARD),
    ):
        add(f"blk.{layer}.ffn_{name}_exps.weight", small(EXPERTS, rows, columns), Type.MXFP4)
        add(f"blk.{layer}.ffn_{name}_exps.bias", small(EXPERTS, rows))


def make(kind: str, vocabulary: str, path: Path) -> None:
    ranks = read_vocabulary(vocabulary)
    rng = np.random.default_rng(SEED)
    inputs, outputs = {"random": lambda: random_ends(rng), "bigram": lambda: bigram_ends(ranks)}[kind]()
    writer = gguf.GGUFWriter(path, "gpt-oss")
    writer.add_name(f"tiny gpt-oss, {kind}")
    add_architecture(writer)
    add_vocabulary(writer, ranks)

    def add(name: str, values: np.ndarray, kind: Type = Type.F32) -> None:
        tensor = gguf.quants.quantize(np.ascontiguousarray(values, np.float32), kind)
        writer.add_tensor(name, tensor, raw_dtype=kind)

    add("token_embd.weight", inputs, Type.Q8_0)
    add("output.weight", outputs, Type.Q8_0)
    add("output_norm.weight", np.ones(EMBEDDING))
    for layer in range(LAYERS):
        add_layer(add, layer, rng)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("random", "bigram"):
        sys.exit(__doc__)
    target = Path(sys.argv[3])
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    make(sys.argv[1], sys.argv[2], unfinished)
    unfinished.replace(target)
