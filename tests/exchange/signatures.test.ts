import { createPrivateKey, createPublicKey, sign } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import type { Customer } from "../../src/exchange/account/customer.ts"
import { instantOf } from "../../src/value/brand.ts"
import { type House, openHouse } from "./house.ts"

/** The credentials that Binance's documents print (binance-spot.md section 26). */
const API_KEY = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
const SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
const ED_KEY = "4yNzx3yWC5bS6YTwEkSRaC0nRmSQIIStAUOh1b6kqaBrTLIhjCpI5lJH8q8R8WNO"
/** The seed of RFC 8032, test 1, in the wrapping of PKCS#8. */
const ED_PRIVATE = createPrivateKey({
  key: Buffer.from(
    "302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "hex",
  ),
  format: "der",
  type: "pkcs8",
})
const RIGHTS = { mayTrade: true, mayWithdraw: false, isIpRestricted: true }
const CUSTOMER: Customer = {
  name: "main",
  uid: 1,
  balances: [{ asset: "USDT", units: 1_000_00000000n }],
  keys: [
    { ...RIGHTS, apiKey: API_KEY, check: { kind: "HMAC", secret: SECRET } },
    {
      ...RIGHTS,
      apiKey: ED_KEY,
      check: { kind: "Ed25519", publicKey: createPublicKey(ED_PRIVATE) },
    },
  ],
}

/** A house whose clock stands at the moment a vector was signed. */
async function houseAt(milliseconds: number): Promise<House> {
  return openHouse({ customers: [CUSTOMER], clock: () => instantOf(milliseconds * 1000) })
}

// The symbol of a vector is not listed here: -1121 says that the signature was accepted before.
const LTC = "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC"
const REST = "quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559"
const WIDE = "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96"

describe("signatures over REST (binance-spot.md sections 3 and 26)", () => {
  let house: House
  beforeAll(async () => {
    house = await houseAt(1499827319559)
  })
  afterAll(() => house.server.close())

  async function codeOf(query: string, body?: string): Promise<number> {
    const answer = await fetch(`${house.addresses.rest}/api/v3/order?${query}`, {
      method: "POST",
      headers: {
        "X-MBX-APIKEY": API_KEY,
        "content-type": "application/x-www-form-urlencoded",
      },
      ...(body === undefined ? {} : { body }),
    })
    return ((await answer.json()) as { code: number }).code
  }

  const SIGNED = "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"
  it.each([
    ["in the query", `${LTC}&${REST}&signature=${SIGNED}`, undefined],
    ["in capitals", `${LTC}&${REST}&signature=${SIGNED.toUpperCase()}`, undefined],
    ["in the body", "", `${LTC}&${REST}&signature=${SIGNED}`],
    [
      "over query and body, joined without anything between",
      LTC,
      `${REST}&signature=0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77`,
    ],
    [
      "over a symbol that is percent-encoded first",
      `${WIDE}&side=BUY&type=LIMIT&timeInForce=GTC&${REST}&signature=e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3`,
      undefined,
    ],
  ])("accepts a signature %s", async (_what, query, body) => {
    expect(await codeOf(query, body)).toBe(-1121)
  })

  it.each([
    ["of another price", `${LTC}&${REST.replace("0.1", "0.2")}&signature=${SIGNED}`],
    ["of another order of parameters", `${REST}&${LTC}&signature=${SIGNED}`],
    ["that is not hex", `${LTC}&${REST}&signature=nonsense`],
  ])("refuses a signature %s", async (_what, query) => {
    expect(await codeOf(query)).toBe(-1022)
  })
})

it("accepts an Ed25519 signature over REST, percent-encoded in the address", async () => {
  const house = await houseAt(1668481559918)
  const query =
    "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.2&timestamp=1668481559918&recvWindow=5000"
  const signature =
    "XtZirsmmi0noRzUfkqktvkVfxpkq%2FWtbLg2UOL3QGYdUBZVlqOBEMuEVw8zioY93N54NcKj9UuAXQEa9zgTDBg%3D%3D"
  const answer = await fetch(
    `${house.addresses.rest}/api/v3/order?${query}&signature=${signature}`,
    {
      method: "POST",
      headers: { "X-MBX-APIKEY": ED_KEY },
    },
  )
  // It is worth too little, which is found out only after its signature was looked at.
  expect(await answer.json()).toEqual({
    code: -1013,
    msg: "Filter failure: NOTIONAL",
  })
  await house.server.close()
})

describe("signatures over the WebSocket API, sorted by name and not encoded", () => {
  let house: House
  let socket: WebSocket
  beforeAll(async () => {
    house = await houseAt(1645423376532)
    socket = new WebSocket(house.addresses.api)
    await new Promise((resolve) => socket.once("open", resolve))
  })
  afterAll(async () => {
    socket.terminate()
    await house.server.close()
  })

  async function answerTo(
    method: string,
    params: object,
  ): Promise<{ status: number; error?: { code: number } }> {
    const answer = new Promise<string>((resolve) => {
      socket.once("message", (bytes) => resolve(Buffer.from(bytes as Uint8Array).toString("utf8")))
    })
    socket.send(JSON.stringify({ id: 1, method, params }))
    return JSON.parse(await answer) as { status: number; error?: { code: number } }
  }

  const ORDER = { timeInForce: "GTC", timestamp: 1645423376532, type: "LIMIT", apiKey: API_KEY }

  it("accepts the vectors of the documents", async () => {
    const one = await answerTo("order.place", {
      ...ORDER,
      symbol: "BTCUSDT",
      side: "SELL",
      price: "52000.00",
      quantity: "0.01000000",
      recvWindow: 100,
      signature: "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24",
    })
    expect(one.error?.code).toBe(-2010)
    const other = await answerTo("order.place", {
      ...ORDER,
      symbol: "１２３４５６",
      side: "BUY",
      price: "0.10000000",
      quantity: "1.00000000",
      recvWindow: 5000,
      signature: "b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd",
    })
    expect(other.error?.code).toBe(-1121)
  })

  it("logs on with Ed25519, and then asks without signing", async () => {
    const signature =
      "q7VQVnG+jkV4Z7PO8Vwq+QDgd6xErNQysbW43+rg43grFOYJjoSmaIPK8U2zqrEDbKxIaKqhjOYhYX1fxg9PBg=="
    const logon = { apiKey: ED_KEY, timestamp: 1645423376532, signature }
    expect(await answerTo("session.logon", logon)).toMatchObject({
      status: 200,
      result: { apiKey: ED_KEY, userDataStream: false },
    })
    const status = await answerTo("account.status", { timestamp: 1645423376532 })
    expect(status.status).toBe(200)
    await answerTo("session.logout", {})
    const after = await answerTo("account.status", { timestamp: 1645423376532 })
    expect(after.error?.code).toBe(-2014)
  })

  it("refuses a log-on of another kind of key, and a signature over something else", async () => {
    const text = `apiKey=${ED_KEY}&timestamp=1645423376531`
    const signature = sign(null, Buffer.from(text), ED_PRIVATE).toString("base64")
    const wrong = { apiKey: ED_KEY, timestamp: 1645423376532, signature }
    expect((await answerTo("session.logon", wrong)).error?.code).toBe(-1022)
  })
})
