import type { Chronicle } from "../../report/chronicle/chronicle.ts"
import {
  dateText,
  type Period,
  periodAround,
  type PeriodName,
  wholePeriod,
} from "../../report/tear-sheet/period.ts"
import { type TearSheet, tearSheet } from "../../report/tear-sheet/tear-sheet.ts"
import { readRun } from "../../session/read-run.ts"
import { readSettings } from "../../session/settings.ts"
import { triedOf } from "../../session/trials.ts"
import type { Instant } from "../../value/brand.ts"
import { Problem } from "../../value/problem.ts"
import { homePath } from "./home.ts"
import { runName } from "./journal-option.ts"

/**
 * The sheet of the run in a journal, by the settings of the home folder.
 * @param told.of a moment in the period; the last line of the journal where it is not given
 * @throws Problem of the journal; `NOTHING_TO_REPORT` when it says nothing about the period
 */
export async function readSheet(
  journal: string,
  told: { readonly period?: PeriodName | undefined; readonly of?: Instant | undefined } = {},
): Promise<TearSheet> {
  const chronicle = await readRun(journal)
  const { first, last, header } = chronicle
  const home = homePath()
  const period =
    told.period === undefined
      ? wholePeriod(first, last)
      : periodAround(told.period, told.of ?? last)
  const sheet = tearSheet(chronicle, {
    name: runName(journal),
    period,
    serverMonthly: readSettings(home, process.env).costs.serverMonthly,
    tried: triedOf(home, header.strategy),
  })
  if (sheet === undefined) throw nothingToReport(period, chronicle)
  return sheet
}

function nothingToReport(period: Period, { first, last }: Chronicle): Problem {
  return new Problem({
    code: "NOTHING_TO_REPORT",
    what: `The journal says nothing about ${period.title}.`,
    why: `It goes from ${dateText(first)} to ${dateText(last)}.`,
    next: "Name a date in it with --of, or leave the period out to see everything.",
  })
}
