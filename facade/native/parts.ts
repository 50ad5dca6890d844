/** Long strings on their way to the addon, in parts: each of them is copied by way of the same memory. */

/** How many UTF-16 units are copied at a time. */
const PART = 1 << 15;

/** Returns the string, or the parts of a long one. No part ends within a surrogate pair. */
export function inParts(text: string): string | string[] {
  if (text.length <= PART) return text;
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + PART;
    const part = text.slice(start, isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end);
    parts.push(part);
    start += part.length;
  }
  return parts;
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}
