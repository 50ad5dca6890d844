/** Names for tools that Harmony can carry, and the way back. */
import { NO_TOOL } from "../chat/role.ts";
import { expectIterable, expectString } from "../validation/expect.ts";

/** Names that Harmony can carry for tools, and back. */
export interface ToolNames {
  /**
   * The name in Harmony of a tool. A name that is not of the set gets one too, which none of the set has; but the way back
   * from it is not known.
   */
  toHarmony(name: string): string;
  /** The tool's own name; a name that stands for none comes back as it is. */
  toOriginal(name: string): string;
}

const MAX_LENGTH = 64;

/** What OpenAI's APIs allow as the name of a function. */
const CARRIED = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Finds a name in Harmony for each tool: 1 to 64 letters, digits, `_` and `-`, and none that the format reads otherwise,
 * such as `assistant`. A name that is like this already stays as it is. Any other is replaced by a readable one, which
 * depends on the set of names, not on their order, and which no other tool has. The same name twice is one tool.
 *
 * @example
 * ```ts
 * import { toolNames } from "openai-harmony-node/tools";
 *
 * const names = toolNames(["get_weather", "files/read", "files.read", "Température à Paris"]);
 * names.toHarmony("get_weather"); // => "get_weather"
 * names.toHarmony("Température à Paris"); // => "Temperature_a_Paris"
 * names.toOriginal("Temperature_a_Paris"); // => "Température à Paris"
 * names.toHarmony("files/read"); // => "files_read_d2acbc6d"
 * ```
 * @throws {@linkcode HarmonyValueError} if the names are not strings, or not iterable.
 */
export function toolNames(names: Iterable<string>): ToolNames {
  const set = new NameSet(expectNames(names));
  return {
    toHarmony: (name) => set.toHarmony(expectString(name, "name")),
    toOriginal: (name) => set.toOriginal(expectString(name, "name")),
  };
}

function expectNames(names: unknown): Set<string> {
  const checked = new Set<string>();
  let index = 0;
  for (const name of expectIterable<unknown>(names, "names", "an iterable of strings")) {
    checked.add(expectString(name, `names[${index++}]`));
  }
  return checked;
}

/** The names of some tools, each with its name in Harmony. */
class NameSet {
  readonly #harmony = new Map<string, string>();
  readonly #original = new Map<string, string>();

  constructor(names: ReadonlySet<string>) {
    const others: string[] = [];
    for (const name of names) {
      if (canCarry(name)) this.#add(name, name);
      else others.push(name);
    }
    // Sorted, so that what happens to a clash depends on the set only.
    this.#replace(others.sort());
  }

  toHarmony(name: string): string {
    const known = this.#harmony.get(name);
    if (known !== undefined) return known;
    return canCarry(name) && !this.#original.has(name) ? name : this.#distinct(name);
  }

  toOriginal(name: string): string {
    return this.#original.get(name) ?? name;
  }

  /** Replaces names that have a readable form of their own by it, and then the rest. */
  #replace(names: readonly string[]): void {
    const counts = new Map<string, number>();
    for (const name of names) {
      const form = readable(name);
      counts.set(form, (counts.get(form) ?? 0) + 1);
    }
    const unique = (form: string) => canCarry(form) && counts.get(form) === 1 && !this.#original.has(form);
    const clashing = names.filter((name) => {
      const form = readable(name);
      if (!unique(form)) return true;
      this.#add(name, form);
      return false;
    });
    for (const name of clashing) this.#add(name, this.#distinct(name));
  }

  #add(name: string, harmony: string): void {
    this.#harmony.set(name, harmony);
    this.#original.set(harmony, name);
  }

  /** Returns the name's readable form with a hash of the name, and with a number if that is taken too. */
  #distinct(name: string): string {
    const form = readable(name) || "tool";
    const hash = `_${hashOf(name)}`;
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? hash : `${hash}_${number}`;
      const candidate = form.slice(0, MAX_LENGTH - suffix.length) + suffix;
      if (!this.#original.has(candidate)) return candidate;
    }
  }
}

function canCarry(name: string): boolean {
  return CARRIED.test(name) && !NO_TOOL.has(name);
}

/** What is left of a name without accents, each run of other characters as one `_`; empty if nothing is. */
function readable(name: string): string {
  const ascii = name
    .slice(0, 2 * MAX_LENGTH)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");
  return ascii
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .replace(/^_|_$/g, "")
    .slice(0, MAX_LENGTH);
}

/** FNV-1a over the UTF-16 code units, as 8 hexadecimal digits. */
function hashOf(name: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
