/** Tools, as system and developer messages describe them to the model. */
import { prependPath } from "../validation/errors.ts";
import {
  expectInstance,
  expectObject,
  expectString,
  expectStringOrNull,
  isObject,
  mapItems,
  wrongType,
} from "../validation/expect.ts";
import { browser, python } from "./built-in-tools.ts";
import type { Form } from "./form.ts";

/** A JSON Schema object, such as `{ type: "object", properties: { … } }`. */
export type ToolParameters = Record<string, unknown>;

/** The canonical form of a {@link ToolDescription}. */
export interface ToolDescriptionDict {
  /** The tool's name within its namespace. */
  name: string;
  /** What the tool does, written for the model. */
  description: string;
  /** A JSON Schema of the tool's only argument; absent if the tool takes none. */
  parameters?: ToolParameters;
}

/** The canonical form of a {@link ToolNamespaceConfig}. */
export interface ToolNamespaceConfigDict {
  /** The namespace's name, such as `functions`. */
  name: string;
  /** What the tools are for, written for the model. */
  description?: string;
  /** The tools, in the order in which the model sees them. */
  tools: ToolDescriptionDict[];
}

/**
 * One tool (Python: `ToolDescription`).
 *
 * @example
 * ```ts
 * new ToolDescription({
 *   name: "get_weather",
 *   description: "Gets the current weather.",
 *   parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
 * });
 * ```
 */
export class ToolDescription {
  /** The tool's name within its namespace. */
  name: string;
  /** What the tool does, written for the model. */
  description: string;
  /** A JSON Schema of the tool's only argument; `null` if the tool takes none. */
  parameters: ToolParameters | null;

  /** @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type. */
  constructor(
    init: Pick<ToolDescription, "name" | "description"> & Partial<Pick<ToolDescription, "parameters">>,
  ) {
    const { name, description, parameters = null } = expectObject(init, "init");
    this.name = expectString(name, "name");
    this.description = expectString(description, "description");
    this.parameters = expectParametersOrNull(parameters);
  }

  /**
   * Creates a tool description from positional arguments.
   *
   * @throws {@linkcode HarmonyValueError} if an argument is of the wrong type.
   */
  static new(name: string, description: string, parameters?: ToolParameters | null): ToolDescription {
    return new ToolDescription({ name, description, parameters: parameters ?? null });
  }
}

/**
 * A namespace of tools (Python: `ToolNamespaceConfig`).
 *
 * @example
 * ```ts
 * const files = new ToolNamespaceConfig({
 *   name: "files",
 *   description: "Reads the user's files.",
 *   tools: [ToolDescription.new("list", "Lists all files.")],
 * });
 * DeveloperContent.new().withTools(files);
 * ```
 */
export class ToolNamespaceConfig {
  /** The namespace's name, such as `functions`. */
  name: string;
  /** What the tools are for, written for the model; `null` to leave it out. */
  description: string | null;
  /** The tools, in the order in which the model sees them. */
  tools: ToolDescription[];

  /** @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type. */
  constructor(
    init: Pick<ToolNamespaceConfig, "name" | "tools"> & Partial<Pick<ToolNamespaceConfig, "description">>,
  ) {
    const { name, description = null, tools } = expectObject(init, "init");
    this.name = expectString(name, "name");
    this.description = expectStringOrNull(description, "description");
    this.tools = mapItems(tools, "tools", (tool) => expectInstance(tool, ToolDescription, ""));
  }

  /**
   * Creates the browser tool that the gpt-oss models were trained with.
   *
   * @example
   * ```ts
   * const browser = ToolNamespaceConfig.browser();
   * browser.tools.map(({ name }) => name); // => ["search", "open", "find"]
   * ```
   */
  static browser(): ToolNamespaceConfig {
    return namespaceFromDict(browser());
  }

  /** Creates the python tool that the gpt-oss models were trained with. */
  static python(): ToolNamespaceConfig {
    return namespaceFromDict(python());
  }
}

/** Namespaces of tools by name. */
export type Tools = Record<string, ToolNamespaceConfig>;

