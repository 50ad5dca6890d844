/** Several engines as one: the least busy one is asked, and one that fails is left out for a while. */
import { HarmonyValueError } from "../../validation/errors.ts";
import { expectCount, expectOptions, mapItems } from "../../validation/expect.ts";
import type { Backend, BackendPart, BackendRequest } from "./backend.ts";
import { BackendError } from "./backend-error.ts";
import type { EngineOptions, OneEngine } from "./engine.ts";

/** How a pool treats engines that fail. */
export interface PoolOptions {
  /** How long an engine that has failed is left out, in milliseconds. Default: 10,000. */
  leaveOutMs?: number;
}

/**
 * Makes one backend of several. Each request goes to the one with the fewest requests under way. If that fails before it
 * has sent anything, the next one is asked. One that has failed is left out for a while, then tried with one request, and
 * used again when that succeeds. If all have failed, the one is asked whose time ends first.
 *
 * Nothing binds a client to an engine, and the pool keeps nothing of a request.
 *
 * @example
 * ```ts
 * import { backendPool, vllmBackend } from "openai-harmony-node/gateway";
 *
 * const backend = backendPool([
 *   vllmBackend({ url: "http://127.0.0.1:8000" }),
 *   vllmBackend({ url: "http://127.0.0.1:8001" }),
 * ]);
 * ```
 *
 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
 */
export function backendPool(backends: readonly Backend[], options?: PoolOptions | null): Backend {
  const { leaveOutMs = 10_000 } = expectOptions(options, "options") as PoolOptions;
  const members = mapItems(backends, "backends", (backend) => new Member(backend as Backend));
  if (members.length === 0) throw new HarmonyValueError("expected at least one", { path: "backends" });
  return new Pool(members, expectCount(leaveOutMs, "leaveOutMs"));
}

/** Makes the backend of one URL, or the pool of several. */
export function forEachUrl<T extends EngineOptions>(
  options: T,
  make: (options: OneEngine<T>) => Backend,
): Backend {
  const { url } = options;
  if (typeof url === "string" || url instanceof URL) return make({ ...options, url });
  return backendPool(url.map((one) => make({ ...options, url: one })));
}

/** One engine of a pool. */
class Member {
  readonly backend: Backend;
  /** How many requests are under way. */
  active = 0;
  /** Until when it is left out; 0 if it has not failed since it last succeeded. */
  leftOutUntil = 0;

  constructor(backend: Backend) {
    this.backend = backend;
  }

  /** Whether it can be asked: once its time is over, by one request at a time, until one succeeds. */
  isReady(now: number): boolean {
    return this.leftOutUntil === 0 || (now >= this.leftOutUntil && this.active === 0);
  }
}

class Pool implements Backend {
  readonly #members: readonly Member[];
  readonly #leaveOutMs: number;
  /** Which one is preferred of those that are equally busy. */
  #turn = 0;

  constructor(members: readonly Member[], leaveOutMs: number) {
    this.#members = members;
    this.#leaveOutMs = leaveOutMs;
  }

  async *generate(request: BackendRequest, signal: AbortSignal): AsyncGenerator<BackendPart> {
    const untried = new Set(this.#members);
    while (true) {
      const member = this.#choose(untried);
      untried.delete(member);
      let hasBegun = false;
      member.active++;
      try {
        for await (const part of member.backend.generate(request, signal)) {
          hasBegun = true;
          member.leftOutUntil = 0;
          yield part;
        }
        return;
      } catch (error) {
        if (isFailure(error, signal)) member.leftOutUntil = Date.now() + this.#leaveOutMs;
        if (hasBegun || signal.aborted || !isRetryable(error) || untried.size === 0) throw error;
      } finally {
        member.active--;
      }
    }
  }

  async health(signal: AbortSignal): Promise<boolean> {
    const healthy = this.#members.map(async ({ backend }) => {
      if (!(await backend.health(signal))) throw new Error("unhealthy");
    });
    return Promise.any(healthy).then(
      () => true,
      () => false,
    );
  }

  /** Chooses the least busy one of those that can be asked. */
  #choose(candidates: ReadonlySet<Member>): Member {
    const now = Date.now();
    const turn = this.#turn++;
    const inTurn = this.#members.map((_, i) => this.#members[(turn + i) % this.#members.length] as Member);
    const left = inTurn.filter((member) => candidates.has(member));
    const ready = left.filter((member) => member.isReady(now));
    return ready.length > 0
      ? ready.reduce((best, member) => (member.active < best.active ? member : best))
      : left.reduce((best, member) => (member.leftOutUntil < best.leftOutUntil ? member : best));
  }
}

/** Whether the engine is at fault, rather than the request, the client, or the number of requests. */
function isFailure(error: unknown, signal: AbortSignal): boolean {
  // The client has gone away, or the engine has taken too long, which the reason says.
  const cause = signal.aborted ? signal.reason : error;
  return cause instanceof BackendError ? cause.status >= 500 : !signal.aborted;
}

function isRetryable(error: unknown): boolean {
  return !(error instanceof BackendError) || error.retryable;
}
