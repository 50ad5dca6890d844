/**
 * Signatures of messages: numbers that are equal for equal messages, and mostly differ for others. They say where to look
 * for a message, and never that it is the same.
 */
import type { MessageDict } from "../chat/message.ts";

/** How many characters of a text count. */
const SAMPLES = 32;

/** Makes a signature of a message. Parameters of tools do not count. */
export function signatureOf({ role, content }: MessageDict): number {
  let mixed = mix(content.length, role.length);
  for (const part of content)
    mixed = part.type === "text" ? mixText(mixed, part.text) : mixTexts(mixed, part);
  return mixed;
}

/** Tells whether a message has more than texts. */
export function hasSettings({ content }: MessageDict): boolean {
  for (const { type } of content) if (type !== "text") return true;
  return false;
}

function mixTexts(start: number, value: object): number {
  let mixed = start;
  for (const name in value) {
    const part: unknown = value[name as never];
    if (typeof part === "string") mixed = mixText(mixed, part);
    else if (typeof part === "object" && part !== null && name !== "parameters")
      mixed = mixTexts(mixed, part);
  }
  return mixed;
}

function mixText(start: number, text: string): number {
  const step = Math.ceil(text.length / SAMPLES);
  let mixed = mix(start, text.length);
  for (let i = text.length - 1; i >= 0; i -= step) mixed = mix(mixed, text.charCodeAt(i));
  return mixed;
}

/** One step of FNV-1a. */
function mix(mixed: number, value: number): number {
  return Math.imul(mixed ^ value, 0x01000193);
}
