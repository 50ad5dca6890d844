/** Function tools: eight as an agent has them, which together use every part of a schema that Harmony renders, and many. */

const string = (description, more) => ({ type: "string", description, ...more });
const object = (properties, required = []) => ({ type: "object", properties, required });
const list = (items, description) => ({ type: "array", items, description });

const location = {
  ...object(
    {
      city: string("The city, with the country where the name alone is ambiguous", {
        examples: ["Paris", "Springfield, Illinois"],
      }),
      latitude: { type: "number", description: "Degrees north of the equator" },
      longitude: { type: "number", description: "Degrees east of Greenwich" },
    },
    ["city"],
  ),
  description: "A place on Earth",
};

export const eightTools = [
  {
    name: "get_current_weather",
    description: "Gets the current weather at a place.",
    parameters: object(
      { location, units: string("", { enum: ["celsius", "fahrenheit", "kelvin"], default: "celsius" }) },
      ["location"],
    ),
  },
  {
    name: "get_forecast",
    description: "Gets the weather of the next days at several places.\nDays are counted from today.",
    parameters: object(
      {
        locations: list(location, "The places, at most ten"),
        days: { type: "integer", description: "The number of days", default: 5 },
        hourly: { type: "boolean", description: "Whether each day is split into hours", default: false },
      },
      ["locations"],
    ),
  },
  {
    name: "search_flights",
    description: "Searches for flights that can be booked now.",
    parameters: object(
      {
        from: string("The IATA code of the airport of departure", { examples: ["CDG"] }),
        to: string("The IATA code of the airport of arrival", { examples: ["HND"] }),
        departure: string("The earliest departure, in ISO 8601"),
        passengers: object({
          adults: { type: "integer", default: 1 },
          children: { type: "integer", default: 0 },
        }),
        cabin: { type: ["string", "null"], enum: ["economy", "premium", "business", "first"] },
        sort: string("The order of the results", { enum: ["price", "duration", "departure"] }),
      },
      ["from", "to", "departure"],
    ),
  },
  {
    name: "query_database",
    description: "Runs a read-only SQL query, and returns at most 500 rows.",
    parameters: object(
      {
        sql: string("One SELECT statement. Parameters are written as $1, $2, …"),
        parameters: list(
          {
            oneOf: [
              { type: "string" },
              { type: "number" },
              { type: "boolean" },
              { type: "null", description: "SQL's NULL" },
            ],
          },
          "The values of the parameters",
        ),
        timeout_ms: { type: "integer", default: 10000 },
      },
      ["sql"],
    ),
  },
  {
    name: "send_email",
    description: "Sends an email from the address of the user, who is asked to confirm it first.",
    parameters: object(
      {
        to: list({ type: "string" }, "The addresses of the recipients"),
        subject: string("The subject, in one line"),
        body: string("The text, in Markdown"),
        attachments: list(
          object(
            {
              name: string("The name of the file"),
              media_type: string("The media type", { default: "application/octet-stream" }),
              content: string("The content, in Base64"),
            },
            ["name", "content"],
          ),
        ),
        priority: string("", { enum: ["low", "normal", "high"], default: "normal" }),
      },
      ["to", "subject", "body"],
    ),
  },
  {
    name: "create_event",
    description: "Adds an event to the calendar of the user.",
    parameters: object(
      {
        title: string("The title of the event"),
        start: string("When it starts, in ISO 8601 with a time zone"),
        end: { ...string("When it ends; all day if it is null"), nullable: true },
        place: { oneOf: [location, string("The address of a video call")] },
        repeat: object(
          {
            every: string("The unit of the interval", { enum: ["day", "week", "month", "year"] }),
            interval: { type: "integer", default: 1 },
            until: { type: ["string", "null"], description: "The last day; forever if it is null" },
          },
          ["every"],
        ),
      },
      ["title", "start"],
    ),
  },
  {
    name: "read_file",
    description: "Reads a part of a file in the workspace of the user.",
    parameters: object(
      {
        path: string("The path, relative to the workspace"),
        first_line: { type: "integer", description: "The first line, counted from 1", default: 1 },
        lines: { type: "integer", description: "The number of lines", default: 200 },
      },
      ["path"],
    ),
  },
  { name: "list_reminders", description: "Lists all reminders of the user that are not done yet." },
];

const kinds = ["string", "integer", "boolean"];

/** Forty tools of twenty parameters, as servers of tools have them: 90 KB of JSON. */
export const fortyTools = Array.from({ length: 40 }, (_, i) => ({
  name: `tool_${i}`,
  description: `Does the thing number ${i}, and tells how it went.`,
  parameters: object(
    Object.fromEntries(
      Array.from({ length: 20 }, (_, j) => [
        `parameter_${i}_${j}`,
        {
          type: kinds[j % kinds.length],
          description: `What the parameter ${j} of tool ${i} is for, in a few words`,
          ...(j % 5 === 0 ? { default: j } : {}),
        },
      ]),
    ),
    [`parameter_${i}_0`],
  ),
}));
