/** OPS-1: so many requests a second to one endpoint, and so many at once after a rest. */
const A_SECOND = 10
const BURST = 20
/** OPS-1: whoever asks more is not heard for so long. */
const BLOCK_MS = 60_000
/** More buckets than this are forgotten, the oldest first: nobody fills our memory with names. */
const BUCKETS_MOST = 2_000

interface Bucket {
  tokens: number
  atMs: number
  blockedUntilMs: number
}

/**
 * A bucket of tokens for each asker and endpoint. A token is taken by each request and comes back with
 * time; who finds the bucket empty is refused, and where blocks are set, for a minute.
 */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>()
  readonly #blockMs: number

  constructor(told: {
    /** Over a private socket too much is refused and no more: its owner is never shut out. */
    readonly blocks: boolean
  }) {
    this.#blockMs = told.blocks ? BLOCK_MS : 0
  }

  /** @returns 0 when the request may pass, else the milliseconds to wait */
  take(name: string, atMs: number): number {
    const bucket = this.#buckets.get(name) ?? this.#fresh(name, atMs)
    if (atMs < bucket.blockedUntilMs) return bucket.blockedUntilMs - atMs
    const spanMs = Math.max(0, atMs - bucket.atMs)
    bucket.tokens = Math.min(BURST, bucket.tokens + (spanMs / 1000) * A_SECOND)
    bucket.atMs = Math.max(bucket.atMs, atMs)
    if (bucket.tokens >= 1) {
      bucket.tokens--
      return 0
    }
    bucket.blockedUntilMs = atMs + this.#blockMs
    return Math.max(this.#blockMs, Math.ceil(((1 - bucket.tokens) / A_SECOND) * 1000))
  }

  #fresh(name: string, atMs: number): Bucket {
    const bucket = { tokens: BURST, atMs, blockedUntilMs: -Infinity }
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size >= BUCKETS_MOST && oldest !== undefined) this.#buckets.delete(oldest)
    this.#buckets.set(name, bucket)
    return bucket
  }
}
