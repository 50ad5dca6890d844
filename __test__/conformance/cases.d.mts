import type * as Harmony from "openai-harmony-node";

/** A case, as README.md describes it. The inputs differ by operation. */
export interface Case {
  id: string;
  op: string;
  [input: string]: unknown;
}

export const ENGINES: readonly ("fast" | "reference")[];

export function readCases(): Record<string, Case[]>;

export function runCase(c: Case, encoding: Harmony.HarmonyEncoding, harmony: typeof Harmony): void;
