import { z } from "zod"
import { Problem } from "../../value/problem.ts"

const share = (): z.ZodDefault<z.ZodNumber> => z.number().min(0).max(1).default(0)
const rate = (): z.ZodDefault<z.ZodNumber> => z.number().min(0).max(100_000).default(0)
const symbol = z.string().regex(/^[A-Z0-9]{1,20}$/)
const amount = z.string().regex(/^\d+(\.\d{1,8})?$/)

/** What is to happen at a moment, so many seconds after the exchange opened. */
const event = z.discriminatedUnion("what", [
  z.strictObject({
    what: z.literal("maintenance"),
    at: z.number().min(0),
    seconds: z.number().min(0),
  }),
  z.strictObject({ what: z.literal("ban"), at: z.number().min(0) }),
  z.strictObject({ what: z.literal("drop"), at: z.number().min(0) }),
  /** The exchange's clock jumps by this much, to stay. */
  z.strictObject({ what: z.literal("clock"), at: z.number().min(0), milliseconds: z.number() }),
  /** Open orders are gone, and nothing trades any more. */
  z.strictObject({ what: z.literal("delist"), at: z.number().min(0), symbol }),
  z.strictObject({
    what: z.literal("status"),
    at: z.number().min(0),
    symbol,
    status: z.enum(["TRADING", "HALT", "BREAK", "CANCEL_ONLY"]),
  }),
  /** Filters get stricter while orders stand. */
  z.strictObject({
    what: z.literal("rules"),
    at: z.number().min(0),
    symbol,
    tickSize: amount.optional(),
    stepSize: amount.optional(),
    minNotional: amount.optional(),
  }),
])

const schema = z.strictObject({
  /** Everything on its way to a client takes between these many milliseconds. */
  latencyMs: z.tuple([z.number().min(0), z.number().min(0)]).default([0, 0]),
  /** The request never arrives, and the connection breaks. */
  requestLost: share(),
  /** It is carried out or not, and nothing is ever answered. */
  unanswered: share(),
  /** It is carried out or not, and a 5XX is answered. */
  unknownOutcome: share(),
  /** Of requests without an answer or with a 5XX, the share that is carried out. */
  carriedOut: z.number().min(0).max(1).default(0.5),
  depthLost: share(),
  depthDisorder: share(),
  userDoubled: share(),
  userLate: share(),
  userLost: share(),
  /** How late a late event is at most. */
  lateMs: z.number().min(0).default(3_000),
  /** How much of a level's usual size the book shows: little gives partial fills. */
  bookSize: z.number().min(0.0001).max(1).default(1),
  /** How long a connection lives; a day at Binance. */
  connectionSeconds: z.number().min(0.1).max(86_400).default(86_400),
  clockSkewMs: z.number().default(0),
  /** How often in an hour, to every connection for itself. */
  perHour: z
    .strictObject({ drop: rate(), halfOpen: rate(), silence: rate() })
    .default({ drop: 0, halfOpen: 0, silence: 0 }),
  silenceSeconds: z.number().min(0).default(20),
  events: z.array(event).default([]),
})

/** What goes wrong, how often and when. */
export type FaultPlan = Readonly<z.infer<typeof schema>>
/** What is to happen once. */
export type FaultEvent = FaultPlan["events"][number]

/** Nothing goes wrong. */
export const NO_FAULTS: FaultPlan = schema.parse({})

/**
 * Checks what is to go wrong; what is left out goes right.
 * @param from where it was read, for whoever wrote it
 * @throws Problem `FAULTS_REFUSED`
 */
export function faultsFrom(told: unknown, from = "The plan"): FaultPlan {
  const parsed = schema.safeParse(told)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]
  throw faultsRefused(from, `At ${path.join(".") || "its top"} it says something else: ${message}.`)
}

/** What is said of a plan that cannot be read. */
export function faultsRefused(file: string, why: string, cause?: unknown): Problem {
  return new Problem({
    code: "FAULTS_REFUSED",
    what: `${file} does not tell what is to go wrong.`,
    why,
    next: 'Name calm, rough or hostile, or a JSON file such as {"unknownOutcome": 0.05}.',
    cause,
  })
}