function namespaceFromDict(raw: unknown): ToolNamespaceConfig {
  const { name, description = null, tools } = expectObject(raw, "");
  return new ToolNamespaceConfig({
    name: expectString(name, "name"),
    description: expectStringOrNull(description, "description"),
    tools: mapItems(
      tools,
      "tools",
      (tool) => new ToolDescription(expectObject(tool, "") as unknown as ToolDescriptionDict),
    ),
  });
}

/** Reads canonical namespaces by name. */
export function toolsFromDict(raw: unknown): Tools | null {
  if (raw === null) return null;
  return mapNamespaces(expectObject(raw, "tools", "an object or null"), namespaceFromDict);
}

export function expectToolsOrNull(value: unknown): Tools | null {
  if (value === null) return null;
  return mapNamespaces(expectObject(value, "tools", "an object or null"), (namespace) =>
    expectInstance(namespace, ToolNamespaceConfig, ""),
  );
}

/** Returns the namespaces with one more, which replaces one of the same name. */
export function addNamespace(tools: Tools | null, namespace: unknown): Tools {
  const { name } = expectInstance(namespace, ToolNamespaceConfig, "nsConfig");
  return { ...tools, [name]: namespace as ToolNamespaceConfig };
}

export function toolsToDict(tools: Tools, form: Form): Record<string, ToolNamespaceConfigDict> {
  return mapNamespaces(expectObject(tools, "tools", "an object or null"), (namespace) =>
    namespaceToDict(expectInstance(namespace, ToolNamespaceConfig, ""), form),
  );
}

function namespaceToDict(namespace: ToolNamespaceConfig, form: Form): ToolNamespaceConfigDict {
  const description = expectStringOrNull(namespace.description, "description");
  return {
    name: expectString(namespace.name, "name"),
    ...(description === null ? null : { description }),
    tools: mapItems(namespace.tools, "tools", (tool) =>
      toolToDict(expectInstance(tool, ToolDescription, ""), form),
    ),
  };
}

function toolToDict(tool: ToolDescription, form: Form): ToolDescriptionDict {
  const parameters = expectParametersOrNull(tool.parameters);
  const dict: ToolDescriptionDict = {
    name: expectString(tool.name, "name"),
    description: expectString(tool.description, "description"),
  };
  if (parameters !== null) dict.parameters = form.parameters(parameters);
  return dict;
}

function expectParametersOrNull(value: unknown): ToolParameters | null {
  if (value === null || isObject(value)) return value;
  throw wrongType("parameters", "an object or null", value);
}

/** Tells whether tools still have a form that they have had before, without making anything. */
export function toolsHaveStill(
  tools: unknown,
  known: Record<string, ToolNamespaceConfigDict>,
  form: Form,
): boolean {
  if (!isObject(tools)) return false;
  const names = Object.keys(tools);
  const knownNames = Object.keys(known);
  if (names.length !== knownNames.length) return false;
  return names.every(
    (name, i) =>
      name === knownNames[i] && namespaceHasStill(tools[name], known[name] as ToolNamespaceConfigDict, form),
  );
}

function namespaceHasStill(namespace: unknown, known: ToolNamespaceConfigDict, form: Form): boolean {
  if (!(namespace instanceof ToolNamespaceConfig)) return false;
  const { name, description, tools } = namespace;
  if (name !== known.name || description !== (known.description ?? null)) return false;
  if (!Array.isArray(tools) || tools.length !== known.tools.length) return false;
  for (let i = 0; i < tools.length; i++) {
    if (!toolHasStill(tools[i], known.tools[i] as ToolDescriptionDict, form)) return false;
  }
  return true;
}

function toolHasStill(tool: unknown, known: ToolDescriptionDict, form: Form): boolean {
  if (!(tool instanceof ToolDescription)) return false;
  const { name, description, parameters } = tool;
  if (name !== known.name || description !== known.description) return false;
  if (parameters === null) return known.parameters === undefined;
  return isObject(parameters) && form.parameters(parameters) === known.parameters;
}

/** Maps the namespaces, keeping keys such as `__proto__` ordinary ones, and naming the key in errors. */
function mapNamespaces<T>(tools: Record<string, unknown>, map: (namespace: unknown) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(tools).map(([name, namespace]) => {
      try {
        return [name, map(namespace)];
      } catch (error) {
        throw prependPath(`tools.${name}`, error);
      }
    }),
  );
}
