/**
 * The entries of the package, the only list of them: each name and its source. The name `index` is the package itself;
 * any other is `openai-harmony-node/<name>`. Build, declarations and the export map in package.json are made from it.
 */
export const ENTRIES = {
  index: "index.ts",
  chat: "facade/chat/index.ts",
  "chat-completions": "facade/openai/chat-completions/index.ts",
  gateway: "facade/gateway/index.ts",
  responses: "facade/openai/responses/index.ts",
  tools: "facade/tools/index.ts",
  "structural-tag": "facade/structural-tag/index.ts",
};
