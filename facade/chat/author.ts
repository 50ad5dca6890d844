/** The author of a message. */

import { expectObject, expectStringOrNull } from "../validation/expect.ts";
import { expectRole, type Role } from "./role.ts";

/**
 * The author of a message (Python: `Author`).
 *
 * @example
 * ```ts
 * const tool = new Author({ role: Role.TOOL, name: "functions.get_weather" });
 * Message.fromAuthorAndContent(tool, '{"sunny": true}').withChannel("commentary");
 * ```
 */
export class Author {
  /** The author's role. */
  role: Role;
  /** The author's name. For a tool it is the tool's, such as `functions.get_weather`. */
  name: string | null;

  /** @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type, or the role is unknown. */
  constructor(init: Pick<Author, "role"> & Partial<Pick<Author, "name">>) {
    const { role, name = null } = expectObject(init, "init");
    this.role = expectRole(role, "role");
    this.name = expectStringOrNull(name, "name");
  }

  /**
   * Creates an author from positional arguments.
   *
   * @throws {@linkcode HarmonyValueError} if the role is unknown, or the name is neither a string nor `null`.
   */
  static new(role: Role, name: string | null): Author {
    return new Author({ role: expectRole(role), name: expectStringOrNull(name, "name") });
  }
}
