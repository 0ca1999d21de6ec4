import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type RequestListener } from "node:http"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { EXCHANGE_KEYS, ExchangeProcess } from "../../../tests/support/exchange-process.ts"
import type { Finding } from "../../session/finding.ts"
import { EXIT } from "./exit.ts"

const LAUNCHER = path.join(import.meta.dirname, "../../../bin/genesis")

let place = ""
let home = ""
let exchange: ExchangeProcess
beforeAll(async () => {
  place = mkdtempSync(path.join(tmpdir(), "genesis-doctor-"))
  const accounts = path.join(place, "accounts.json")
  const key = { secret: "secret-of-the-exchange", isIpRestricted: true }
  const keys = [
    { ...key, apiKey: "good" },
    { ...key, apiKey: "withdrawing", mayWithdraw: true },
    { ...key, apiKey: "reading", mayTrade: false },
    { ...key, apiKey: "open", isIpRestricted: false },
  ]
  writeFileSync(accounts, JSON.stringify([{ name: "main", balances: { USDT: "500" }, keys }]))
  exchange = await ExchangeProcess.open(place, "--accounts", accounts)
})
afterAll(async () => {
  await exchange.end()
  rmSync(place, { recursive: true })
})
beforeEach(() => {
  home = mkdtempSync(path.join(place, "home-"))
})
afterEach(() => rmSync(home, { recursive: true }))

async function doctor(environment: Record<string, string>, ...args: string[]) {
  const env = { PATH: process.env["PATH"], GENESIS_HOME: home, ...environment }
  const child = spawn(process.execPath, [LAUNCHER, "doctor", "--json", ...args], { env })
  let text = ""
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part))
  const [code] = (await once(child, "close")) as [number]
  const told = JSON.parse(text) as { well: boolean; findings: Finding[] }
  const of = (check: string) => told.findings.find((it) => it.check === check)
  return { code, ...told, of }
}

const withKey = (apiKey: string) => ({
  GENESIS_BINANCE_TESTNET_KEY: apiKey,
  GENESIS_BINANCE_TESTNET_SECRET: "secret-of-the-exchange",
})

describe("genesis doctor at an exchange", () => {
  it("finds nothing wrong, and says where the time of a question goes", async () => {
    const { code, well, findings, of } = await doctor(withKey("good"), "--base-url", exchange.rest)
    expect(findings.filter(({ state }) => state !== "good")).toEqual([])
    expect([code, well]).toEqual([EXIT.done, true])
    const { wholeUs = 0, ownUs = 0, networkUs = 0, exchangeUs = 0 } = of("path")?.measured ?? {}
    expect(ownUs + networkUs + exchangeUs).toBeGreaterThanOrEqual(wholeUs)
    expect(Math.abs(of("clock")?.measured?.["offsetUs"] ?? Infinity)).toBeLessThan(100_000)
  })

  it.each([
    ["withdrawing", "withdrawal", "bad", /Take the right to withdraw/],
    ["reading", "keys", "bad", /Allow reading and spot trading/],
    ["open", "address", "warning", /Restrict it/],
    ["unknown", "keys", "bad", /./],
  ])("says what to do about a key that is %s", async (key, check, state, next) => {
    const { of } = await doctor(withKey(key), "--base-url", exchange.rest)
    expect(of(check)).toMatchObject({ state, next: expect.stringMatching(next) as string })
  })

  it("looks without keys, too", async () => {
    const { code, of } = await doctor({}, "--base-url", exchange.rest)
    expect([code, of("keys")?.state, of("exchange")?.state]).toEqual([0, "warning", "good"])
  })
})

describe("genesis doctor on this machine", () => {
  it("says when nobody listens, and asks no more", async () => {
    const { code, of, findings } = await doctor(
      { ...EXCHANGE_KEYS },
      "--base-url",
      "http://127.0.0.1:59999",
    )
    expect(code).toBe(EXIT.found)
    expect(of("exchange")?.what).toContain("Nobody listens there.")
    expect(findings.at(-1)?.check).toBe("exchange")
  })

  it("finds a home that others look into, keys that they can read, and a journal that is none", async () => {
    chmodSync(home, 0o755)
    writeFileSync(path.join(home, "binance-testnet.keys"), "{}", { mode: 0o644 })
    mkdirSync(path.join(home, "paper"))
    writeFileSync(
      path.join(home, "paper/journal.sqlite"),
      "this is no database, but it is long enough",
    )
    const { of } = await doctor(
      { GENESIS_KEYS_PASSPHRASE: "x" },
      "--base-url",
      "http://127.0.0.1:59999",
    )
    expect(of("home")?.next).toContain("chmod 700")
    expect(of("journal")).toMatchObject({
      state: "bad",
      what: expect.stringContaining("paper") as string,
    })
  })

  it.each([
    ["html", "<html>down for repair</html>", 200, /is not JSON/],
    ["a refusal", '{"code":-1003,"msg":"Too much request weight used."}', 429, /-1003 Too much/],
    ["nothing", "", 503, /status 503/],
    ["a list of nonsense", "[[[", 200, /is not JSON/],
  ])("tells calmly of an exchange that answers %s", async (_, body, status, says) => {
    const answer: RequestListener = (_request, response) => {
      response.writeHead(status, { "content-type": "text/html" }).end(body)
    }
    const server = createServer(answer).listen(0, "127.0.0.1")
    await once(server, "listening")
    const { port } = server.address() as { port: number }
    const { code, of } = await doctor({}, "--base-url", `http://127.0.0.1:${port}`)
    server.close()
    expect([code, of("exchange")?.state]).toEqual([EXIT.found, "bad"])
    expect(of("exchange")?.what).toMatch(says)
  })

  it("finds a clock that is far off", async () => {
    const answer: RequestListener = (_request, response) => {
      response.end(JSON.stringify({ serverTime: Date.now() + 5_000 }))
    }
    const server = createServer(answer).listen(0, "127.0.0.1")
    await once(server, "listening")
    const { port } = server.address() as { port: number }
    const { of } = await doctor({}, "--base-url", `http://127.0.0.1:${port}`)
    server.close()
    expect(of("clock")).toMatchObject({
      state: "bad",
      what: expect.stringMatching(
        /(4[89]\d\d|5[01]\d\d) ms behind the exchange's; at most 1000 ms/,
      ) as string,
    })
  })
})
