import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { createServer as createSecureServer } from "node:https"
import { createServer as createTcpServer } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import {
  closing,
  DriverStage,
  freePort,
  get,
  listening,
  open,
  port,
  reasonOf,
  streams,
  textOf,
} from "../../../tests/venue/driver-stage.ts"
import { instantOf } from "../../value/brand.ts"
import { milliseconds } from "../../value/time.ts"
import { Driver } from "./driver.ts"

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

describe("sockets", () => {
  it("move messages both ways, in their order, each stamped when it came", async () => {
    const url = await streams((socket) => {
      socket.on("message", (text) => socket.send(text, { binary: false }))
    })
    const stage = new DriverStage().do(open(url))
    expect(await stage.until(1)).toEqual([{ kind: "opened", socket: "market-0.1" }])
    const texts = Array.from({ length: 500 }, (_, i) => `message ${i}`)
    stage.do(...texts.map((text) => ({ kind: "send" as const, socket: "market-0.1", text })))
    const heard = await stage.until(501)
    expect(heard.slice(1).map((it) => textOf(it))).toEqual(texts)
    for (let i = 1; i < stage.times.length; i++) {
      expect(stage.times[i]).toBeGreaterThan(stage.times[i - 1])
    }
  })

  it("hand over at most so many a turn, and wake once for what waits", async () => {
    const url = await streams((socket) => {
      for (let i = 0; i < 10; i++) socket.send(String(i))
    })
    let wakes = 0
    const all = Promise.withResolvers<void>()
    let count = 0
    const driver = new Driver({
      restUrl: "",
      clock: () => {
        if (++count === 11) all.resolve()
        return instantOf(count)
      },
      wake: () => wakes++,
    })
    closing.push(() => driver.close())
    driver.carryOut([open(url)])
    await all.promise
    const turns: number[] = []
    while (driver.waiting > 0) {
      let handed = 0
      driver.take(4, () => handed++)
      turns.push(handed)
    }
    expect(turns).toEqual([4, 4, 3])
    expect(wakes).toBe(1)
  })

  it("answer a ping of the other side and tell of it; and of the answer to our own (DATA-3)", async () => {
    const ponged = Promise.withResolvers<string>()
    const url = await streams((socket) => {
      socket.on("pong", (payload) => ponged.resolve(payload.toString("utf8")))
      socket.ping("are you there")
    })
    const stage = new DriverStage().do(open(url))
    expect((await stage.until(2)).map(({ kind }) => kind).sort()).toEqual(["opened", "pinged"])
    expect(await ponged.promise).toBe("are you there")
    stage.do({ kind: "ping", socket: "market-0.1" })
    expect((await stage.until(3))[2].kind).toBe("pinged")
  })

  it("tell why the other side closed", async () => {
    const url = await streams((socket) => socket.close(1008, "too many requests"))
    const heard = await new DriverStage().do(open(url)).until(2)
    expect(reasonOf(heard[1])).toBe(
      "the other side closed it with code 1008, saying: too many requests",
    )
  })

  it("tell of a connection that is cut without a word", async () => {
    const url = await streams((socket) => socket.terminate())
    const heard = await new DriverStage().do(open(url)).until(2)
    expect(heard[1]).toEqual({
      kind: "closed",
      socket: "market-0.1",
      reason: "the connection was cut",
    })
  })

  it("say nothing more once we have closed them", async () => {
    const gone = Promise.withResolvers<void>()
    const url = await streams((socket) => {
      socket.on("close", () => gone.resolve())
      socket.send("one")
    })
    const stage = new DriverStage().do(open(url))
    await stage.until(2)
    stage.do({ kind: "close", socket: "market-0.1" })
    await gone.promise
    stage.do({ kind: "send", socket: "market-0.1", text: "lost" }, open(url, "market-0.2"))
    await stage.until(4)
    expect(stage.heard.slice(2).map((it) => "socket" in it && it.socket)).toEqual([
      "market-0.2",
      "market-0.2",
    ])
  })

  it("that cannot be opened are closed with a calm reason", async () => {
    const html = await listening(
      createServer((_, answer) => answer.writeHead(403).end("<html>Forbidden</html>")),
    )
    const torn = await listening(createTcpServer((socket) => socket.destroy()))
    const told = [
      [`ws://127.0.0.1:${await freePort()}`, /^the connection was refused$/],
      [`ws://127.0.0.1:${port(html)}`, /^it answered 403 instead of opening a WebSocket$/],
      [`ws://127.0.0.1:${port(torn)}`, /cut|hang up/],
    ] as const
    for (const [url, reason] of told) {
      const heard = await new DriverStage().do(open(url)).until(1)
      expect(heard[0].kind).toBe("closed")
      expect(reasonOf(heard[0])).toMatch(reason)
    }
  })

  it("stop reading when too much waits, and lose nothing", async () => {
    const count = 120_000
    const url = await streams((socket) => {
      for (let i = 0; i < count; i++) socket.send(String(i))
    })
    const full = Promise.withResolvers<void>()
    let arrived = 0
    const driver = new Driver({
      restUrl: "",
      clock: () => {
        if (++arrived === 50_000) full.resolve()
        return instantOf(arrived)
      },
      wake: () => undefined,
    })
    closing.push(() => driver.close())
    driver.carryOut([open(url)])
    await full.promise
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
    expect(driver.waiting).toBeLessThan(70_000)
    const numbers: number[] = []
    while (numbers.length < count) {
      driver.take(1_000, (happening) => {
        if (happening.kind === "message") numbers.push(Number(textOf(happening)))
      })
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(numbers).toEqual(Array.from({ length: count }, (_, i) => i))
  })
})

describe("requests", () => {
  it("are sent as they were signed, and answered with status, headers and body", async () => {
    const asked: unknown[] = []
    const server = await listening(
      createServer((request, answer) => {
        asked.push([request.method, request.url, request.headers["x-mbx-apikey"]])
        answer.writeHead(429, { "Retry-After": "7", "X-MBX-USED-WEIGHT-1M": "5999" })
        answer.end('{"code":-1003}')
      }),
    )
    const stage = new DriverStage(`http://127.0.0.1:${port(server)}`)
    const target = "/api/v3/order?symbol=BTC%20USDT&signature=ab%2Fc%3D"
    stage.do(get(7, target, { method: "DELETE", headers: { "X-MBX-APIKEY": "key" } }))
    const [answer] = await stage.until(1)
    expect(asked).toEqual([["DELETE", target, "key"]])
    expect(answer).toMatchObject({
      kind: "answered",
      id: 7,
      status: 429,
      headers: { "retry-after": "7", "x-mbx-used-weight-1m": "5999" },
      body: '{"code":-1003}',
    })
  })

  it("hand over a web page as the answer it is: who asked decides", async () => {
    const server = await listening(
      createServer((_, answer) => answer.writeHead(502).end("<html>Bad Gateway</html>")),
    )
    const stage = new DriverStage(`http://127.0.0.1:${port(server)}`).do(get(1, "/api/v3/time"))
    const [answer] = await stage.until(1)
    expect(answer).toMatchObject({ kind: "answered", status: 502, body: /Bad Gateway/ })
  })

  it("do not follow to another place", async () => {
    const server = await listening(
      createServer((_, answer) => answer.writeHead(302, { location: "http://127.0.0.1:1" }).end()),
    )
    const stage = new DriverStage(`http://127.0.0.1:${port(server)}`).do(get(1, "/"))
    expect((await stage.until(1))[0]).toMatchObject({ kind: "answered", status: 302 })
  })

  it("fail with a calm reason: refused, cut, or not answered in time", async () => {
    const silent = await listening(createServer(() => undefined))
    const torn = await listening(createTcpServer((socket) => socket.destroy()))
    const half = await listening(
      createServer((_, answer) => {
        answer.writeHead(200, { "content-length": "100" })
        answer.write("half", () => answer.destroy())
      }),
    )
    const told = [
      [`http://127.0.0.1:${await freePort()}`, /^the connection was refused$/],
      ["http://127.0.0.1:1", /^it failed: bad port$/],
      [`http://127.0.0.1:${port(torn)}`, /^the connection was cut$/],
      [`http://127.0.0.1:${port(half)}`, /cut/],
      [`http://127.0.0.1:${port(silent)}`, /^there was no answer within 0\.05 s$/],
    ] as const
    for (const [url, reason] of told) {
      const [failed] = await new DriverStage(url)
        .do(get(3, "/", { timeout: milliseconds(50) }))
        .until(1)
      expect(failed).toMatchObject({ kind: "failed", id: 3 })
      expect(reasonOf(failed)).toMatch(reason)
    }
  })

  it("bring nothing after everything was closed", async () => {
    const arrived = Promise.withResolvers<void>()
    const server = await listening(createServer(() => arrived.resolve()))
    const stage = new DriverStage(`http://127.0.0.1:${port(server)}`).do(get(1, "/"))
    await arrived.promise
    stage.driver.close()
    await new Promise((resolve) => setImmediate(resolve))
    expect(stage.driver.waiting).toBe(0)
  })
})

describe.skipIf(!hasOpenssl())("a certificate that fails (needs openssl)", () => {
  it("closes the socket and fails the request, and says so", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "genesis-certificate-"))
    closing.push(() => rmSync(folder, { recursive: true }))
    const [key, cert] = [path.join(folder, "key"), path.join(folder, "cert")]
    const made = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
    execFileSync("openssl", [...made.split(" "), "-keyout", key, "-out", cert], { stdio: "ignore" })
    const secure = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) })
    const server = await listening(secure)
    const place = `127.0.0.1:${port(server)}`
    const stage = new DriverStage(`https://${place}`).do(open(`wss://${place}`), get(1, "/"))
    const heard = await stage.until(2)
    for (const each of heard) expect(reasonOf(each)).toMatch(/^its certificate cannot be trusted/)
    expect(heard.map(({ kind }) => kind).sort()).toEqual(["closed", "failed"])
  })
})

function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}
