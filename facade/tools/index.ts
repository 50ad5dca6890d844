/** The entry `openai-harmony-node/tools`: function tools, their schemas and names. It needs neither Node.js nor the addon. */
export { HarmonyError, type HarmonyErrorCode, HarmonyValueError } from "../validation/errors.ts";
export { type ToolNames, toolNames } from "./names.ts";
export { type NormalizedSchema, normalizeSchema, type SchemaWarning } from "./normalize.ts";
