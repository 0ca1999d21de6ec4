import type { Boards } from "../../../report/boards/boards.ts"
import type { Condition } from "../../../report/boards/gate-look.ts"
import { gaugeOf } from "../draw/gauge.ts"
import { EMPTY, type Line, line, printable, type Size, span } from "../line.ts"
import { momentText } from "../words.ts"
import { hanging } from "./facts.ts"

type Validation = Boards["validation"]

const BAR = 22

/** Every check before real money is at stake, what was shown for it, and what has changed (UI-18). */
export function validationPage(it: Validation, { columns }: Size): readonly Line[] {
  const { gate } = it
  return [
    ...gateLines(it, columns),
    EMPTY,
    [span(`Strategy ${printable(it.strategy)}`, "name"), span(", by what this account has shown")],
    ...missingFirst(it.conditions).flatMap((one) => conditionLines(one, columns)),
    ...(gate.history.length === 0
      ? []
      : [
          EMPTY,
          line("Changed while this engine ran, latest first", "dim"),
          ...gate.history.flatMap(({ at, text }) =>
            hanging([span(`${momentText(at)}  `, "dim")], printable(text), columns),
          ),
        ]),
  ]
}

function gateLines({ gate }: Validation, columns: number): readonly Line[] {
  const { conditions, lookedAt, record, trouble } = gate
  const troubled =
    trouble === "" ? [] : hanging([span("▎ ", "caution")], printable(trouble), columns)
  if (lookedAt === null) {
    const says = gate.isLooking
      ? "The journals are being read; this takes a moment, and trading goes on beside it."
      : "It was not looked at yet."
    return [line("The gate before real money", "name"), ...troubled, line(says, "dim")]
  }
  const met = conditions.filter(({ isMet }) => isMet).length
  const isOpen = met === conditions.length && record.startsWith("signed")
  return [
    [
      span("The gate before real money  ", "name"),
      ...gaugeOf({ share: met / Math.max(1, conditions.length), tone: "name", columns: BAR }),
      span(`  ${met} of ${conditions.length} shown`, "strong"),
    ],
    ...troubled,
    ...missingFirst(conditions).flatMap((one) => conditionLines(one, columns)),
    ...conditionLines(
      {
        id: "",
        what: "a signed record of all that",
        has: record,
        isMet: record.startsWith("signed"),
      },
      columns,
    ),
    line(
      isOpen
        ? "Real money may be traded, by this build and as long as these journals stand."
        : "Real money stays shut; paper and the test network are open.",
      "dim",
    ),
    line(`Looked at ${momentText(lookedAt)} UTC. "genesis gate" signs.`, "dim"),
  ]
}

/** What is still to be shown is what somebody looks for. */
const missingFirst = (conditions: readonly Condition[]): readonly Condition[] =>
  conditions.toSorted((a, b) => Number(a.isMet) - Number(b.isMet))

/** The word says what the colour does. */
function conditionLines({ what, has, isMet }: Condition, columns: number): readonly Line[] {
  const before: Line = [isMet ? span("met      ", "name") : span("missing  ", "attention")]
  return hanging(before, `${printable(what)}: ${printable(has)}`, columns)
}
