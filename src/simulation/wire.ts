import { Ticket } from "../gate/gate.ts"
import type { Venue } from "../engine/ports.ts"
import type { Report, Survey } from "../order/report.ts"
import type { OrderId, Request } from "../order/request.ts"
import type { Instant } from "../value/brand.ts"
import { FOREVER, later } from "../value/time.ts"
import { type Faults, NO_FAULTS } from "./faults.ts"
import type { Latency } from "./latency.ts"

/** On its way to the exchange. */
export type Sent =
  | { readonly kind: "request"; readonly request: Request }
  | { readonly kind: "ask"; readonly id: OrderId; readonly instrument: number }
  | { readonly kind: "survey" }

/** On its way to the trader. */
export type Answer = Report | Survey

type Delays = Pick<Latency, "entryDelay" | "responseDelay">

interface InFlight<T> {
  readonly due: Instant
  readonly it: T
}

/**
 * The line between trader and exchange: everything takes its time, both ways, and when faults are
 * given it gets lost, doubled or late as lines do. Requests keep their order, and questions theirs;
 * but they travel apart, so a question may overtake the order it asks about. It is the simulated
 * exchange's side of the `Venue` port, so it is here that tickets are spent.
 */
export class Wire implements Venue {
  /** When the next thing reaches the exchange. */
  nextArrival: Instant = FOREVER
  /** When the next answer reaches the trader. */
  nextAnswer: Instant = FOREVER
  readonly #latency: Delays
  readonly #faults: Faults
  readonly #now: () => Instant
  #out: InFlight<Sent>[] = []
  #back: InFlight<Answer>[] = []
  #lastRequest = -Infinity
  #lastQuestion = -Infinity
  #lastAnswer = -Infinity

  /** @param told.now the trader's time, at which things are sent */
  constructor(told: {
    readonly latency: Delays
    readonly now: () => Instant
    readonly faults?: Faults
  }) {
    this.#latency = told.latency
    this.#now = told.now
    this.#faults = told.faults ?? NO_FAULTS
  }

  submit(ticket: Ticket): void {
    const request = Ticket.spend(ticket)
    const fate = this.#faults.ofRequest(request)
    if (fate !== "lost") this.#send({ kind: "request", request })
    if (fate === "pass") return
    // The trader's side learns only that no answer came: whether it arrived is not known.
    for (const id of idsOf(request)) {
      const at = later(this.#now(), this.#faults.answerWait())
      this.#queueAnswer({ kind: "unanswered", id, at }, at)
    }
  }

  ask(id: OrderId, instrument: number): void {
    if (this.#faults.ofAsk() === "pass") this.#send({ kind: "ask", id, instrument })
  }

  survey(): void {
    if (this.#faults.ofAsk() === "pass") this.#send({ kind: "survey" })
  }

  /** The exchange answers at `at`; the trader will see it a little later, if at all. */
  answer(answer: Answer, at: Instant): void {
    for (const extra of this.#faults.ofAnswer(answer)) {
      const due = later(at, this.#latency.responseDelay())
      if (extra > 0) this.#queueAnswer(answer, later(due, extra))
      else {
        this.#lastAnswer = Math.max(this.#lastAnswer, due)
        this.#queueAnswer(answer, this.#lastAnswer as Instant)
      }
    }
  }

  /** Takes what arrives next at the exchange off the line. */
  takeArrival(): Sent | undefined {
    const first = this.#out.shift()
    this.nextArrival = this.#out[0]?.due ?? FOREVER
    return first?.it
  }

  /** Takes what arrives next at the trader off the line. */
  takeAnswer(): Answer | undefined {
    const first = this.#back.shift()
    this.nextAnswer = this.#back[0]?.due ?? FOREVER
    return first?.it
  }

  /** The process died: what was on the line towards it is gone; what was sent still arrives. */
  cut(): void {
    this.#back = []
    this.nextAnswer = FOREVER
  }

  #send(it: Sent): void {
    const isRequest = it.kind === "request"
    const arrives = later(this.#now(), this.#latency.entryDelay())
    const due = Math.max(arrives, isRequest ? this.#lastRequest : this.#lastQuestion) as Instant
    if (isRequest) this.#lastRequest = due
    else this.#lastQuestion = due
    insert(this.#out, { due, it })
    this.nextArrival = this.#out[0]?.due ?? FOREVER
  }

  #queueAnswer(it: Answer, due: Instant): void {
    insert(this.#back, { due, it })
    this.nextAnswer = this.#back[0]?.due ?? FOREVER
  }
}

/** Keeps the line sorted; what is due at the same moment stays in the order it was sent. */
function insert<T>(line: InFlight<T>[], flight: InFlight<T>): void {
  let at = line.length
  while (at > 0 && (line[at - 1]?.due ?? 0) > flight.due) at--
  line.splice(at, 0, flight)
}

function idsOf(request: Request): readonly OrderId[] {
  switch (request.kind) {
    case "place":
    case "cancel":
      return [request.id]
    case "place-pair":
      return request.legs.map((leg) => leg.id)
    case "replace":
      return [request.place.id]
    default:
      return request satisfies never
  }
}
