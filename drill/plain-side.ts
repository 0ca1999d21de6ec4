import type { Tape } from "../src/market/tape.ts"
import type { Venue } from "../src/engine/ports.ts"
import type { Command } from "../src/engine/records.ts"
import type { Survey } from "../src/order/report.ts"
import { ACCOUNT, exchangeOptions } from "../src/session/dress.ts"
import { Rehearsal } from "../src/session/rehearsal.ts"
import { Exchange } from "../src/simulation/exchange.ts"
import type { Latency } from "../src/simulation/latency.ts"
import { Wire } from "../src/simulation/wire.ts"
import type { Act } from "../src/tilt/act.ts"
import type { Instant } from "../src/value/brand.ts"
import { Chance } from "../src/value/chance.ts"
import { Door } from "./door.ts"
import { Detours, Line } from "./line.ts"
import type { Machine } from "./machine.ts"
import type { MarketNow, Side, SideListener, Traded } from "./side.ts"
import type { Funds, World } from "./world.ts"

/** The simulated exchange at the end of a line that carries our own requests and reports. */
export class PlainSide implements Side {
  readonly #world: World
  readonly #tape: Tape
  readonly #machine: () => Machine
  readonly #line: Line
  readonly #detours: Detours
  readonly #wire: Wire
  readonly #exchange: Exchange
  readonly #door: Door
  #rehearsal: Rehearsal | undefined

  constructor(told: {
    readonly world: World
    readonly tape: Tape
    readonly latency: Latency
    readonly machine: () => Machine
    readonly hear: SideListener
    readonly funds: Funds
  }) {
    const { world, tape, latency, machine, hear } = told
    const { seed, plan } = world
    this.#world = world
    this.#tape = tape
    this.#machine = machine
    const now = (): Instant => machine().now
    this.#line = new Line({ chance: new Chance(seed, "line"), plan: world.line, now, hear })
    this.#detours = new Detours(latency, new Chance(seed, "detours"), world.line.slow)
    this.#wire = new Wire({ latency: this.#detours, now, faults: this.#line })
    this.#exchange = new Exchange(
      exchangeOptions(plan, tape.instruments, (report) => this.#wire.answer(report, report.at)),
    )
    this.#exchange.openAccount(ACCOUNT, told.funds)
    this.#door = new Door({
      exchange: this.#exchange,
      chance: new Chance(seed, "door"),
      refusals: world.refusals,
      bans: world.line.bans,
      answer: (report) => this.#wire.answer(report, report.at),
      arrived: (request) => hear.arrived(request),
    })
  }

  venue(): Venue {
    return this.#wire
  }

  advance(until: Instant): void {
    this.#driver().advance(until)
  }

  command(command: Command, at: Instant): void {
    this.#driver().command(command, at)
  }

  act(act: Act, at: Instant): void {
    this.#driver().act(act, at)
  }

  cut(): void {
    this.#wire.cut()
  }

  heal(): void {
    this.#line.end()
    this.#detours.end()
    this.#door.end()
  }

  survey(at: Instant): Survey {
    return this.#exchange.survey(ACCOUNT, at)
  }

  trades(): readonly Traded[] {
    return this.#exchange.trades(ACCOUNT)
  }

  readonly heardAt = undefined

  market(instrument: number): MarketNow {
    return { isTrading: true, filters: this.#tape.instruments[instrument].filters }
  }

  save(): unknown {
    return this.#exchange.save()
  }

  #driver(): Rehearsal {
    this.#rehearsal ??= new Rehearsal({
      tape: this.#tape,
      engine: this.#machine(),
      exchange: this.#door,
      wire: this.#wire,
      account: ACCOUNT,
      start: this.#world.market.first,
    })
    return this.#rehearsal
  }
}
