/** The role of a message's author. */

import { HarmonyValueError } from "../validation/errors.ts";
import { quote } from "../validation/expect.ts";

/** The role of a message's author (Python: `Role`). The values are the canonical strings. */
export const Role = {
  /** Who talks to the model. */
  USER: "user",
  /** The model. */
  ASSISTANT: "assistant",
  /** Says who the model is, and its channels and built-in tools: see `SystemContent`. */
  SYSTEM: "system",
  /** Gives instructions and function tools: see `DeveloperContent`. */
  DEVELOPER: "developer",
  /** A tool, with the result of a call. Its name is the author's. */
  TOOL: "tool",
} as const;

/** One of the five roles. `Role.USER` and `"user"` are the same. */
export type Role = (typeof Role)[keyof typeof Role];

const ROLES: ReadonlySet<unknown> = new Set(Object.values(Role));

/** Checks a role; the path is left out where the role is an argument of its own. */
export function checkRole(value: unknown, path?: string): Role {
  if (!ROLES.has(value)) {
    throw new HarmonyValueError(`Unknown role: ${quote(value)}`, path === undefined ? {} : { path });
  }
  return value as Role;
}
