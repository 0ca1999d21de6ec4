import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { ControlStage } from "../../tests/support/control-stage.ts"
import { SOCKET_DOOR } from "./door.ts"

let stage: ControlStage
beforeAll(async () => {
  stage = await ControlStage.open(SOCKET_DOOR)
})
afterAll(() => stage.close())
beforeEach(() => stage.rest(0))

async function get(url: string) {
  const answer = await stage.api.inject({ method: "GET", url })
  return { status: answer.statusCode, json: answer.json<Record<string, unknown>>() }
}

async function post(url: string, payload: object) {
  const answer = await stage.api.inject({ method: "POST", url, payload })
  return { status: answer.statusCode, json: answer.json<Record<string, unknown>>() }
}

describe("OPS-2: the endpoints", () => {
  it("tells health, 503 once the engine stands still", async () => {
    expect(await get("/health")).toMatchObject({
      status: 200,
      json: {
        status: "healthy",
        parts: { engine: "healthy", database: "healthy", gateway: "healthy", streams: "healthy" },
      },
    })
    stage.rest(5_000)
    expect(await get("/health")).toMatchObject({ status: 503, json: { status: "unhealthy" } })
  })

  it("tells the account, its tier, the guard and a board, amounts as text", async () => {
    const status = await get("/account/status")
    expect(status.json).toMatchObject({
      mode: "paper",
      equity: expect.stringMatching(/^\d+\.\d+$/),
    })
    expect((await get("/config/tier")).json).toMatchObject({
      standing: { held: { name: "SNIPER", floorUnits: "50000000000" } },
    })
    expect((await get("/tilt/status")).json).toMatchObject({ level: 0, debtUnits: "0" })
    expect((await get("/boards/limits")).json).toContainEqual(
      expect.objectContaining({ id: "RISK-5" }),
    )
    expect(await get("/boards/none")).toMatchObject({ status: 404, json: { code: "NOT_SERVED" } })
  })

  it("tells what is held and what is over, and what it came to, net", async () => {
    const closed = (await get("/positions?status=closed")).json as unknown as { gain: string }[]
    const { json } = await get("/analytics/performance?period=all")
    expect(closed.length).toBeGreaterThan(0)
    expect(json["trips"]).toBe(closed.length)
    const sum = closed.reduce((total, { gain }) => total + Number(gain), 0)
    expect(Number(json["net"])).toBeCloseTo(sum, 7)
    expect(Number(json["gained"]) + Number(json["lost"])).toBeCloseTo(sum, 7)
  })

  it("halts only for a reason of some length and the phrase", async () => {
    const phrase = "HALT TRADING NOW"
    for (const body of [
      { phrase },
      { phrase, reason: "short" },
      { phrase: "halt trading now", reason: "going for a walk" },
      { reason: "going for a walk" },
    ]) {
      expect(await post("/emergency/halt", body)).toMatchObject({
        status: 400,
        json: { code: "REQUEST_UNCLEAR" },
      })
      expect(stage.seat.paper.view().isRunning).toBe(true)
    }
    const { status, json } = await post("/emergency/halt", { phrase, reason: "going for a walk" })
    expect([status, JSON.stringify(json)]).toEqual([
      200,
      expect.stringContaining("Exits only. Halted by hand: going for a walk."),
    ])
    expect(stage.seat.paper.view().isRunning).toBe(false)
    await post("/operations/resume", {})
    expect(stage.seat.paper.view().isRunning).toBe(true)
  })

  it("sells everything only for its phrase, and tells count, result and what is left", async () => {
    expect((await post("/emergency/close-all", { phrase: "yes" })).status).toBe(400)
    expect(await post("/emergency/close-all", { phrase: "CLOSE ALL POSITIONS" })).toMatchObject({
      status: 200,
      json: { count: 0, pnl: "0", errors: [] },
    })
  })

  it("TILT-64: ends no level without the phrase and 500 characters, and none that is locked", async () => {
    const reason = "x".repeat(500)
    expect((await post("/tilt/override", { phrase: "please", reason })).status).toBe(400)
    const phrase = "I ACCEPT THE RISKS"
    expect((await post("/tilt/override", { phrase, reason: "no" })).status).toBe(400)
    const { seat } = stage
    for (let i = 0; i < 7; i++) seat.paper.act({ kind: "edit", of: "x" }, seat.wall)
    expect((await get("/tilt/status")).json).toMatchObject({ level: 1 })
    expect(await post("/tilt/override", { phrase, reason })).toMatchObject({
      status: 423,
      json: { code: "TILT_LOCKED" },
    })
    // What was typed by hand in the journal is the reason that counts; once in seven days.
    const text = "I was in a hurry and chased what had left already. ".repeat(11)
    const struck = { keys: text.length, pasted: 0, spanMs: 600_000 }
    seat.paper.act({ kind: "wrote", part: 5, text, ...struck }, seat.wall)
    expect(await post("/tilt/override", { phrase, reason })).toMatchObject({
      status: 200,
      json: { level: 0 },
    })
    for (let i = 0; i < 7; i++) seat.paper.act({ kind: "edit", of: "y" }, seat.wall)
    expect((await post("/tilt/override", { phrase, reason })).status).toBe(423)
    expect((await get("/tilt/status")).json).toMatchObject({ level: 1 })
  })

  it("stops the strategy's entries and lets it enter again, each a line of the journal", async () => {
    const { books } = stage.seat.paper.session.engine
    const stopped = await post("/operations/strategy/stop", { reason: "its market is shut" })
    expect(stopped).toMatchObject({
      status: 200,
      json: {
        events: [
          { kind: "command", text: "The trader typed strategy stop: its market is shut." },
          {},
        ],
      },
    })
    expect(books.resting).toBe("its market is shut")
    expect((await get("/boards/account")).json).toMatchObject({
      resting: "its market is shut",
    })
    expect((await post("/operations/strategy/start", {})).status).toBe(200)
    expect(books.resting).toBeUndefined()
    const kinds = [...stage.seat.paper.records()].slice(-4).map(({ kind }) => kind)
    expect(kinds).toEqual(["command", "note", "command", "note"])
    expect((await post("/operations/strategy/pause", {})).status).toBe(404)
  })

  it("says of what is not built that it is not, and what helps instead", async () => {
    expect(await post("/operations/backup", {})).toMatchObject({
      status: 501,
      json: { code: "NOT_BUILT", next: expect.stringContaining("stopped") },
    })
  })

  it("counts for machines that watch", async () => {
    const { payload, headers } = await stage.api.inject({ method: "GET", url: "/metrics" })
    expect(headers["content-type"]).toMatch(/^text\/plain/)
    expect(payload).toMatch(/^# TYPE genesis_orders_placed_total counter\n\S+ [1-9]\d*$/m)
    expect(payload).toMatch(/^genesis_tilt_level 1$/m)
  })
})

describe("TILT-4: a screen that comes", () => {
  it("tells how much its round trip varies: above 100 ms nothing is read from how it types", async () => {
    const { seat } = stage
    seat.lease.release()
    const claim = { holder: "far-away-screen", jitterMs: 180 }
    expect((await post("/command-line", claim)).json).toEqual({ isHeld: true })
    expect(seat.paper.session.engine.books.tilt.state.memory.isTypingJudged).toBe(false)
    seat.lease.release()
    expect((await post("/command-line", { holder: "near-by-screen" })).json).toEqual({
      isHeld: true,
    })
    expect(seat.paper.session.engine.books.tilt.state.memory.isTypingJudged).toBe(true)
    seat.lease.release()
  })
})

describe("OPS-1: answers", () => {
  it("carry a request id and the version, and are logged with who asked", async () => {
    const { headers } = await stage.api.inject({ method: "GET", url: "/positions?status=all" })
    expect(headers["x-genesis-version"]).toBe("0.0.0")
    expect(stage.answered.at(-1)).toMatchObject({
      id: headers["x-request-id"],
      who: "owner",
      path: "/positions",
      status: 200,
    })
  })

  it("say in three parts what was wrong, and nothing of where in the program", async () => {
    for (const [url, payload] of [
      ["/emergency/halt", "{"],
      ["/emergency/halt", '{"__proto__":{"x":1}}'],
      ["/nowhere", "{}"],
    ] as const) {
      const headers = { "content-type": "application/json" }
      const answer = await stage.api.inject({ method: "POST", url, payload, headers })
      expect(answer.statusCode).toBeLessThan(500)
      const told = answer.json<Record<string, string>>()
      expect(Object.keys(told)).toEqual(["code", "what", "why", "next", "requestId"])
      expect(answer.payload).not.toMatch(/\.ts|at \w+ \(/)
    }
  })
})

describe("UI-24: the command line", () => {
  it("belongs to one screen, lapses when it is not renewed, and goes to who takes it", async () => {
    stage.seat.lease.release()
    const [mine, other] = ["screen-one", "screen-two"]
    const claim = async (holder: string, isTaking = false) =>
      (await post("/command-line", { holder, isTaking })).json["isHeld"]
    const buy = { kind: "buy", instrument: 0, stakePpm: 10_000 }
    expect(await claim(mine)).toBe(true)
    expect(await claim(other)).toBe(false)
    expect(await post("/commands", { holder: other, command: buy })).toMatchObject({
      status: 409,
      json: { code: "COMMAND_LINE_TAKEN" },
    })
    stage.rest(9_999)
    expect(await claim(mine)).toBe(true)
    stage.rest(10_000)
    expect(await claim(other)).toBe(true)
    expect(await claim(mine, true)).toBe(true)
    expect(await claim(other)).toBe(false)
    await stage.api.inject({ method: "DELETE", url: `/command-line?holder=${mine}` })
    expect(await claim(other)).toBe(true)
  })

  it("refuses a market that is not there", async () => {
    const command = { kind: "close", instrument: 99 }
    await post("/command-line", { holder: "screen-two" })
    expect(await post("/commands", { holder: "screen-two", command })).toMatchObject({
      status: 400,
      json: { why: "There is no market number 99 here." },
    })
  })
})
