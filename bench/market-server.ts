import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Duplex } from "node:stream"
import { WebSocketServer } from "ws"
import { Frames, symbols } from "./market-frames.ts"

// An exchange that only talks: agrees to every subscription and then says so many messages a second, on
// the first socket that asks for streams. It writes its frames in bulk, to cost as little as it can.

const [perSecond = 50_000, seconds = 10, count = 100] = process.argv.slice(2).map(Number)
const EVERY_MS = 4
const frames = new Frames(symbols(count))

/** A text message from a server, by RFC 6455 section 5.2: never masked. */
function framed(text: string): Buffer {
  const body = Buffer.from(text)
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.alloc(4)
  if (body.length >= 126) {
    head[0] = 0x81
    head[1] = 126
    head.writeUInt16BE(body.length, 2)
  }
  return Buffer.concat([head, body])
}

function talk(socket: Duplex): void {
  const started = performance.now()
  let said = 0
  const timer = setInterval(() => {
    const elapsed = Math.min((performance.now() - started) / 1000, seconds)
    const due = Math.floor(elapsed * perSecond) - said
    const now = Math.round((performance.timeOrigin + performance.now()) * 1000)
    socket.write(Buffer.concat(Array.from({ length: due }, () => framed(frames.next(now)))))
    said += due
    if (elapsed >= seconds) clearInterval(timer)
  }, EVERY_MS)
}

const http = createServer()
const server = new WebSocketServer({ noServer: true })
let isTalking = false
http.on("upgrade", (request, socket, head) => {
  server.handleUpgrade(request, socket, head, (client) => {
    client.on("message", (bytes: Buffer) => {
      const { id, params } = JSON.parse(bytes.toString("utf8")) as { id: number; params: unknown[] }
      client.send(JSON.stringify({ result: null, id }))
      if (isTalking || params.length === 0) return
      isTalking = true
      setTimeout(() => talk(socket), 500)
    })
  })
})
http.listen(0, "127.0.0.1", () => process.stdout.write(`${(http.address() as AddressInfo).port}\n`))
