/** Names that survive being rendered and parsed. */
import { NO_TOOL } from "../chat/role.ts";
import { expectString } from "../validation/expect.ts";

/** A header is words between spaces, and these would be read as something else. */
const OTHER_MEANING = /\p{White_Space}|<\||^to=/u;

/**
 * Tells whether a tool of that name can be called and can answer: whether the name, as a message's recipient and as the
 * author's name of a tool's message, is the same after it has been rendered and parsed.
 *
 * A name must not be empty, must have no white space and no `<|` in it and no `to=` at its beginning, must not be `all` or
 * the name of another role than `tool`, and must have no lone surrogates. Function tools are called by their namespace and
 * name, such as `functions.get_weather`. A name on a message of another role than `tool` never comes back.
 *
 * @example
 * ```ts
 * isHarmonyName("functions.get_weather"); // => true
 * isHarmonyName("get weather"); // => false
 * ```
 * @throws {@linkcode HarmonyValueError} if the name is not a string.
 */
export function isHarmonyName(name: string): boolean {
  const checked = expectString(name, "name");
  return checked !== "" && !OTHER_MEANING.test(checked) && !NO_TOOL.has(checked) && checked.isWellFormed();
}
