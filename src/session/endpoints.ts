import { Problem } from "../value/problem.ts"

/** Which exchange is meant: the real one, its test network, or one on this machine. */
export type Place = "production" | "testnet" | "local"

/** The addresses of an exchange (binance-spot.md section 1). */
export interface Endpoints {
  readonly place: Place
  /** Without a path: `https://api.binance.com`. */
  readonly rest: string
  /** Market streams: `/ws` and `/stream` follow. */
  readonly streams: string
  /** The WebSocket API, with its path. */
  readonly api: string
}

const PRODUCTION: Endpoints = {
  place: "production",
  rest: "https://api.binance.com",
  streams: "wss://stream.binance.com:9443",
  api: "wss://ws-api.binance.com:443/ws-api/v3",
}

const TESTNET: Endpoints = {
  place: "testnet",
  rest: "https://testnet.binance.vision",
  streams: "wss://stream.testnet.binance.vision",
  api: "wss://ws-api.testnet.binance.vision/ws-api/v3",
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/

/**
 * @param told.base the address of an exchange on this machine; no other may be named, so that real
 *   keys go to nobody but the exchange they are for
 * @throws Problem `NOT_LOOPBACK`
 */
export function endpointsFor(told: {
  readonly isTestnet: boolean
  readonly base?: string
}): Endpoints {
  const { isTestnet, base } = told
  if (base === undefined) return isTestnet ? TESTNET : PRODUCTION
  const url = URL.parse(base)
  if (url === null || url.protocol !== "http:" || !LOOPBACK.test(url.hostname)) {
    throw new Problem({
      code: "NOT_LOOPBACK",
      what: `${base} is no exchange on this machine.`,
      why: "Keys and orders go to the real exchange, to its test network, or to a simulated one here.",
      next: 'Start one with "genesis exchange" and name its address, like http://127.0.0.1:8899.',
    })
  }
  const host = `${url.hostname}:${url.port || "80"}`
  return {
    place: "local",
    rest: `http://${host}`,
    streams: `ws://${host}`,
    api: `ws://${host}/ws-api/v3`,
  }
}
