import { z } from "zod"
import type { Instrument } from "../market/instrument.ts"
import type { Endpoints } from "./endpoints.ts"
import type { Inquiry } from "./inquiry.ts"

const accountSchema = z.object({ uid: z.number().optional() })
const ordersSchema = z.array(z.object({ clientOrderId: z.string() }))

/** Who the account is by the exchange's own word: the same with another key, in another home (TILT-60). */
export async function readIdentity(inquiry: Inquiry, { place, rest }: Endpoints): Promise<string> {
  const { body } = await inquiry.askSigned("/api/v3/account", [["omitZeroBalances", "true"]])
  const { uid } = accountSchema.parse(body)
  // Simulated exchanges are many, and all begin to count their customers at the same number.
  return `${place === "local" ? rest : place} ${uid ?? "without a number"}`
}

/** Whether the exchange remembers orders on these markets that this program placed. */
export async function hasTraded(
  inquiry: Inquiry,
  instruments: readonly Instrument[],
): Promise<boolean> {
  for (const { symbol } of instruments) {
    const { body } = await inquiry.askSigned("/api/v3/allOrders", [
      ["symbol", symbol],
      ["limit", "1000"],
    ])
    if (ordersSchema.parse(body).some(({ clientOrderId: id }) => OURS.test(id))) return true
  }
  return false
}

/** A run of a live session is called by the moment of its start, and its orders by their lines. */
const OURS = /^g[0-9a-z]{5,10}-\d+[a-z]?$/
