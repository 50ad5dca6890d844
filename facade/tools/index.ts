/** The entry `openai-harmony-node/tools`: function tools, their schemas and names. It needs neither Node.js nor the addon. */
export { ToolDescription, type ToolParameters } from "../chat/tool.ts";
export { HarmonyError, type HarmonyErrorCode, HarmonyValueError } from "../validation/errors.ts";
export {
  type ChatFunctionTool,
  type FunctionToolInit,
  type FunctionToolOptions,
  functionTool,
  functionTools,
  type UnnamedTool,
} from "./function-tool.ts";
export { type ToolNames, toolNames } from "./names.ts";
export { type NormalizedSchema, normalizeSchema, type SchemaWarning } from "./normalize.ts";
export type { StandardJsonSchema } from "./parameters.ts";
