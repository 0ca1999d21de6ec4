import type { Instant } from "../../../value/brand.ts"
import type { MarketMessage } from "../codec/message.ts"
import { Connection, type ConnectionOwner, type ConnectionTerms } from "../connection.ts"
import type { SocketName } from "../effect.ts"

/** The exchange's limit of streams on one connection (binance-spot.md section 19). */
export const STREAMS_MOST = 1024
/** So many streams are named in one message: longer ones are refused. */
const STREAMS_A_MESSAGE = 100

/** Who wants to know whether a link carries its streams. */
export interface LinkOwner {
  onUp(link: StreamLink, at: Instant): void
  /** No socket of it is up: its streams are silent. */
  onLost(link: StreamLink, at: Instant): void
}

/**
 * One connection and the streams it carries. Every new socket of it asks for all of them first and is
 * up only once the exchange has agreed, so that nothing is missed when it takes over (DATA-3); streams
 * come and go at run time without a new socket (DATA-1).
 */
export class StreamLink implements ConnectionOwner {
  readonly name: string
  readonly connection: Connection
  readonly #owner: LinkOwner
  readonly #streams = new Set<string>()
  /** Requests not answered yet, by their number, with the socket they went to. */
  readonly #greetings = new Map<number, SocketName>()
  #requests = 0
  #refused = 0

  constructor(terms: Omit<ConnectionTerms, "owner">, owner: LinkOwner) {
    this.name = terms.name
    this.#owner = owner
    this.connection = new Connection({ ...terms, owner: this })
  }

  get streams(): ReadonlySet<string> {
    return this.#streams
  }

  /** Changes at run time that the exchange would not make. */
  get refused(): number {
    return this.#refused
  }

  add(streams: Iterable<string>, at: Instant): void {
    const fresh = [...streams].filter((stream) => !this.#streams.has(stream))
    for (const stream of fresh) this.#streams.add(stream)
    this.#say("SUBSCRIBE", fresh, at)
  }

  remove(streams: Iterable<string>, at: Instant): void {
    const known = [...streams].filter((stream) => this.#streams.delete(stream))
    this.#say("UNSUBSCRIBE", known, at)
  }

  /** Leaves streams and asks for them again: they say nothing, though others on the socket do. */
  renew(streams: readonly string[], at: Instant): void {
    this.#say("UNSUBSCRIBE", streams, at)
    this.#say("SUBSCRIBE", streams, at)
  }

  /** An answer of the exchange to one of our requests. */
  onReply({ id, error }: MarketMessage, socket: SocketName, at: Instant): void {
    const greeting = this.#greetings.get(id)
    if (greeting === undefined) {
      if (error !== undefined) this.#refused++
      return
    }
    this.#greetings.delete(id)
    if (error !== undefined) this.connection.drop(socket, `it refused its streams: ${error}`, at)
    else if (![...this.#greetings.values()].includes(greeting)) {
      this.connection.greeted(greeting, at)
    }
  }

  greet(socket: SocketName): readonly string[] {
    const texts = this.#texts("SUBSCRIBE", [...this.#streams])
    for (let i = 0; i < texts.length; i++) this.#greetings.set(this.#requests - i, socket)
    return texts
  }

  onUp(_socket: SocketName, at: Instant): void {
    this.#owner.onUp(this, at)
  }

  onGone(socket: SocketName, _reason: string, at: Instant): void {
    for (const [id, asked] of this.#greetings) if (asked === socket) this.#greetings.delete(id)
    if (this.connection.socket === undefined) this.#owner.onLost(this, at)
  }

  #say(method: string, streams: readonly string[], at: Instant): void {
    for (const text of this.#texts(method, streams)) this.connection.broadcast(text, at)
  }

  #texts(method: string, params: readonly string[]): readonly string[] {
    const texts: string[] = []
    for (let i = 0; i < params.length; i += STREAMS_A_MESSAGE) {
      const some = params.slice(i, i + STREAMS_A_MESSAGE)
      texts.push(JSON.stringify({ method, params: some, id: ++this.#requests }))
    }
    return texts
  }
}
