import assert from "node:assert/strict"
import type { Request } from "../order/request.ts"

/** Filled by the ticket's static block and seen only in this file: there is no other way to a ticket. */
const press: { mint?: (request: Request) => Ticket } = {}

/**
 * The right to send one request to a venue, once (RISK-18). Only the gate below mints tickets, which
 * is why both live in one file; a venue accepts nothing else. `spend` is static because a forged
 * object could bring its own method.
 */
export class Ticket {
  readonly #request: Request
  #isSpent = false

  private constructor(request: Request) {
    this.#request = request
  }

  static {
    press.mint = (request) => new Ticket(request)
  }

  /** Takes the request out of the ticket. Throws on a forgery and on a second use. */
  static spend(ticket: Ticket): Request {
    assert.ok(#request in ticket, "this is not a ticket")
    assert.ok(!ticket.#isSpent, "a ticket is spent only once")
    ticket.#isSpent = true
    return ticket.#request
  }
}
