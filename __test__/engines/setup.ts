/** Makes what the tests of this folder need before the first of them starts, so that none of them waits for it. */
import { prepareLlama } from "./llama.ts";

export default async function setup() {
  await prepareLlama("random");
  await prepareLlama("bigram");
}
