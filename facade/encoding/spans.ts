/** Where the messages of a rendered conversation stand in its tokens. */
import { expectRole, ROLES, Role } from "../chat/role.ts";
import { HarmonyValueError } from "../validation/errors.ts";
import { expectCount, expectIterable, expectObject, quote } from "../validation/expect.ts";
import { analysisRetention, type RenderConversationConfig } from "./options.ts";

/** Where a message stands: indices of tokens, each the first of its part. */
export interface MessageSpan {
  /** The message's index in the conversation. */
  message: number;
  /** The header: `<|start|>`. */
  start: number;
  /** The content, after `<|message|>`. */
  content: number;
  /** The token that ends the message. */
  stop: number;
  /** What follows the message. */
  end: number;
}

/** What a conversation is rendered for. */
export type RenderPurpose = "completion" | "training" | "conversation";

/** How a conversation is rendered with spans. */
export interface SpanOptions extends RenderConversationConfig {
  /** What for. */
  for: RenderPurpose;
  /** Who speaks next; needed for a completion. */
  nextTurnRole?: Role | null;
}

/** A conversation's tokens, and where its messages stand in them. */
export interface RenderedWithSpans {
  /** The tokens. */
  tokens: Uint32Array;
  /** The spans of the messages that are rendered, in order. */
  spans: MessageSpan[];
}

const PURPOSES: readonly unknown[] = ["completion", "training", "conversation"] satisfies RenderPurpose[];

/** Checks options, and turns them into what the addon takes. */
export function spanOptions(options: SpanOptions): {
  purpose: RenderPurpose;
  role: Role | null;
  analysis: number;
} {
  const { for: purpose, nextTurnRole = null } = expectObject(options, "options");
  if (!PURPOSES.includes(purpose)) {
    throw new HarmonyValueError(
      `expected 'completion', 'training' or 'conversation', got ${quote(purpose)}`,
      { path: "for" },
    );
  }
  const isRoleNeeded = purpose === "completion";
  return {
    purpose: purpose as RenderPurpose,
    role: isRoleNeeded || nextTurnRole !== null ? expectRole(nextTurnRole) : null,
    analysis: analysisRetention(options),
  };
}

/** The parts of a message's tokens. */
export type MessagePart = "header" | "content" | "stop";

/**
 * Says which parts of a message the model is to learn: `true` for its content and its stop token, `false` for none, or
 * the parts by name.
 */
export type ChooseParts = (span: MessageSpan) => boolean | Partial<Record<MessagePart, boolean>>;

/** Whose each span is, for {@link lossMask}. */
const roles = new WeakMap<object, Role>();

/** Reads the spans of the addon: six numbers each. */
export function readSpans(numbers: Uint32Array): MessageSpan[] {
  return Array.from({ length: numbers.length / 6 }, (_, i) => {
    const [role = 0, message = 0, start = 0, content = 0, stop = 0, end = 0] = numbers.subarray(6 * i);
    const span = { message, start, content, stop, end };
    roles.set(span, ROLES[role] ?? Role.USER);
    return span;
  });
}

/**
 * Returns a mask for training: 1 for each token that the model is to learn, 0 for the others.
 *
 * @example
 * ```ts
 * const conversation = [
 *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
 *   Message.fromRoleAndContent(Role.ASSISTANT, "4").withChannel("final"),
 * ];
 * const encoding = loadHarmonyEncoding();
 * const { tokens, spans } = encoding.renderConversationWithSpans(conversation, { for: "training" });
 * const mask = lossMask(spans, tokens.length);
 * encoding.decode(tokens.filter((_, i) => mask[i] === 1)); // => "4<|return|>"
 * ```
 * @param spans - those of {@link HarmonyEncoding.renderConversationWithSpans}
 * @param length - the number of tokens
 * @param choose - which parts of each message the model is to learn. Default: the content and the stop token of the
 * assistant's messages, for which the spans have to be the very objects that the method has returned
 * @throws {@linkcode HarmonyValueError} if an argument is invalid, or a span does not lie within that length.
 */
export function lossMask(
  spans: Iterable<MessageSpan>,
  length: number,
  choose: ChooseParts = isAssistants,
): Uint8Array {
  const mask = new Uint8Array(expectCount(length, "length"));
  let index = 0;
  for (const span of expectIterable<MessageSpan>(spans, "spans", "an iterable of spans")) {
    const checked = expectSpan(span, length, `spans[${index++}]`);
    const { header = false, content = false, stop = false } = partsOf(choose(checked));
    if (header) mask.fill(1, checked.start, checked.content);
    if (content) mask.fill(1, checked.content, checked.stop);
    if (stop) mask.fill(1, checked.stop, checked.end);
  }
  return mask;
}

function partsOf(chosen: ReturnType<ChooseParts>): Partial<Record<MessagePart, boolean>> {
  if (typeof chosen === "boolean") return { content: chosen, stop: chosen };
  return expectObject(chosen, "choose(span)", "a boolean or an object");
}

function isAssistants(span: MessageSpan): boolean {
  const role = roles.get(span);
  if (role !== undefined) return role === Role.ASSISTANT;
  throw new HarmonyValueError("expected a span as renderConversationWithSpans has returned it, or `choose`", {
    path: "spans",
  });
}

function expectSpan(span: MessageSpan, length: number, path: string): MessageSpan {
  const { start, content, stop, end } = expectObject(span, path) as unknown as MessageSpan;
  const places = [0, start, content, stop, end, length];
  if (places.every((place, i) => Number.isInteger(place) && place >= (places[i - 1] ?? 0))) return span;
  throw new HarmonyValueError(`expected a span within ${length} tokens`, { path });
}
