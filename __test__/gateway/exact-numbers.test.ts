/** Integers that JavaScript would round, in the schemas of requests. */
import fc from "fast-check";
import { createHandler } from "openai-harmony-node/gateway";
import { describe, expect, test } from "vitest";
import { parseExactly } from "../../facade/validation/exact-number.ts";
import { stringify } from "../../facade/validation/json.ts";
import { HELLO, json, post } from "./http.ts";
import { ScriptedBackend } from "./scripted-backend.ts";

const BIG = "12345678901234567890";

describe("parsing and writing", () => {
  test.each([
    BIG,
    `-${BIG}`,
    String(2n ** 70n),
    `{"a":[1,${BIG},"${BIG}","\\"${BIG}",{"${BIG}":9007199254740993}],"b\\\\":${BIG}}`,
    `{"__proto__":${BIG},"toJSON":1}`,
  ])("%s comes back", (text) => {
    expect(stringify(parseExactly(text).exact)).toBe(text);
    expect(parseExactly(text).value).toEqual(JSON.parse(text));
  });

  test.each([
    "1",
    "9007199254740992",
    "1234567890123456",
    "1.2345678901234567890",
    "1e20",
    `"${BIG}"`,
    '{"a":"\\\\"}',
  ])("%s needs nothing", (text) => {
    const { value, exact } = parseExactly(text);
    expect(exact).toBe(value);
    expect(value).toEqual(JSON.parse(text));
  });

  test("any JSON with large integers comes back", () => {
    const string = fc
      .string({ unit: fc.constantFrom('"', "\\", "1234567890123456789", "a", "\n", "[") })
      .map((text) => JSON.stringify(text));
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        string,
        fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map(String),
        fc.constantFrom("true", "null", "1.5", "1e+30"),
        fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items}]`),
        fc
          .uniqueArray(fc.tuple(string, tie("value")), { maxLength: 4, selector: ([key]) => key })
          .map((entries) => `{${entries.map(([key, each]) => `"k${key.slice(1)}:${each}`)}}`),
      ),
    }));
    fc.assert(
      fc.property(value, (text) => {
        const { value, exact } = parseExactly(text);
        expect(stringify(exact)).toBe(text);
        expect(value).toEqual(JSON.parse(text));
      }),
      { numRuns: 1_000 },
    );
  });

  test("no text from outside is taken for a number", () => {
    const first = stringify(parseExactly(BIG).exact);
    expect(first).toBe(BIG);
    const strings = [BIG, ` ${BIG}`, `00000000-0000-4000-8000-000000000000${BIG}`];
    expect(stringify(strings)).toBe(JSON.stringify(strings));
  });

  test.each(["{", '{"a":1', `[${BIG}`, `{"a":"${BIG}`])("%s is refused", (text) => {
    expect(() => parseExactly(text)).toThrow(SyntaxError);
  });
});

describe("in requests", () => {
  const parameters = `{"type":"object","properties":{"id":{"type":"integer","default":${BIG},"maximum":9223372036854775807}}}`;
  const requests = {
    "/v1/chat/completions": `{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":${parameters}}}]`,
    "/v1/responses": `{"input":"x","tools":[{"type":"function","name":"f","parameters":${parameters},"strict":false}]`,
  };

  test.each(Object.entries(requests))("of %s, the model sees them as they are", async (path, text) => {
    const backend = new ScriptedBackend(HELLO);
    const handler = createHandler({ backend });
    expect((await post(handler, path, `${text}}`)).status).toBe(200);
    expect(backend.request.text).toContain(`default: ${BIG}`);
    // Grammars are made of JavaScript's numbers.
    await post(handler, path, `${text},"tool_choice":"required"}`);
    expect(backend.request.text).toContain(`default: ${BIG}`);
    expect(backend.request.constraint?.functions[0]?.parameters).toEqual(JSON.parse(parameters));
  });

  test.each(Object.entries(requests))("of %s, also where schemas are normalized", async (path, text) => {
    const backend = new ScriptedBackend(HELLO);
    await post(createHandler({ backend, schemas: "faithful" }), path, `${text}}`);
    expect(backend.request.text).toContain(`default: ${BIG}`);
  });

  test("of formats, too", async () => {
    const backend = new ScriptedBackend(HELLO);
    const schema = `{"type":"object","properties":{"a":{"const":${BIG}}}}`;
    const body = `{"input":"x","text":{"format":{"type":"json_schema","name":"n","schema":${schema}}}}`;
    expect(await json(post(createHandler({ backend }), "/v1/responses", body))).toMatchObject({
      status: "completed",
    });
    expect(backend.request.text).toContain(schema);
  });
});
