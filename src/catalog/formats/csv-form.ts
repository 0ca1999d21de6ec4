import { notWhatItClaims } from "../trouble.ts"
import { CSV_FORMS, type Column, type CsvForm } from "./csv-forms.ts"
import { CsvReader } from "./csv.ts"
import { fits } from "./fields.ts"
import type { Recognised } from "./reader.ts"
import type { Sample } from "./sample.ts"

/** What people call each kind of file. */
export const SPOKEN = {
  trades: "trades",
  aggTrades: "aggTrades",
  quotes: "bookTicker",
  bars: "klines",
  depth: "depth",
} as const

/**
 * Tells which form of csv a file has, by its header or by the shape of its first row.
 * @throws Problem `NOT_WHAT_IT_CLAIMS` when the name says another kind
 */
export function recogniseCsv(sample: Sample): Recognised | undefined {
  const [first = ""] = sample.lines
  const isHeaded = !/^["\s]*[-+.\d]/.test(first) || /[a-z]{2}/i.test(first.split(",")[0] ?? "")
  const form = isHeaded ? formHeaded(first, sample.lines[1]) : formBare(first, sample)
  if (form === undefined) return undefined
  const { claim, file } = sample
  if (claim.kind !== undefined && claim.kind !== form.kind) {
    throw notWhatItClaims({ file }, SPOKEN[claim.kind], form.name)
  }
  return {
    format: form.name,
    symbol: symbolIn(form, sample.lines[isHeaded ? 1 : 0], sample),
    notes: form.note === undefined ? [] : [form.note],
    read: (symbol, emit) =>
      new CsvReader(
        {
          file,
          kind: form.kind,
          symbol,
          fields: form.columns.map(([field]) => field),
          skipLines: sample.comments + (isHeaded ? 1 : 0),
          header: isHeaded ? first : undefined,
          day: claim.day ?? 0,
          interval: claim.interval ?? 0,
        },
        emit,
        form.rule?.(),
      ),
  }
}

/**
 * What the first row says about its symbol, else what the name says.
 * @throws Problem `NOT_WHAT_IT_CLAIMS` when they differ
 */
function symbolIn(form: CsvForm, row: string | undefined, sample: Sample): string | undefined {
  const { claim, file } = sample
  const place = form.columns.findIndex(([field]) => field === "symbol")
  const said = place < 0 ? undefined : row?.split(",")[place]?.toUpperCase()
  if (said === undefined) return claim.symbol
  if (claim.symbol !== undefined && claim.symbol !== said) {
    throw notWhatItClaims({ file }, claim.symbol, said)
  }
  return said
}

function formHeaded(header: string, row: string | undefined): CsvForm | undefined {
  const names = header
    .replace(/^\xef\xbb\xbf/, "")
    .split(",")
    .map(normalised)
  const isNamed = (column: Column, i: number): boolean =>
    column.length === 1 || column.slice(1).includes(names[i])
  const hasShape = (form: CsvForm): boolean => row === undefined || hasFields(form, row)
  const named = CSV_FORMS.filter(
    (form) => form.columns.length === names.length && form.columns.every(isNamed),
  )
  // A header that fits with a row that does not: the form is known, and the row will be told.
  return named.find(hasShape) ?? named[0]
}

function formBare(row: string, sample: Sample): CsvForm | undefined {
  return CSV_FORMS.find((form) => {
    if (!form.isKnownBare || !hasFields(form, row)) return false
    return form.columns[0]?.[0] !== "ms of day" || sample.claim.day !== undefined
  })
}

function hasFields(form: CsvForm, row: string): boolean {
  const words = row.split(",")
  return (
    words.length === form.columns.length &&
    form.columns.every(([field], i) => fits(field, words[i]))
  )
}

const normalised = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")
