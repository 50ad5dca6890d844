/** How long the model thinks: what requests call it, and what the model was trained with. */
import { ReasoningEffort } from "../../chat/content/system.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import { quote } from "../../validation/expect.ts";
import type { CheckedRequestOptions, Effort } from "./input-options.ts";

/** The model knows three efforts. The others go to the nearest of them. */
const NEAREST: Readonly<Record<string, Effort>> = {
  none: "low",
  minimal: "low",
  low: "low",
  medium: "medium",
  high: "high",
  xhigh: "high",
  max: "high",
};

const EFFORTS: Readonly<Record<Effort, ReasoningEffort>> = {
  low: ReasoningEffort.LOW,
  medium: ReasoningEffort.MEDIUM,
  high: ReasoningEffort.HIGH,
  Low: ReasoningEffort.LOW,
  Medium: ReasoningEffort.MEDIUM,
  High: ReasoningEffort.HIGH,
};

/** Reads the effort of a request; without one, the model thinks with medium effort. */
export function readEffort(value: unknown, options: CheckedRequestOptions, path: string): ReasoningEffort {
  if (value === undefined || value === null) return ReasoningEffort.MEDIUM;
  const effort = lookUp(options.reasoningEffortMap, value) ?? lookUp(NEAREST, value);
  const known = lookUp(EFFORTS, effort);
  if (known === undefined || lookUp(options.reasoningEffortMap, value) === null) {
    throw new HarmonyValueError(`reasoning effort ${quote(value)} is not supported`, { path });
  }
  return known;
}

function lookUp<T>(map: Readonly<Record<string, T>>, key: unknown): T | undefined {
  return typeof key === "string" && Object.hasOwn(map, key) ? map[key] : undefined;
}
