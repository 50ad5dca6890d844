/** The role of a message's author. */

import { HarmonyValueError } from "../validation/errors.ts";
import { quote } from "../validation/expect.ts";

/**
 * The role of a message's author (Python: `Role`). The values are the canonical strings.
 *
 * @example
 * ```ts
 * Role.USER; // => "user"
 * Message.fromRoleAndContent("user", "Hi"); // the same as with Role.USER
 * ```
 */
export const Role = {
  /** The person or program that talks to the model. */
  USER: "user",
  /** The model. */
  ASSISTANT: "assistant",
  /** The message that describes the model, its channels and its built-in tools: see `SystemContent`. */
  SYSTEM: "system",
  /** The message with instructions and function tools: see `DeveloperContent`. */
  DEVELOPER: "developer",
  /** A tool that returns the result of a call. The author's name is the tool's. */
  TOOL: "tool",
} as const;

/** One of the five roles. `Role.USER` and `"user"` are the same. */
export type Role = (typeof Role)[keyof typeof Role];

/**
 * Words that say a role, or stand for everybody: no tool can be called by them. The role `tool` as a tool's name comes
 * back as it is.
 */
export const NO_TOOL: ReadonlySet<string> = new Set([
  Role.USER,
  Role.ASSISTANT,
  Role.SYSTEM,
  Role.DEVELOPER,
  "all",
]);

/** All roles. `src/encoding.rs` has them in this order. */
export const ROLES: readonly Role[] = Object.values(Role);

/** Checks a role. The path is left out if the role is an argument of its own. */
export function expectRole(value: unknown, path?: string): Role {
  if (!ROLES.includes(value as Role)) {
    throw new HarmonyValueError(`Unknown role: ${quote(value)}`, path === undefined ? {} : { path });
  }
  return value as Role;
}

/** Checks a role that may be left out. */
export function expectRoleOrNull(value: unknown): Role | null {
  return value === undefined || value === null ? null : expectRole(value);
}
