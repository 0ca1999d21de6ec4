import { spawn } from "node:child_process"
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from "node:fs"
import path from "node:path"
import { setTimeout as rest } from "node:timers/promises"
import { ControlClient } from "../../control/client/client.ts"
import { EXIT } from "./exit.ts"

const LAUNCHER = path.resolve(import.meta.dirname, "../../../bin/genesis")
const LOOK_EVERY_MS = 25
/** A log that has grown beyond this is put aside at the next start; one is kept. */
const LOG_MOST = 5_000_000
/** What an engine says before it ends is no more than this. */
const SAID_MOST = 65_536

/**
 * Starts an engine that outlives this process and its terminal, and waits until it listens. What it
 * says goes to `log/ACCOUNT.log` in the home folder; where it ends before it listens, that is told here.
 */
export async function startEngine(told: {
  readonly home: string
  readonly account: string
  readonly journal: string
  readonly args: readonly string[]
  readonly secret?: string
}): Promise<"listens" | "failed"> {
  const { home, account, journal, args, secret } = told
  const log = openLog(home, account)
  const from = fstatSync(log).size
  const child = spawn(process.execPath, [LAUNCHER, "run", ...args], {
    detached: true,
    stdio: [secret === undefined ? "ignore" : "pipe", log, log],
  })
  child.stdin?.on("error", () => {}).end(secret)
  const end = (): boolean => child.kill("SIGTERM")
  process.on("SIGINT", end)
  try {
    const client = new ControlClient(journal)
    const ended = { code: undefined as number | undefined }
    child.on("exit", (code) => (ended.code = code ?? EXIT.interrupted))
    child.on("error", () => (ended.code = EXIT.world))
    while (ended.code === undefined) {
      const status = await client.status().catch(() => undefined)
      if (status?.process === child.pid) return "listens"
      await rest(LOOK_EVERY_MS)
    }
    process.stderr.write(saidSince(log, from))
    process.exitCode = ended.code
    return "failed"
  } finally {
    process.off("SIGINT", end)
    child.unref()
    closeSync(log)
  }
}

function openLog(home: string, account: string): number {
  const folder = path.join(home, "log")
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `${account}.log`)
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_MOST) {
    renameSync(file, `${file}.1`)
  }
  return openSync(file, "a+", 0o600)
}

function saidSince(log: number, from: number): Buffer {
  const said = Buffer.alloc(Math.min(SAID_MOST, fstatSync(log).size - from))
  readSync(log, said, { position: from })
  return said
}
