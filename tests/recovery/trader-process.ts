import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync } from "node:fs"
import path from "node:path"
import { EXCHANGE_KEYS } from "../support/exchange-process.ts"
import { ENVIRONMENT } from "../support/environment.ts"

const LAUNCHER = path.join(import.meta.dirname, "../../bin/genesis")

/** A market with a wide spread, traded as often as the strategy can. */
const BUSY = [
  ["symbol", "CTSIUSDT"],
  ["spread", "5"],
  ["cost", "0"],
  ["cooldown", "1"],
  ["hold", "1"],
  // Small, so that the day's loss limit does not end the trading before the kills do.
  ["stake", "0.2"],
  ["proof", "1000"],
  ["latency", "10000"],
].flatMap(([name, value]) => ["--param", `${name}=${value}`])

/** `genesis live` in a process of its own; what it says goes to a file. */
export class TraderProcess {
  readonly #child: ChildProcess

  constructor(told: { readonly home: string; readonly rest: string }) {
    const { home, rest } = told
    const log = openSync(path.join(home, "trader.log"), "a")
    const markets = ["--symbols", "CTSIUSDT", "--strategy", "spread-capture", ...BUSY]
    const args = [LAUNCHER, "live", "--base-url", rest, "--log", ...markets]
    this.#child = spawn(process.execPath, args, {
      env: { ...ENVIRONMENT, GENESIS_HOME: home, ...EXCHANGE_KEYS },
      stdio: ["ignore", log, log],
    })
    closeSync(log)
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** @returns the exit code; undefined when the signal ended it */
  async end(signal: NodeJS.Signals): Promise<number | undefined> {
    if (this.isAlive) {
      this.#child.kill(signal)
      await once(this.#child, "exit")
    }
    return this.#child.exitCode ?? undefined
  }
}
