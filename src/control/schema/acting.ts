import { z } from "zod"
import { orderIdOf } from "../../order/request.ts"

const reason = z.string().min(1).max(200)
const text = z.string().min(1).max(2_000)
const count = z.int().min(0).max(1_000_000)
const spanMs = z.int().min(0).max(86_400_000)
const order = z.string().regex(/^[\x21-\x7e]{1,36}$/)
const asset = z.string().regex(/^[A-Z0-9]{1,20}$/)
const instrument = z.int().min(0).max(10_000)

/** Which screen speaks: a name that it made up for itself when it came. */
export const holder = z.string().regex(/^[A-Za-z0-9-]{8,64}$/)

const tierAct = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("answer"),
    item: z.string().max(40),
    text: z.string().max(2_000),
  }),
  z.strictObject({
    kind: z.literal("bury"),
    habit: z.string().max(500),
    commitment: z.string().max(2_000),
  }),
  z.strictObject({ kind: z.literal("sign"), name: z.string().max(200), date: z.string().max(40) }),
  z.strictObject({ kind: z.literal("confirm"), sentence: z.string().max(500) }),
  z.strictObject({ kind: z.literal("reflect"), text: z.string().max(10_000) }),
  z.strictObject({
    kind: z.literal("recover"),
    item: z.string().max(40),
    text: z.string().max(2_000),
  }),
  z.strictObject({ kind: z.literal("shadow"), isOn: z.boolean() }),
])

const overriding = { reason, phrases: z.array(z.string().max(100)).max(2).readonly() }

/** A purchase, for so much of the account. */
export const buying = z.strictObject({
  kind: z.literal("buy"),
  instrument,
  /** Of the account, parts per million. */
  stakePpm: z.int().min(1).max(1_000_000),
  because: text.optional(),
})

/** What can be typed in the command line of a screen, as the engine takes it. */
export const command = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("halt"), reason }),
  z.strictObject({ kind: z.literal("resume"), reason }),
  z.strictObject({ kind: z.literal("close-all"), reason }),
  z.strictObject({ kind: z.literal("strategy"), act: z.enum(["start", "stop"]), reason }),
  buying,
  z.strictObject({ kind: z.literal("close"), instrument }),
  z.strictObject({
    kind: z.literal("tighten"),
    instrument,
    /** Counts of the instrument's price. */
    price: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  }),
  z.strictObject({ kind: z.literal("cancel"), order: order.optional() }),
  z.strictObject({
    kind: z.literal("plan"),
    instrument,
    act: z.enum(["pause", "resume", "stop", "roll-back"]),
    isConfirmed: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal("reconcile") }),
  z.strictObject({ kind: z.literal("adopt"), order }),
  z.strictObject({ kind: z.literal("cancel-foreign"), order }),
  z.strictObject({ kind: z.literal("accept-balance"), asset }),
  z.strictObject({ kind: z.literal("tier"), act: tierAct }),
  z.strictObject({ kind: z.literal("override"), ...overriding }),
])

/** What the person before a screen did: time and number of keys, and what they wrote to be kept. */
export const act = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("line"),
    outcome: z.enum([
      "order",
      "exit",
      "view",
      "analysis",
      "journal",
      "control",
      "unclear",
      "abandoned",
    ]),
    keys: count,
    corrections: count,
    pasted: count,
    spanMs,
    spread: z.number().min(0).max(1_000).optional(),
    decideMs: spanMs.optional(),
    feature: z.string().max(40).optional(),
  }),
  z.strictObject({ kind: z.literal("idle-keys"), keys: count }),
  z.strictObject({
    kind: z.literal("answer"),
    to: z.enum(["accept", "breathe", "protest", "review"]),
  }),
  z.strictObject({
    kind: z.literal("wrote"),
    part: z.int().min(1).max(5),
    text,
    keys: count,
    pasted: count,
    spanMs,
  }),
  z.strictObject({ kind: z.literal("commit"), text: z.string().max(2_000) }),
  z.strictObject({
    kind: z.literal("profile"),
    profile: z.enum(["usual", "alert", "tired", "stressed"]),
  }),
  z.strictObject({ kind: z.literal("life-event"), days: z.number().min(0).max(30) }),
  z.strictObject({ kind: z.literal("reset"), reason: z.string().max(500) }),
  z.strictObject({ kind: z.literal("release"), phrase: z.string().max(200) }),
])

/** OPS-2: what is typed to close entries. */
const HALT_PHRASE = "HALT TRADING NOW"
/** OPS-2: what is typed to sell everything. */
const CLOSE_PHRASE = "CLOSE ALL POSITIONS"

export const halting = z.strictObject({
  reason: z.string().min(10).max(200),
  phrase: z.literal(HALT_PHRASE),
})

export const closing = z.strictObject({
  phrase: z.literal(CLOSE_PHRASE),
  reason: reason.optional(),
})

/** TILT-64: the phrase, and a reason that took some time to write. */
export const releasing = z.strictObject({
  phrase: z.literal("I ACCEPT THE RISKS"),
  reason: z.string().min(500).max(10_000),
})

/** When the exchange will not work, microseconds since 1970. */
export const maintaining = z
  .strictObject({ from: z.int().min(0), to: z.int().min(0) })
  .refine(({ from, to }) => from < to, "It ends before it begins.")

/** RISK-50: both sentences, as they were typed; the engine judges them, and counts a wrong one, too. */
export const override = z.strictObject(overriding)

/** Compare the books, or decide on one thing that was found. */
export const reconciling = z.union([
  z.strictObject({}),
  z.strictObject({ adopt: order }),
  z.strictObject({ cancel: order }),
  z.strictObject({ acceptBalance: asset }),
])

/** The engine's command for what is to be reconciled. */
export function commandFor(wish: z.infer<typeof reconciling>) {
  if ("adopt" in wish) return { kind: "adopt", order: orderIdOf(wish.adopt) } as const
  if ("cancel" in wish) return { kind: "cancel-foreign", order: orderIdOf(wish.cancel) } as const
  if ("acceptBalance" in wish) {
    return { kind: "accept-balance", asset: wish.acceptBalance } as const
  }
  return { kind: "reconcile" } as const
}
