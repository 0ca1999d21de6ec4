import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import path from "node:path"
import { createInterface } from "node:readline"

const LAUNCHER = path.join(import.meta.dirname, "../../bin/genesis")

/** What opens the one account of an exchange for which nothing was said. */
export const EXCHANGE_KEYS = {
  GENESIS_BINANCE_TESTNET_KEY: "genesis-exchange-key",
  GENESIS_BINANCE_TESTNET_SECRET: "genesis-exchange-secret",
}

/** A simulated exchange in a process of its own. */
export class ExchangeProcess {
  readonly #child: ChildProcess
  /** Where it answers: `http://127.0.0.1:40123`. */
  readonly rest: string

  private constructor(child: ChildProcess, rest: string) {
    this.#child = child
    this.rest = rest
  }

  /** Starts one and waits until it is open; on a free port where none is named. */
  static async open(home: string, ...args: readonly string[]): Promise<ExchangeProcess> {
    const port = args.includes("--port") ? [] : ["--port", "0"]
    const child = spawn(process.execPath, [LAUNCHER, "exchange", ...port, ...args], {
      env: { PATH: process.env["PATH"], GENESIS_HOME: home },
      stdio: ["ignore", "pipe", "pipe"],
    })
    let trouble = ""
    child.stderr.setEncoding("utf8").on("data", (text: string) => (trouble += text))
    for await (const line of createInterface({ input: child.stdout })) {
      const rest = /REST\s+(http:\S+)/.exec(line)?.[1]
      if (rest === undefined) continue
      // Nobody reads on: what it still says must not fill its pipe.
      child.stdout.resume()
      return new ExchangeProcess(child, rest)
    }
    throw new Error(`The exchange did not open: ${trouble}`)
  }

  get port(): string {
    return new URL(this.rest).port
  }

  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const { exitCode, signalCode } = this.#child
    if (exitCode !== null || signalCode !== null) return
    this.#child.kill(signal)
    await once(this.#child, "exit")
  }
}
