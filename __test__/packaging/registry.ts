/** A registry of this process alone, on the loopback interface, in a folder: it knows no other one, and asks nobody. */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { runServer } from "verdaccio";

/** A registry that runs. */
export interface Registry {
  url: string;
  /** Ends it, with the connections that clients have left open. */
  stop(): Promise<void>;
}

/** Starts a registry that keeps its packages in a folder. Everybody may publish. */
export async function startRegistry(folder: string): Promise<Registry> {
  const config = {
    self_path: join(folder, "config.yaml"),
    storage: join(folder, "storage"),
    uplinks: {},
    packages: { "**": { access: "$all", publish: "$all" } },
    web: { enable: false },
    max_body_size: "100mb",
    log: { type: "stdout", level: "fatal" },
  };
  const server: Server = await runServer(config as unknown as Parameters<typeof runServer>[0]);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const stop = async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
}
