import type { Condition, GateLook } from "../report/boards/gate-look.ts"
import type { GateSeen } from "./gate-thread.ts"

const HISTORY_MOST = 20

/** What is known after a look, with a line for everything that is other than before. */
export function lookAfter(before: GateLook, seen: GateSeen, at: number): GateLook {
  if ("trouble" in seen) return { ...before, trouble: seen.trouble }
  const { conditions, record } = seen
  const changes = conditions.flatMap((it) => {
    const was = before.conditions.find(({ what }) => what === it.what)
    return was === undefined || was.isMet === it.isMet ? [] : [changeOf(it)]
  })
  const signed = before.lookedAt === null || before.record === record ? [] : [`record: ${record}`]
  const history = [...changes, ...signed].map((text) => ({ at, text }))
  return {
    lookedAt: at,
    isLooking: false,
    trouble: "",
    conditions,
    record,
    history: [...history, ...before.history].slice(0, HISTORY_MOST),
  }
}

const changeOf = ({ what, has, isMet }: Condition): string =>
  `${isMet ? "met" : "missing again"}: ${what} (${has})`
