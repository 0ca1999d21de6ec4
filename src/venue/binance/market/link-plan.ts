import type { Chance } from "../../../value/chance.ts"
import type { Instant } from "../../../value/brand.ts"
import { type Allowance, connectionAttempts, streamMessages } from "../allowance.ts"
import type { Effect, SocketName } from "../effect.ts"
import { type LinkOwner, StreamLink, STREAMS_MOST } from "./stream-link.ts"

/** What an instrument is followed for: to trade it, or to watch it (DATA-3). */
export type Purpose = "execution" | "monitoring"

/**
 * The connections of the market side: those of the instruments traded, those of the instruments watched,
 * and one that stands by, and carries the streams of any other for the time that one is lost (DATA-3).
 */
export class LinkPlan implements LinkOwner {
  readonly #told: { readonly url: string; readonly chance: Chance; readonly effects: Effect[] }
  readonly #attempts: Allowance = connectionAttempts()
  readonly #standby: StreamLink
  readonly #links: Record<Purpose, StreamLink[]> = { execution: [], monitoring: [] }
  #isStarted = false

  constructor(told: { readonly url: string; readonly chance: Chance; readonly effects: Effect[] }) {
    this.#told = told
    this.#standby = this.#link("standby")
  }

  get all(): readonly StreamLink[] {
    return [...this.#links.execution, ...this.#links.monitoring, this.#standby]
  }

  start(at: Instant): void {
    this.#isStarted = true
    for (const { connection } of this.all) connection.start(at)
  }

  stop(at: Instant): void {
    this.#isStarted = false
    for (const { connection } of this.all) connection.stop(at)
  }

  /** The link that carries the streams from now on: the first of its purpose with room for them. */
  carry(streams: readonly string[], purpose: Purpose, at: Instant): StreamLink {
    const links = this.#links[purpose]
    const fitting = links.find((it) => it.streams.size + streams.length <= STREAMS_MOST)
    if (fitting !== undefined) {
      fitting.add(streams, at)
      return fitting
    }
    const link = this.#link(`${purpose}-${links.length}`)
    links.push(link)
    link.add(streams, at)
    if (this.#isStarted) link.connection.start(at)
    return link
  }

  /** Whether a socket is up that delivers the streams, their own or the one that stands by. */
  isCarried(link: StreamLink, streams: readonly string[]): boolean {
    if (link.connection.state === "connected") return true
    const { connection, streams: lent } = this.#standby
    return connection.state === "connected" && streams.every((stream) => lent.has(stream))
  }

  /** The link that a socket belongs to. */
  find(socket: SocketName): StreamLink | undefined {
    for (const link of this.#links.execution) if (link.connection.owns(socket)) return link
    for (const link of this.#links.monitoring) if (link.connection.owns(socket)) return link
    return this.#standby.connection.owns(socket) ? this.#standby : undefined
  }

  /** The streams of the link are its own again. */
  onUp(link: StreamLink, at: Instant): void {
    if (link !== this.#standby) this.#standby.remove(link.streams, at)
  }

  onLost(link: StreamLink, at: Instant): void {
    if (link === this.#standby || !this.#isStarted) return
    const room = STREAMS_MOST - this.#standby.streams.size
    this.#standby.add([...link.streams].slice(0, room), at)
  }

  #link(name: string): StreamLink {
    const terms = { name, ...this.#told, attempts: this.#attempts, messages: streamMessages }
    return new StreamLink(terms, this)
  }
}
