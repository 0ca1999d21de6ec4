import { type Figure, inOwnProcess } from "./measure.ts"

/** From a wish to the signed bytes of its order: our own share of an order's way. */
export function orderFigures(): readonly Figure[] {
  const told = inOwnProcess("order-process.ts")
  const figure = (key: string, p50: number, p99: number): Figure => ({
    name: `wish to signed order bytes with an ${key} key, gate included (ccxt alone, HMAC, without a gate: median ${told["ccxtP50"].toFixed(0)} µs, p99 ${told["ccxtP99"].toFixed(0)} µs)`,
    value: `median ${p50.toFixed(0)} µs, p99 ${p99.toFixed(0)} µs`,
    goal: "p99 under 1,000 µs",
    isMet: p99 < 1_000,
  })
  return [
    throughputFigure(),
    figure("HMAC", told["hmacP50"], told["hmacP99"]),
    figure("Ed25519", told["edwardsP50"], told["edwardsP99"]),
  ]
}

/** PERF-3: through gate, durable journal and an exchange in a process of its own, and back. */
function throughputFigure(): Figure {
  const { perSecond, p50, p99, cpuUs, aCommit } = inOwnProcess("throughput-process.ts")
  return {
    name: `orders through gate, durable journal and loopback exchange, answers booked (${cpuUs.toFixed(0)} µs of our own core each, ${aCommit.toFixed(1)} in one commit; wish to end: median ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms)`,
    value: `${Math.round(perSecond).toLocaleString("en-US")} a second`,
    goal: "at least 1,000 a second",
    isMet: perSecond >= 1_000,
  }
}
