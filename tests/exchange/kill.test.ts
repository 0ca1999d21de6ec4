import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ask, type Body, textOf } from "./client.ts"

const KEY = { apiKey: "kill-key", secret: "kill-secret" }
const ROUNDS = 4

/** The program itself, serving an exchange that is kept in a file. */
async function serve(
  state: string,
): Promise<{ readonly child: ChildProcess; readonly rest: string }> {
  const args = ["bin/genesis", "exchange", "--port", "0", "--history", "0.05", "--state", state]
  const account = ["--account", `${KEY.apiKey}:${KEY.secret}`, "--balance", "USDT=100000"]
  const child = spawn(process.execPath, [...args, ...account], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const rest = await new Promise<string>((resolve, reject) => {
    let heard = ""
    child.stdout.on("data", (bytes: Buffer) => {
      heard += bytes.toString("utf8")
      const found = /REST\s+(http:\S+)/.exec(heard)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.on("exit", (code) => reject(new Error(`it ended with ${code}: ${heard}`)))
  })
  return { child, rest }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve))
  child.kill("SIGKILL")
  await gone
}

describe("an exchange that is killed", () => {
  let folder = ""
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "genesis-exchange-"))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it("knows after each kill every order, fill and balance that it told of", async () => {
    const state = path.join(folder, "exchange.db")
    const told: Body[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const { child, rest } = await serve(state)
      const known = async (line: string, params = {}): Promise<Body> =>
        (await ask(rest, line, params, { key: KEY })).body
      const symbol = "BTCUSDT"
      for (const order of told) {
        const found = await known("GET /api/v3/order", {
          symbol,
          orderId: textOf(order["orderId"]),
        })
        expect(found["clientOrderId"]).toEqual(order["clientOrderId"])
        expect(found["executedQty"]).toEqual(order["executedQty"])
      }
      const trades = [...(await known("GET /api/v3/myTrades", { symbol }))]
      const fills = told.flatMap((order) => [...(order["fills"] ?? [])])
      expect(trades.map((it) => it["id"])).toEqual(fills.map((it) => it["tradeId"]))
      for (const price of ["70000", "50000"]) {
        const id = `r${round}-${price}`
        const order = { symbol, side: "BUY", type: "LIMIT", timeInForce: "GTC", quantity: "0.001" }
        told.push(await known("POST /api/v3/order", { ...order, price, newClientOrderId: id }))
      }
      const account = await known("GET /api/v3/account")
      const locked = [...account["balances"]].find((it) => textOf(it["asset"]) === "USDT")?.[
        "locked"
      ]
      expect(Number(locked)).toBeCloseTo(50 * (round + 1), 6)
      await kill(child)
    }
    expect(told.every((order) => Number(order["orderId"]) > 0)).toBe(true)
    expect(new Set(told.map((order) => Number(order["orderId"]))).size).toBe(ROUNDS * 2)
  })
})
