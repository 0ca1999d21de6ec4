import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ControlStage } from "../../tests/support/control-stage.ts"
import { type Door, KeyDoor, SOCKET_DOOR } from "./door.ts"
import { type JsonSchema, valueFor } from "../../tests/support/schema-values.ts"

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>
  readonly parameters?: readonly { name: string; in: string; schema: JsonSchema }[]
  readonly requestBody?: { content: { "application/json": { schema: JsonSchema } } }
}

interface Call {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

const RUNS = 400
const SECRET = "0".repeat(64)
const KEYS = {
  read: { id: "read-0000", secret: SECRET },
  write: { id: "write-0000", secret: SECRET },
}

/** Everything the document names. A stream is an upgrade, which its own test speaks. */
function callsIn(stage: ControlStage): readonly Call[] {
  const { paths = {} } = stage.api.swagger() as unknown as {
    paths?: Record<string, Record<string, Operation>>
  }
  return Object.entries(paths)
    .filter(([path]) => !path.endsWith("/stream"))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
}

/** A request for an operation: what its schema asks for, or anything at all. */
function requestFor({ path, method, operation }: Call): fc.Arbitrary<{
  readonly method: "GET" | "POST" | "DELETE"
  readonly url: string
  readonly payload?: string
}> {
  const schema = operation.requestBody?.content["application/json"].schema
  const body = schema
    ? fc.oneof(valueFor(schema), fc.anything(), fc.jsonValue())
    : fc.constant(undefined)
  const query = fc.record(
    Object.fromEntries(
      (operation.parameters ?? []).map(({ name, schema }) => [
        name,
        fc.oneof(valueFor(schema), fc.string()),
      ]),
    ),
    { requiredKeys: [] },
  )
  return fc.tuple(body, query).map(([value, given]) => {
    const texts = Object.entries(given).map(([name, it]) => [name, textOf(it)])
    const search = new URLSearchParams(Object.fromEntries(texts)).toString()
    const url = path.replace(
      /\{(\w+)\}/g,
      (_, name: string) => encodeURIComponent(textOf(given[name] ?? "x").slice(0, 40)) || "x",
    )
    const payload = schema ? JSON.stringify(value) : undefined
    return {
      method: method.toUpperCase() as "GET" | "POST" | "DELETE",
      url: search === "" ? url : `${url}?${search}`,
      ...(payload === undefined ? {} : { payload }),
    }
  })
}

async function fuzz(
  door: Door,
  law: (
    stage: ControlStage,
    answer: { status: number; call: Call; payload: string | undefined },
  ) => void,
): Promise<void> {
  const stage = await ControlStage.open(door)
  try {
    const calls = callsIn(stage)
    const any = fc
      .constantFrom(...calls)
      .chain((call) => requestFor(call).map((request) => ({ call, request })))
    await fc.assert(
      fc.asyncProperty(any, async ({ call, request }) => {
        // So that nobody asks too often; the lease lapses meanwhile, as it would.
        stage.rest(2_000)
        const answer = await stage.api.inject({
          ...request,
          headers: { "content-type": "application/json" },
        })
        expect([answer.payload, answer.statusCode === 500]).toEqual([answer.payload, false])
        // Whatever the document does not name is a refusal in three parts.
        if (!(String(answer.statusCode) in call.operation.responses)) {
          expect(Object.keys(answer.json<object>())).toContain("next")
        }
        law(stage, { status: answer.statusCode, call, payload: request.payload })
      }),
      { numRuns: RUNS },
    )
  } finally {
    await stage.close()
  }
}

const linesOf = (stage: ControlStage): number => [...stage.seat.paper.records()].length

describe("the control API, asked anything that its document allows, and anything else", () => {
  let stage: ControlStage
  beforeAll(async () => {
    stage = await ControlStage.open(SOCKET_DOOR)
  })
  afterAll(() => stage.close())

  it("serves OpenAPI 3.1, and every operation in it is there", async () => {
    const document = await stage.api.inject({ method: "GET", url: "/openapi.json" })
    expect(document.json()).toMatchObject({ openapi: "3.1.0" })
    const calls = callsIn(stage)
    expect(calls.length).toBeGreaterThan(25)
    for (const { path, method } of calls) {
      const url = path.replaceAll(/\{\w+\}/g, "x")
      const answer = await stage.api.inject({ method: method.toUpperCase() as "GET", url })
      if (!path.includes("{")) expect([path, answer.statusCode]).not.toEqual([path, 404])
    }
  })

  it("never fails, and never sells or halts without the phrase", async () => {
    const mayPlace = new Set(["/commands", "/emergency/close-all", "/operations/reconcile"])
    let placed: number | undefined
    await fuzz(SOCKET_DOOR, (stage, { status, call, payload = "" }) => {
      const { counts } = stage.seat.paper.view()
      placed ??= counts.placed
      if (call.path === "/emergency/close-all" && status < 300) {
        expect(payload).toContain("CLOSE ALL POSITIONS")
      }
      if (call.path === "/emergency/halt" && status < 300) {
        expect(payload).toContain("HALT TRADING NOW")
      }
      if (!mayPlace.has(call.path)) expect(counts.placed).toBe(placed)
      placed = counts.placed
    })
  })

  it("does nothing at all for who has no key", async () => {
    const door = new KeyDoor({ keys: KEYS, wallMs: () => 0, hosts: ["localhost:80"] })
    let lines: number | undefined
    await fuzz(door, (stage, { status }) => {
      lines ??= linesOf(stage)
      expect([401, 429, 400, 404]).toContain(status)
      expect(linesOf(stage)).toBe(lines)
    })
  })
})

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "")
