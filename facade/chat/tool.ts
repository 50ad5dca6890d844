/** Tools, as system and developer messages describe them to the model. */
import { binding } from "../native/load.ts";
import { callNative, within } from "../validation/errors.ts";
import {
  checkInstance,
  checkObject,
  checkOptionalString,
  checkString,
  isObject,
  mapItems,
  wrongType,
} from "../validation/expect.ts";
import { checkJson, parse } from "../validation/json.ts";

/** A JSON Schema object, such as `{ type: "object", properties: { … } }`. */
export type ToolParameters = Record<string, unknown>;

/** The canonical form of a {@link ToolDescription}. */
export interface ToolDescriptionDict {
  /** The tool's name within its namespace. */
  name: string;
  /** What the tool does, for the model to read. */
  description: string;
  /** A JSON Schema of the tool's only argument; absent for a tool without one. */
  parameters?: ToolParameters;
}

/** The canonical form of a {@link ToolNamespaceConfig}. */
export interface ToolNamespaceConfigDict {
  /** The namespace's name, such as `functions`. */
  name: string;
  /** What its tools are for, for the model to read; absent if that is not said. */
  description?: string;
  /** Its tools, in the order in which the model sees them. */
  tools: ToolDescriptionDict[];
}

/** One tool (Python: `ToolDescription`). */
export class ToolDescription {
  /** The tool's name within its namespace. */
  name: string;
  /** What the tool does, for the model to read. */
  description: string;
  /** A JSON Schema of the tool's only argument; `null` for a tool without one. */
  parameters: ToolParameters | null;

  /** @throws {HarmonyValueError} if a field is missing or of the wrong type. */
  constructor(
    init: Pick<ToolDescription, "name" | "description"> & Partial<Pick<ToolDescription, "parameters">>,
  ) {
    const { name, description, parameters = null } = checkObject(init, "init");
    this.name = checkString(name, "name");
    this.description = checkString(description, "description");
    this.parameters = checkParameters(parameters);
  }

  /**
   * Makes a tool description from positional arguments.
   *
   * @throws {HarmonyValueError} if an argument is of the wrong type.
   */
  static new(name: string, description: string, parameters?: ToolParameters | null): ToolDescription {
    return new ToolDescription({ name, description, parameters: parameters ?? null });
  }
}

/** A namespace of tools (Python: `ToolNamespaceConfig`). */
export class ToolNamespaceConfig {
  /** The namespace's name, such as `functions`. */
  name: string;
  /** What its tools are for, for the model to read; `null` if that is not said. */
  description: string | null;
  /** Its tools, in the order in which the model sees them. */
  tools: ToolDescription[];

  /** @throws {HarmonyValueError} if a field is missing or of the wrong type. */
  constructor(
    init: Pick<ToolNamespaceConfig, "name" | "tools"> & Partial<Pick<ToolNamespaceConfig, "description">>,
  ) {
    const { name, description = null, tools } = checkObject(init, "init");
    this.name = checkString(name, "name");
    this.description = checkOptionalString(description, "description");
    this.tools = mapItems(tools, "tools", (tool) => checkInstance(tool, ToolDescription, ""));
  }

  /**
   * The browser tool that gpt-oss models are trained on.
   *
   * @throws {HarmonyModuleNotFoundError} if the native addon, which holds its text, cannot be loaded.
   */
  static browser(): ToolNamespaceConfig {
    return builtIn("browser");
  }

  /**
   * The python tool that gpt-oss models are trained on.
   *
   * @throws {HarmonyModuleNotFoundError} if the native addon, which holds its text, cannot be loaded.
   */
  static python(): ToolNamespaceConfig {
    return builtIn("python");
  }
}

/** Namespaces of tools by name. */
export type Tools = Record<string, ToolNamespaceConfig>;

function builtIn(tool: string): ToolNamespaceConfig {
  const native = binding();
  return namespaceFromDict(
    parse(
      callNative(() => native.toolNamespaceConfig(tool)),
      "tool",
    ),
  );
}

/** Reads the canonical form of a namespace. */
function namespaceFromDict(raw: unknown): ToolNamespaceConfig {
  const { name, description = null, tools } = checkObject(raw, "");
  return new ToolNamespaceConfig({
    name: checkString(name, "name"),
    description: checkOptionalString(description, "description"),
    tools: mapItems(
      tools,
      "tools",
      (tool) => new ToolDescription(checkObject(tool, "") as unknown as ToolDescriptionDict),
    ),
  });
}

/** Reads canonical namespaces by name, or `null`. */
export function toolsFromDict(raw: unknown): Tools | null {
  if (raw === null) return null;
  return mapTools(checkObject(raw, "tools", "an object or null"), namespaceFromDict);
}

/** Checks namespaces by name, or `null`. */
export function checkTools(value: unknown): Tools | null {
  if (value === null) return null;
  return mapTools(checkObject(value, "tools", "an object or null"), (namespace) =>
    checkInstance(namespace, ToolNamespaceConfig, ""),
  );
}

/** The namespaces and one more, which replaces one of the same name. */
export function addTools(tools: Tools | null, namespace: unknown): Tools {
  const { name } = checkInstance(namespace, ToolNamespaceConfig, "nsConfig");
  return { ...tools, [name]: namespace as ToolNamespaceConfig };
}

/** The canonical form of namespaces by name. */
export function toolsToDict(tools: Tools): Record<string, ToolNamespaceConfigDict> {
  return mapTools(checkObject(tools, "tools", "an object or null"), (namespace) =>
    namespaceToDict(checkInstance(namespace, ToolNamespaceConfig, "")),
  );
}

function namespaceToDict(namespace: ToolNamespaceConfig): ToolNamespaceConfigDict {
  const description = checkOptionalString(namespace.description, "description");
  return {
    name: checkString(namespace.name, "name"),
    ...(description === null ? null : { description }),
    tools: mapItems(namespace.tools, "tools", (tool) => toolToDict(checkInstance(tool, ToolDescription, ""))),
  };
}

function toolToDict(tool: ToolDescription): ToolDescriptionDict {
  const parameters = checkParameters(tool.parameters);
  return {
    name: checkString(tool.name, "name"),
    description: checkString(tool.description, "description"),
    ...(parameters === null ? null : { parameters }),
  };
}

function checkParameters(value: unknown): ToolParameters | null {
  if (value === null || isObject(value)) return value;
  throw wrongType("parameters", "an object or null", value);
}

/**
 * Checks that the parameters of all tools come out of JSON as they went in.
 *
 * @throws {HarmonyValueError} naming the path of the first value that would not.
 */
export function checkToolsJson(tools: Record<string, ToolNamespaceConfigDict>): void {
  for (const [name, namespace] of Object.entries(tools)) {
    for (const [i, { parameters }] of namespace.tools.entries()) {
      if (parameters !== undefined) checkJson(parameters, `tools.${name}.tools[${i}].parameters`);
    }
  }
}

/** Maps values, keeping keys such as `__proto__` ordinary ones, and naming the key in errors. */
function mapTools<T>(tools: Record<string, unknown>, map: (namespace: unknown) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(tools).map(([name, namespace]) => {
      try {
        return [name, map(namespace)];
      } catch (error) {
        throw within(`tools.${name}`, error);
      }
    }),
  );
}
