/** This package, with one of its engines. */

export async function importPackage() {
  const { loadHarmonyEncoding } = await import("openai-harmony-node");
  return (options) => loadHarmonyEncoding("HarmonyGptOss", options);
}

export async function makeOperations(encoding) {
  const harmony = await import("openai-harmony-node");
  const { Role } = harmony;
  const newParser = () => new harmony.StreamableParser(encoding, Role.ASSISTANT);
  const rendered = (conversation) => encoding.renderConversationForCompletion(conversation, Role.ASSISTANT);

  return {
    encode: (text) => ({ run: () => encoding.encode(text), plain: (tokens) => Array.from(tokens) }),

    decode: (list) => {
      const tokens = Uint32Array.from(list);
      return { run: () => encoding.decode(tokens) };
    },

    render: (messages) => {
      const conversation = harmony.Conversation.fromDict({ messages });
      return { run: () => rendered(conversation), plain: (tokens) => Array.from(tokens) };
    },

    rebuild: (messages) => ({
      run: () => rendered(harmony.Conversation.fromDict({ messages })),
      plain: (tokens) => Array.from(tokens),
    }),

    newTools: (messages) => {
      let count = 0;
      const make = () => withOtherTools(harmony.Conversation.fromDict({ messages }), count++);
      return { make, run: rendered, plain: (tokens) => tokens.length > 0 };
    },

    nextTurn: (messages) => {
      const conversation = harmony.Conversation.fromDict({ messages });
      const last = messages.at(-1);
      const run = () => {
        conversation.messages[messages.length - 1] = harmony.Message.fromDict(last);
        return rendered(conversation);
      };
      return { run, plain: (tokens) => Array.from(tokens) };
    },

    renderJson: (json) => ({
      run: () => rendered(harmony.Conversation.fromJson(`{"messages":${json}}`)),
      plain: (tokens) => Array.from(tokens),
    }),

    parse: (list) => {
      const tokens = Uint32Array.from(list);
      const run = () => encoding.parseMessagesFromCompletionTokens(tokens, Role.ASSISTANT);
      return { run, plain: (messages) => messages.map((message) => message.toDict()) };
    },

    parser: () => ({ run: newParser, plain: (parser) => parser.state }),

    stream: (tokens) => ({ make: newParser, run: (parser) => deltas(parser, tokens) }),

    // Both engines have the same parser of completions, and the same shapes.
    ...(encoding.engine === "fast" ? { ...completions(harmony, encoding), ...shapes(encoding) } : {}),
  };
}

/** Gives the tools descriptions that they have never had. */
function withOtherTools(conversation, number) {
  for (const { tools } of conversation.messages.flatMap(({ content }) => content)) {
    for (const tool of tools?.functions?.tools ?? []) tool.description = `${number}. ${tool.description}`;
  }
  return conversation;
}

/** What `CompletionParser` does: with tokens one by one, with batches of tokens, with parts of the text. */
function completions({ CompletionParser }, encoding) {
  const newParser = () => new CompletionParser(encoding);
  const pushed = (inputs) => ({ make: newParser, run: (parser) => eventDeltas(parser, inputs) });
  return {
    push: (tokens) => pushed(tokens),
    pushBatches: (tokens) => pushed(parts(Uint32Array.from(tokens), 64)),
    pushText: (text) => pushed(parts(text, 64)),
    newCompletionParser: () => ({ run: newParser }),
  };
}

/** The shapes of OpenAI's APIs. Their entries are loaded when they are used, which importing the package is not. */
function shapes(encoding) {
  const chat = () => requireEntry("chat-completions");
  const responses = () => requireEntry("responses");
  const options = { date: "2025-06-28" };
  const pushed = (make, tokens) => ({
    make,
    run: (converter) => tokens.reduce((sum, token) => sum + converter.push(token).length, 0),
  });
  return {
    chatConversation: (request) => {
      const conversation = chat().toConversation(request, options);
      const config = { analysisRetention: "all" };
      const run = () => encoding.renderConversationForCompletion(conversation, "assistant", config);
      return { run, plain: (tokens) => Array.from(tokens) };
    },
    chatPrompt: (request) => ({
      run: () => chat().toPrompt(encoding, request, options),
      plain: ({ tokens }) => Array.from(tokens),
    }),
    chatChunks: (tokens) => pushed(() => new (chat().ChatCompletionChunker)(encoding), tokens),
    responseEvents: (tokens) => pushed(() => new (responses().ResponseEventer)(encoding), tokens),
  };
}

function parts(whole, length) {
  const count = Math.ceil(whole.length / length);
  return Array.from({ length: count }, (_, i) => whole.slice(i * length, (i + 1) * length));
}

function eventDeltas(parser, inputs) {
  const result = [];
  for (const input of inputs) {
    for (const event of parser.push(input)) if (event.type === "content_delta") result.push(event.delta);
  }
  return result;
}

function deltas(parser, tokens) {
  const result = [];
  for (const token of tokens) {
    parser.process(token);
    result.push(parser.lastContentDelta);
  }
  return result;
}

/** Loads an entry, with what loads it: neither may be in the time of the package's load. */
function requireEntry(name) {
  const { createRequire } = process.getBuiltinModule("node:module");
  return createRequire(import.meta.url)(`openai-harmony-node/${name}`);
}
