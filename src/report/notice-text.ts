import type { Books } from "../engine/books.ts"
import type { Notice } from "../order/notice.ts"

/**
 * What a notice means to someone who watches; undefined for what is not worth a line. What must be seen
 * at once begins with "Critical" (EXEC-71).
 */
export function noticeText(notice: Notice, books?: Books): string | undefined {
  switch (notice.about) {
    case "reach":
      return REACHES[notice.of][notice.state]
    case "system":
      return notice.isUp
        ? "The exchange says that it works normally."
        : `Critical: the exchange does not work: ${notice.says}. Entries are closed; stops rest there.`
    case "breaker":
      return notice.isOpen
        ? `${FUNCTIONS[notice.of]} failed several times and rest for a while; exits go on.`
        : `${FUNCTIONS[notice.of]} are tried again.`
    case "pace": {
      const { perTenSeconds, perDay } = notice.pace
      return `The exchange takes ${perTenSeconds} orders in 10 s and ${perDay} a day.`
    }
    case "rules": {
      const { instrument, isTrading } = notice
      const symbol = books?.instruments[instrument]?.symbol ?? `Market ${instrument}`
      if (!isTrading) return `Critical: the exchange takes no orders of ${symbol} any more.`
      return `The exchange has other rules for ${symbol}; orders follow them from now on.`
    }
    default:
      return notice satisfies never
  }
}

const REACHES = {
  api: {
    heard: "The exchange is heard again.",
    silent: "Critical: the exchange has not been heard for 30 s. Entries are closed.",
    cut: "Critical: the exchange has not been heard for 60 s. Resting entries are taken back at the first chance; then everything is compared before anything else.",
  },
  account: {
    heard: "What the account holds is known again.",
    silent:
      "Critical: the exchange has not told for 120 s what the account holds. Entries are closed; stops rest there.",
    cut: "Critical: the exchange has not told for a long time what the account holds. Entries are closed.",
  },
  streams: {
    heard: "Prices come again.",
    silent:
      "Critical: no prices have come for 10 s. Entries are closed; stops rest at the exchange.",
    cut: "Critical: no prices have come for a long time. Entries are closed.",
  },
} as const

const FUNCTIONS = {
  orders: "Orders",
  rest: "Questions over REST",
  streams: "Connections to the streams",
} as const
