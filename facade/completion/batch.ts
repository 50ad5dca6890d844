/** The events of a batch, as `src/completion.rs` writes them. */
import type { Role } from "../chat/role.ts";
import { parse } from "../validation/json.ts";
import type { Diagnostic, DiagnosticCode, MessageHeader, StopReason } from "./events.ts";

/** What a native parser returns: nothing, text that the open message goes on with, or events as JSON in an array. */
export type Batch = string | string[] | null;

/** Takes the events of a batch, one call for each. */
export interface EventSink {
  start(header: MessageHeader): void;
  text(delta: string): void;
  end(stop: StopReason | null): void;
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
  else if (batch !== null) for (const row of parse(batch[0] ?? "[]", "events") as Row[]) readRow(row, sink);
}

function readRow(row: Row, sink: EventSink): void {
  switch (row[0]) {
    case "start": {
      const [, role, name, channel, recipient, contentType] = row;
      sink.start({ role, name, channel, recipient, contentType });
      break;
    }
    case "text":
      sink.text(row[1]);
      break;
    case "end":
      sink.end(row[1]);
      break;
    case "diagnostic": {
      const [, code, message, at, raw] = row;
      sink.diagnostic({ code, message, at, raw });
      break;
    }
  }
}
