import { Problem } from "../../value/problem.ts"
import { fromWire } from "../wire.ts"

// Imported by name, it would read every name it has, and so load a second client of a megabyte.
const { Agent, request } = process.getBuiltinModule("node:http")

const PATIENCE_MS = 10_000
/** More no answer has; a story of many orders comes nowhere near. */
const ANSWER_MOST = 16_000_000
/** Nobody listens: the process is not running, or it died and left its socket behind. */
const NOBODY: ReadonlySet<string> = new Set(["ENOENT", "ECONNREFUSED"])

/** One question to an engine over its socket. */
export interface Question {
  readonly method: "GET" | "POST" | "DELETE"
  readonly path: string
  readonly body?: unknown
}

/** Questions to one engine, one after the other: what was asked first is heard first. */
export class Exchange {
  readonly #socketPath: string
  readonly #agent = new Agent({ maxSockets: 1 })

  constructor(socketPath: string) {
    this.#socketPath = socketPath
  }

  /**
   * @returns the answer; undefined when nobody listens
   * @throws Problem with which the engine refused, or `SESSION_SILENT`
   */
  async ask({ method, path, body }: Question): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer | undefined>()
    const text = body === undefined ? undefined : JSON.stringify(body)
    const asked = request({
      socketPath: this.#socketPath,
      agent: this.#agent,
      method,
      path,
      timeout: PATIENCE_MS,
      headers: text === undefined ? {} : { "content-type": "application/json" },
    })
    asked.on("timeout", () => asked.destroy(silent()))
    asked.on("error", (error: NodeJS.ErrnoException) => {
      if (NOBODY.has(error.code ?? "")) resolve(undefined)
      else reject(error instanceof Problem ? error : silent(error))
    })
    asked.on("response", (response) => {
      let got = ""
      response.setEncoding("utf8")
      response.on("data", (part: string) => {
        got += part
        if (got.length > ANSWER_MOST) asked.destroy(silent())
      })
      response.on("error", (error) => reject(silent(error)))
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: got }))
    })
    asked.end(text)
    const answer = await promise
    return answer && read(answer)
  }
}

interface Answer {
  readonly status: number
  readonly text: string
}

function read({ status, text }: Answer): unknown {
  let value: unknown
  try {
    value = fromWire(text)
  } catch {
    throw silent()
  }
  if (status < 300) return value
  if (!isProblem(value)) throw otherVersion(`It answered ${status}.`)
  throw new Problem(value)
}

type ToldProblem = ConstructorParameters<typeof Problem>[0]

const isProblem = (value: unknown): value is ToldProblem =>
  typeof value === "object" &&
  value !== null &&
  ["code", "what", "why", "next"].every(
    (name) => typeof (value as Record<string, unknown>)[name] === "string",
  )

function silent(cause?: unknown): Problem {
  return new Problem({
    code: "SESSION_SILENT",
    what: "The running engine did not answer.",
    why: "It listens, but gave no whole answer within ten seconds: it is ending, or hard at work.",
    next: 'Try again in a moment; "genesis status" tells whether it still runs.',
    cause,
  })
}

function otherVersion(why: string): Problem {
  return new Problem({
    code: "SESSION_OTHER",
    what: "The running engine did not do what was asked.",
    why,
    next: "It may be of another version: end it and start it again with this genesis.",
  })
}
