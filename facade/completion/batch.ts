/** The events of a batch, as `src/completion.rs` writes them. */
import type { Role } from "../chat/role.ts";
import { parse } from "../validation/json.ts";
import type { Diagnostic, DiagnosticCode, MessageHeader, StopReason } from "./events.ts";

/**
 * What a native parser returns: nothing, text that the open message goes on with, or the events as JSON and after it the
 * whole text of each message that ended.
 */
export type Batch = string | string[] | undefined;

/** Takes the events of a batch, one call for each. */
export interface EventSink {
  start(header: MessageHeader): void;
  text(delta: string): void;
  end(stop: StopReason | null, text: string): void;
  diagnostic(diagnostic: Diagnostic): void;
}

type Row =
  | ["start", Role, string | null, string | null, string | null, string | null]
  | ["text", string]
  | ["end", StopReason | null]
  | ["diagnostic", DiagnosticCode, string, number, string];

/** Reads a batch. */
export function readBatch(batch: Batch, sink: EventSink): void {
  if (typeof batch === "string") sink.text(batch);
  else if (batch !== undefined) readRows(batch, sink);
}

function readRows([json = "[]", ...texts]: string[], sink: EventSink): void {
  let ended = 0;
  for (const row of parse(json, "events") as Row[]) {
    if (row[0] === "end") sink.end(row[1], texts[ended++] ?? "");
    else readRow(row, sink);
  }
}

function readRow(row: Exclude<Row, ["end", ...unknown[]]>, sink: EventSink): void {
  switch (row[0]) {
    case "start": {
      const [, role, name, channel, recipient, contentType] = row;
      sink.start({ role, name, channel, recipient, contentType });
      break;
    }
    case "text":
      sink.text(row[1]);
      break;
    case "diagnostic": {
      const [, code, message, at, raw] = row;
      sink.diagnostic({ code, message, at, raw });
      break;
    }
  }
}
