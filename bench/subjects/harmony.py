"""PyPI `openai-harmony`: the crate of that name, for Python."""


def import_package():
    import openai_harmony

    return lambda: Package(openai_harmony)


class Package:
    """The package, loaded: one method per operation, which gives (make, run, plain) for an input."""

    def __init__(self, harmony):
        self._harmony = harmony
        self._encoding = harmony.load_harmony_encoding("HarmonyGptOss")

    def _new_parser(self):
        return self._harmony.StreamableParser(self._encoding, self._harmony.Role.ASSISTANT)

    def encode(self, text):
        return None, lambda _: self._encoding.encode(text), None

    def decode(self, tokens):
        return None, lambda _: self._encoding.decode(tokens), None

    def _conversation(self, messages):
        messages = [self._harmony.Message.from_dict(message) for message in messages]
        return self._harmony.Conversation.from_messages(messages)

    def _rendered(self, conversation):
        return self._encoding.render_conversation_for_completion(conversation, self._harmony.Role.ASSISTANT)

    def render(self, messages):
        conversation = self._conversation(messages)
        return None, lambda _: self._rendered(conversation), None

    def rebuild(self, messages):
        return None, lambda _: self._rendered(self._conversation(messages)), None

    def renderJson(self, text):
        harmony = self._harmony
        read = lambda: harmony.Conversation.from_json('{"messages":' + text + "}")
        return None, lambda _: self._rendered(read()), None

    def nextTurn(self, messages):
        conversation = self._conversation(messages)

        def run(_):
            conversation.messages[-1] = self._harmony.Message.from_dict(messages[-1])
            return self._rendered(conversation)

        return None, run, None

    def parse(self, tokens):
        role = self._harmony.Role.ASSISTANT
        run = lambda _: self._encoding.parse_messages_from_completion_tokens(tokens, role)
        return None, run, lambda messages: [message.to_dict() for message in messages]

    def parser(self, _):
        return None, lambda _: self._new_parser(), lambda parser: parser.state.value

    def stream(self, tokens):
        def run(parser):
            result = []
            for token in tokens:
                parser.process(token)
                result.append(parser.last_content_delta)
            return result

        return self._new_parser, run, None
