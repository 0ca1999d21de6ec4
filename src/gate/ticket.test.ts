import { describe, expect, it } from "vitest"
import { entryIntent } from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import { orderIdOf, type Request } from "../order/request.ts"
import { CEILINGS } from "../risk/limits.ts"
import { Gate, Ticket } from "./gate.ts"

function mint(): { ticket: Ticket; request: Request } {
  const gate = new Gate({ limits: CEILINGS })
  const intent = entryIntent()
  const admission = gate.admit(intent, sceneOf(intent), orderIdOf("r-1"))
  if (admission.kind !== "admitted") throw new Error("A calm scene was refused.")
  return admission
}

describe("RISK-18: a ticket", () => {
  it("lets through exactly what was admitted", () => {
    const { ticket, request } = mint()
    expect(Ticket.spend(ticket)).toBe(request)
    expect(request).toMatchObject({ kind: "place", id: "r-1", side: "buy" })
    expect(Object.isFrozen(request)).toBe(true)
  })

  it("is spent only once", () => {
    const { ticket } = mint()
    Ticket.spend(ticket)
    expect(() => Ticket.spend(ticket)).toThrow("only once")
    expect(() => Ticket.spend(ticket)).toThrow("only once")
  })

  it.each<[string, (real: Ticket) => unknown]>([
    ["an object of its prototype", () => Object.create(Ticket.prototype)],
    ["an object given its prototype", () => Object.setPrototypeOf({}, Ticket.prototype)],
    ["a structural copy", (real) => Object.assign({}, real)],
    ["a copy with its prototype", (real) => Object.assign(Object.create(Ticket.prototype), real)],
    ["an object that inherits from a real one", (real) => Object.create(real)],
    ["a proxy of a real one", (real) => new Proxy(real, {})],
    ["an object with a spend of its own", (real) => ({ spend: () => Ticket.spend(real) })],
  ])("cannot be forged as %s", (_, forge) => {
    const { ticket } = mint()
    const forged = forge(ticket) as Ticket
    expect(() => Ticket.spend(forged)).toThrow("this is not a ticket")
    expect(() => Ticket.spend(ticket)).not.toThrow()
  })

  it.each([undefined, null, 0, "", Symbol("press"), { description: "press" }])(
    "cannot be made with the key %s",
    (key) => {
      const { request } = mint()
      expect(() => Reflect.construct(Ticket, [key, request])).toThrow("only the gate")
      const subclass = class extends Ticket {}
      expect(() => Reflect.construct(subclass, [key, request])).toThrow("only the gate")
    },
  )
})
