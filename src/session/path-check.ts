import { createHmac, randomBytes } from "node:crypto"
import { lookup } from "node:dns/promises"
import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { Problem } from "../value/problem.ts"
import { bad, type Finding, good, warning } from "./finding.ts"
import type { Inquiry } from "./inquiry.ts"

const TIMES = 7
const PATIENCE_MS = 5_000
/** Beyond this a stop that is to be placed within a second is in danger (EXEC-65). */
const ROUND_MOST_US = 400_000

/**
 * Measures the way of a question to the exchange and splits it: our own share (building, signing,
 * reading), the network's (one way there and back, as opening a connection takes), and what is left,
 * the exchange's.
 */
export async function checkPath(inquiry: Inquiry, rest: string): Promise<Finding> {
  const { hostname, port, protocol } = new URL(rest)
  const host = hostname.replace(/^\[|\]$/g, "")
  try {
    const began = performance.now()
    const { address } = await lookup(host)
    const nameUs = Math.round((performance.now() - began) * 1000)
    const door = Number(port || (protocol === "https:" ? 443 : 80))
    // The first question opens the connection that the others use.
    await inquiry.ask("/api/v3/ping")
    const networkUs = await median(() => openingTime(address, door))
    const wholeUs = await median(async () => (await inquiry.ask("/api/v3/ping")).tookUs)
    const ownUs = await median(async () => ownTime())
    const exchangeUs = Math.max(0, wholeUs - networkUs - ownUs)
    return told({ nameUs, networkUs, ownUs, exchangeUs, wholeUs })
  } catch (error) {
    const why = error instanceof Problem ? error.why : reasonOf(error)
    return bad(
      "path",
      `The way to ${host} could not be measured. ${why}`,
      "Check the network of this machine, then try again.",
    )
  }
}

function told(
  measured: Record<"nameUs" | "networkUs" | "ownUs" | "exchangeUs" | "wholeUs", number>,
): Finding {
  const ms = (us: number): string => `${(us / 1000).toFixed(1)} ms`
  const { wholeUs, ownUs, networkUs, exchangeUs } = measured
  const what = `A question takes ${ms(wholeUs)}: ${ms(ownUs)} our own, ${ms(networkUs)} the network, ${ms(exchangeUs)} the exchange.`
  if (wholeUs <= ROUND_MOST_US) return good("path", what, measured)
  return warning(
    "path",
    what,
    "Run it nearer to the exchange: a stop should stand within a second of its entry.",
    measured,
  )
}

async function openingTime(host: string, port: number): Promise<number> {
  const began = performance.now()
  const socket: Socket = connect({ host, port })
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error("it did not open in time")))
  await once(socket, "connect")
  const tookUs = (performance.now() - began) * 1000
  socket.destroy()
  return tookUs
}

/** What we do with each question ourselves, about: sign a text of its size, and read an answer. */
function ownTime(): number {
  const secret = randomBytes(32)
  const began = performance.now()
  createHmac("sha256", secret).update("symbol=BTCUSDT&side=BUY&".repeat(10)).digest("hex")
  JSON.parse(`{"orders":[${'{"price":"60000.00","quantity":"0.00100"},'.repeat(20)}0]}`)
  return (performance.now() - began) * 1000
}

async function median(measure: () => Promise<number>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < TIMES; i++) times.push(await measure())
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0)
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return code === "ENOTFOUND" || code === "EAI_AGAIN"
    ? "Its name cannot be looked up: there is no network, or no name service."
    : `The network said: ${code ?? message ?? "nothing"}.`
}
