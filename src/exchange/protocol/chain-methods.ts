import { orderIdOf } from "../../order/request.ts"
import type { Draft } from "../account/desk.ts"
import type { OrderList } from "../account/order-list.ts"
import type { Market } from "../market/market.ts"
import { marketNamed, type SignedCall } from "./call.ts"
import { Failure, refused } from "./failure.ts"
import { placedListBody, readListAnswerKind } from "./list-answer.ts"
import { addList, newListId, readLegs } from "./list-methods.ts"
import { namesOf, readOrder, readSide } from "./order-form.ts"
import { wishesOf, requireOpen } from "./order-methods.ts"

type Body = Readonly<Record<string, unknown>>

/** POST orderList/oto: one order, and another once it has filled. */
export function placeOto(call: SignedCall): Body {
  const start = readWorking(call)
  const side = readSide(call, "pendingSide")
  const { instrument } = start.market
  const pending = readOrder(call, {
    instrument,
    side,
    names: namesOf("pending", "pendingQuantity"),
  })
  return finish(call, { ...start, pending: [pending] })
}

/** POST orderList/otoco: one order, and a stop and a target once it has filled. */
export function placeOtoco(call: SignedCall): Body {
  const start = readWorking(call)
  const side = readSide(call, "pendingSide")
  const legs = readLegs(call, {
    market: start.market,
    side,
    above: "pendingAbove",
    below: "pendingBelow",
    quantity: "pendingQuantity",
  })
  return finish(call, { ...start, pending: [legs.stop, legs.target] })
}

interface Start {
  readonly market: Market
  readonly clientListId: string
  readonly working: Draft
}

function readWorking(call: SignedCall): Start {
  const { parameters, hall } = call
  const market = marketNamed(call)
  const clientListId = parameters.clientId("listClientOrderId") ?? hall.randomId()
  const side = readSide(call, "workingSide")
  const names = namesOf("working", "workingQuantity")
  const working = readOrder(call, { instrument: market.instrument, side, names })
  const { type } = working.terms
  if (type !== "limit" && type !== "limit-maker") {
    throw new Failure({ code: -1116, text: "Invalid orderType." })
  }
  return { market, clientListId, working }
}

function finish(
  call: SignedCall,
  told: Start & { readonly pending: readonly [Draft] | readonly [Draft, Draft] },
): Body {
  const kind = readListAnswerKind(call)
  call.parameters.finish()
  requireOpen(call, told.market, [told.working, ...told.pending])
  const pending = new Set<string>(told.pending.map(({ id }) => id))
  return placedListBody(call, place(call, told), { kind, pending })
}

function place(
  call: SignedCall,
  told: Start & { readonly pending: readonly [Draft] | readonly [Draft, Draft] },
): OrderList {
  const { hall, desk, customer, now } = call
  const { market, clientListId, working, pending } = told
  const listId = newListId(call, market)
  const drafts = [
    { ...working, listId },
    ...pending.map((draft) => ({ ...draft, listId, isPending: true })),
  ]
  const request = {
    kind: "place-chain",
    id: orderIdOf(clientListId),
    instrument: market.instrument.index,
    working: { ...working, ...wishesOf(working.extras) },
    pending,
  } as const
  const hand = (): void => hall.engine.request(customer.name, request, now)
  const refusal = [...desk.submit(drafts, hand).values()][0]
  if (refusal !== undefined) throw refused(refusal)
  return addList(call, { market, listId, clientListId, contingency: "OTO", drafts })
}
