import { createHash, createHmac } from "node:crypto"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { ControlStage } from "../../tests/support/control-stage.ts"
import { KeyDoor } from "./door.ts"

const NOW = 1_796_000_000_000
const key = (id: string) => ({ id, secret: createHash("sha256").update(id).digest("hex") })
const KEYS = { read: key("read-0000"), write: key("write-0000") }
const wall = { nowMs: NOW }

let stage: ControlStage
beforeAll(async () => {
  const hosts = ["127.0.0.1:8787"]
  const door = new KeyDoor({ keys: KEYS, wallMs: () => wall.nowMs, hosts })
  stage = await ControlStage.open(door)
})
afterAll(() => stage.close())
beforeEach(() => {
  stage.rest()
  wall.nowMs += 60_000
})

interface Wish {
  readonly method?: "GET" | "POST"
  readonly url?: string
  readonly body?: string
  readonly key?: (typeof KEYS)["read"]
  readonly headers?: Readonly<Record<string, string>>
}

/** Signs by the words of docs/control.md, not by our own function. */
function signed({ method = "GET", url = "/account/status", body = "", key = KEYS.read }: Wish) {
  const time = String(wall.nowMs)
  const text = `${time}\n${method}\n${url}\n${createHash("sha256").update(body).digest("hex")}`
  return {
    host: "127.0.0.1:8787",
    "x-genesis-key": key.id,
    "x-genesis-time": time,
    "x-genesis-signature": createHmac("sha256", key.secret).update(text).digest("hex"),
  }
}

async function ask(wish: Wish, sent: Wish = wish): Promise<number> {
  const { method = "GET", url = "/account/status", body } = sent
  const headers = { ...signed(wish), "content-type": "application/json", ...wish.headers }
  const { statusCode } = await stage.api.inject({
    method,
    url,
    headers,
    ...(body === undefined ? {} : { payload: body }),
  })
  return statusCode
}

const HALT: Wish = {
  method: "POST",
  url: "/emergency/halt",
  body: '{"phrase":"HALT TRADING NOW","reason":"going for a walk"}',
}
const isRunning = (): boolean => stage.seat.paper.view().isRunning

describe("OPS-1, OPS-3: the way in over loopback", () => {
  it("admits who signs with the key for looking, to look", async () => {
    expect(await ask({})).toBe(200)
    expect(stage.answered.at(-1)?.who).toBe(KEYS.read.id)
  })

  it("does nothing for the key for looking, for none, or for one of somebody else", async () => {
    expect(await ask(HALT)).toBe(403)
    expect(await ask({ ...HALT, key: key("write-1111") })).toBe(403)
    expect(await ask({ ...HALT, headers: { "x-genesis-key": "" } })).toBe(401)
    expect(isRunning()).toBe(true)
  })

  it("does for the key for acting what it asks, once", async () => {
    const wish = { ...HALT, key: KEYS.write }
    expect(await ask(wish)).toBe(200)
    expect(isRunning()).toBe(false)
    expect(await ask(wish)).toBe(403)
    wall.nowMs += 1
    expect(await ask({ ...wish, url: "/operations/resume", body: "{}" })).toBe(200)
    expect(isRunning()).toBe(true)
  })

  it("notices every change between the signing and the sending", async () => {
    const wish = { ...HALT, key: KEYS.write }
    const body = '{"phrase":"HALT TRADING NOW","reason":"going for a wall"}'
    expect(await ask(wish, { ...wish, body })).toBe(403)
    expect(await ask(wish, { ...wish, url: "/emergency/halt?x=1" })).toBe(403)
    expect(await ask({ url: "/positions?status=open" }, { url: "/positions?status=all" })).toBe(403)
    expect(isRunning()).toBe(true)
  })

  it("takes no time stamp that is not of these seconds", async () => {
    for (const time of [wall.nowMs - 5_001, wall.nowMs + 5_001, Number.NaN, 0]) {
      const text = `${time}\nGET\n/account/status\n${createHash("sha256").update("").digest("hex")}`
      const signature = createHmac("sha256", KEYS.read.secret).update(text).digest("hex")
      const headers = { "x-genesis-time": String(time), "x-genesis-signature": signature }
      expect(await ask({ headers })).toBe(403)
    }
  })

  it("admits no page of a browser, and no name but its own", async () => {
    expect(await ask({ headers: { origin: "http://127.0.0.1:8787" } })).toBe(403)
    expect(await ask({ headers: { host: "evil.example:8787" } })).toBe(403)
  })

  it("has no command line: screens come over the socket", async () => {
    const body = '{"holder":"somebody","isTaking":true}'
    const url = "/command-line"
    expect(await ask({ method: "POST", url, body, key: KEYS.write })).toBe(404)
  })

  it("hears ten a second to one endpoint, twenty at once, and then nothing for a minute", async () => {
    const many = async (n: number): Promise<number[]> => {
      const answers: number[] = []
      for (let i = 0; i < n; i++) {
        wall.nowMs += 1
        answers.push(await ask({}))
      }
      return answers
    }
    expect(await many(20)).toEqual(Array(20).fill(200))
    stage.rest(1_000)
    expect(await many(11)).toEqual([...Array(10).fill(200), 429])
    stage.rest(59_999)
    expect(await many(1)).toEqual([429])
    expect(await ask({ url: "/positions" })).toBe(200)
    stage.rest(1)
    expect(await many(1)).toEqual([200])
  })
})
