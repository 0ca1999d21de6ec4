import { createConnection } from "node:net"
import { Problem } from "../value/problem.ts"
import type { Status } from "../session/status.ts"
import {
  type ControlAnswer,
  type ControlCommand,
  type ControlRequest,
  controlSocket,
  LINE_MOST,
} from "./protocol.ts"

const PATIENCE_MS = 10_000
/** Nobody listens: the process is not running, or it died and left its socket behind. */
const NOBODY: ReadonlySet<string> = new Set(["ENOENT", "ECONNREFUSED"])

/** @returns the status of the running session; undefined when none is running */
export async function askStatus(journal: string): Promise<Status | undefined> {
  const answer = await ask(journal, { ask: "status" })
  if (answer === undefined) return undefined
  if ("status" in answer) return answer.status
  throw otherVersion("refused" in answer ? answer.refused : "It did not tell its status.")
}

/** @returns what the command caused at once, in words; undefined when no session is running */
export async function sendCommand(
  journal: string,
  command: ControlCommand,
): Promise<readonly string[] | undefined> {
  const answer = await ask(journal, { command })
  if (answer === undefined) return undefined
  if ("events" in answer) return answer.events
  throw otherVersion("refused" in answer ? answer.refused : "It did not follow the command.")
}

async function ask(journal: string, request: ControlRequest): Promise<ControlAnswer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>()
  const socket = createConnection(controlSocket(journal))
  let text = ""
  socket.setEncoding("utf8")
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(silent()))
  socket.on("connect", () => socket.write(`${JSON.stringify(request)}\n`))
  socket.on("data", (part: string) => {
    text += part
    if (text.length > LINE_MOST * 16) socket.destroy(silent())
  })
  socket.on("error", (error: NodeJS.ErrnoException) => {
    if (NOBODY.has(error.code ?? "")) resolve(undefined)
    else reject(error)
  })
  socket.on("close", () => resolve(text))
  const line = await promise
  if (line === undefined) return undefined
  try {
    return JSON.parse(line) as ControlAnswer
  } catch {
    // It ended in the middle of the answer, or before it.
    throw silent()
  }
}

function silent(): Problem {
  return new Problem({
    code: "SESSION_SILENT",
    what: "The running session did not answer.",
    why: "It listens, but gave no whole answer within ten seconds: it is ending, or hard at work.",
    next: 'Try again in a moment; "genesis status" tells whether it still runs.',
  })
}

function otherVersion(why: string): Problem {
  return new Problem({
    code: "SESSION_OTHER",
    what: "The running session did not do what was asked.",
    why,
    next: "It may be of another version: end it and start it again with this genesis.",
  })
}
