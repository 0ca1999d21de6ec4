import type { Boards } from "../../../report/boards/boards.ts"
import { EMPTY, type Line, line, span } from "../line.ts"
import { dollars, gain, momentText, shareText, spanText, toneOf } from "../words.ts"
import { facts } from "./facts.ts"

type Account = Boards["account"]

/** Each position with everything that is known of it (UI-23: Ctrl+P). */
export function positionsPage({ positions, at, lossLeft, open }: Account): readonly Line[] {
  if (positions.length === 0) {
    return [
      EMPTY,
      line("Nothing is held."),
      line(`${dollars(lossLeft)} may still be lost today.`, "dim"),
    ]
  }
  return [
    ...positions.flatMap((it): readonly Line[] => [
      EMPTY,
      [
        span(it.symbol, "name"),
        span(`  ${it.side} ${it.quantity}, worth ${dollars(it.worth)}`),
        ...(it.leaving === null ? [] : [span(`   being sold: ${it.leaving}`, "attention")]),
      ],
      ...facts([
        [
          "Gain",
          [
            span(gain(it.gain), toneOf(it.gain)),
            span(`  ${shareText(it.gainShare)}, before the fee of selling`, "dim"),
          ],
        ],
        ["Paid", line(`${it.paid} on average, fees included; now ${it.last}`)],
        [
          "Stop",
          it.stop === null
            ? line("none yet: it is being placed", "attention")
            : line(
                `${it.stop}, rests at the exchange; from here it would cost ${dollars(it.toStop ?? "0.00")}`,
              ),
        ],
        ["Target", line(it.target ?? "left open")],
        ["Held", line(`${spanText(at - it.openedAt)}, since ${momentText(it.openedAt)} UTC`)],
      ]),
    ]),
    EMPTY,
    line(
      `Together ${gain(open)}. close SYMBOL sells one; stop SYMBOL PRICE tightens its stop.`,
      "dim",
    ),
  ]
}
