import type { z } from "zod"
import type { Command } from "../../engine/records.ts"
import type { Preview } from "../../report/boards/preview.ts"
import type { Status } from "../../session/status.ts"
import type { WatchedEvent } from "../../session/watch.ts"
import type { Act } from "../../tilt/act.ts"
import type { ClosedAll } from "../close-all.ts"
import type { Reviewed, StoryTold, TiltTold } from "../controlled.ts"
import type { closing, halting, maintaining, override, reconciling } from "../schema/acting.ts"
import { controlSocket } from "../socket.ts"
import { Exchange, type Question } from "./exchange.ts"

/** What an order to the engine caused at once. */
export interface Caused {
  readonly events: readonly WatchedEvent[]
}

/**
 * The control API of the engine that runs an account, as the command line and the screen use it.
 * Everything answers with undefined when no process runs the account, and throws the Problem with which
 * the engine refused.
 */
export class ControlClient {
  readonly socketPath: string
  readonly #exchange: Exchange

  /** @param journal of the account */
  constructor(journal: string) {
    this.socketPath = controlSocket(journal)
    this.#exchange = new Exchange(this.socketPath)
  }

  status(): Promise<Status | undefined> {
    return this.#get("/account/status")
  }

  halt(wish: z.infer<typeof halting>): Promise<Caused | undefined> {
    return this.#post("/emergency/halt", wish)
  }

  closeAll(wish: z.infer<typeof closing>): Promise<ClosedAll | undefined> {
    return this.#post("/emergency/close-all", wish)
  }

  override(wish: z.infer<typeof override>): Promise<Caused | undefined> {
    return this.#post("/emergency/override", wish)
  }

  resume(reason: string): Promise<Caused | undefined> {
    return this.#post("/operations/resume", { reason })
  }

  /** The strategy enters nothing from now on, or may enter again. */
  strategy(act: "start" | "stop", reason: string): Promise<Caused | undefined> {
    return this.#post(`/operations/strategy/${act}`, { reason })
  }

  reconcile(wish: z.infer<typeof reconciling>): Promise<Caused | undefined> {
    return this.#post("/operations/reconcile", wish)
  }

  maintenance(wish: z.infer<typeof maintaining>): Promise<Caused | undefined> {
    return this.#post("/operations/maintenance", wish)
  }

  stop(): Promise<{ readonly process: number } | undefined> {
    return this.#post("/engine/stop", {})
  }

  story(of: string): Promise<StoryTold | undefined> {
    return this.#get(`/orders/story?of=${encodeURIComponent(of)}`)
  }

  tilt(): Promise<TiltTold | undefined> {
    return this.#get("/tilt/status")
  }

  review(): Promise<readonly Reviewed[] | undefined> {
    return this.#get("/tilt/review")
  }

  /** The figures of a board; its schema in `control/boards.ts` tells their shape. */
  board(name: string): Promise<unknown> {
    return this.#get(`/boards/${encodeURIComponent(name)}`)
  }

  /** What would come of a purchase if it were sent now; null while there is no price. */
  preview(
    command: Extract<Command, { kind: "buy" }>,
  ): Promise<{ readonly preview: Preview | null } | undefined> {
    return this.#post("/preview", { command })
  }

  /** What was typed in the command line of a screen that has it. */
  command(holder: string, command: Command): Promise<Caused | undefined> {
    return this.#post("/commands", { holder, command })
  }

  act(holder: string, act: Act): Promise<TiltTold | undefined> {
    return this.#post("/acts", { holder, act })
  }

  claim(
    holder: string,
    told: { readonly isTaking: boolean; readonly jitterMs?: number },
  ): Promise<{ readonly isHeld: boolean } | undefined> {
    return this.#post("/command-line", { holder, ...told })
  }

  release(holder: string): Promise<unknown> {
    return this.#ask({ method: "DELETE", path: `/command-line?holder=${holder}` })
  }

  #get<T>(path: string): Promise<T | undefined> {
    return this.#ask({ method: "GET", path })
  }

  #post<T>(path: string, body: unknown): Promise<T | undefined> {
    return this.#ask({ method: "POST", path, body })
  }

  async #ask<T>(question: Question): Promise<T | undefined> {
    return (await this.#exchange.ask(question)) as T | undefined
  }
}
