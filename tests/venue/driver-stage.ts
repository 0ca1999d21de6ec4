import { createServer, type Server } from "node:http"
import type { AddressInfo, Server as TcpServer } from "node:net"
import { type WebSocket, WebSocketServer } from "ws"
import { type Instant, instantOf } from "../../src/value/brand.ts"
import { seconds } from "../../src/value/time.ts"
import { Driver } from "../../src/venue/binance/driver.ts"
import type { Effect, Happening, Request } from "../../src/venue/binance/effect.ts"

/** What a test has opened and closes at its end. */
export const closing: (() => void)[] = []
/** A driver, what has arrived so far, and a way to wait for more. */
export class DriverStage {
  readonly driver: Driver
  readonly heard: Happening[] = []
  readonly times: Instant[] = []
  #clock = 0
  #woken = Promise.withResolvers<void>()

  constructor(restUrl = "http://127.0.0.1:1") {
    this.driver = new Driver({
      restUrl,
      clock: () => instantOf(++this.#clock),
      wake: () => this.#woken.resolve(),
    })
    closing.push(() => this.driver.close())
  }

  do(...effects: readonly Effect[]): this {
    this.driver.carryOut([...effects])
    return this
  }

  /** Waits until so many have arrived in all. */
  async until(count: number): Promise<readonly Happening[]> {
    while (this.heard.length < count) {
      if (this.driver.waiting === 0) await this.#woken.promise
      this.#woken = Promise.withResolvers()
      this.driver.take(1_000, (happening, at) => {
        this.heard.push(happening)
        this.times.push(at)
      })
    }
    return this.heard
  }
}

export function port(server: Server | TcpServer): number {
  return (server.address() as AddressInfo).port
}

export async function listening<T extends Server | TcpServer>(server: T): Promise<T> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  closing.push(() => {
    server.close()
    if ("closeAllConnections" in server) server.closeAllConnections()
  })
  return server
}

/** A port that nobody listens at any more. */
export async function freePort(): Promise<number> {
  const server = await listening(createServer())
  const free = port(server)
  await new Promise((resolve) => server.close(resolve))
  return free
}

/** A WebSocket server; `greet` is given each socket. */
export async function streams(greet: (socket: WebSocket) => void): Promise<string> {
  const http = await listening(createServer())
  const server = new WebSocketServer({ server: http })
  server.on("connection", greet)
  closing.push(() => {
    for (const client of server.clients) client.terminate()
  })
  return `ws://127.0.0.1:${port(http)}`
}

export const open = (url: string, socket = "market-0.1"): Effect => ({ kind: "open", socket, url })
export const get = (id: number, target: string, fields: Partial<Request> = {}): Request => ({
  kind: "request",
  id,
  method: "GET",
  target,
  headers: {},
  timeout: seconds(5),
  ...fields,
})
export const textOf = (happening: Happening | undefined): string =>
  happening?.kind === "message" ? Buffer.from(happening.bytes).toString("utf8") : ""
export const reasonOf = (happening: Happening | undefined): string =>
  happening !== undefined && "reason" in happening ? happening.reason : ""
