/** A column: its name in files, and what it holds. */
export interface ExportColumn {
  readonly name: string
  readonly says: string
  /** Written by a person or a strategy: a spreadsheet must not take it for a formula. */
  readonly isFree?: boolean
}

/** Rows of exact text, ready for a file. */
export interface ExportTable {
  readonly columns: readonly ExportColumn[]
  /** Empty text is "not there". */
  readonly rows: readonly (readonly string[])[]
  /** Sums at the end of a file for people (AUDIT-30); no row of the data. */
  readonly totals?: readonly string[]
}

/** RFC 4180: a line of names, then a line a row; quotes where they are needed. */
export function csvText({ columns, rows, totals }: ExportTable): string {
  const free = columns.map(({ isFree }) => isFree === true)
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => csvCell(free[i] ? harmless(cell) : cell)).join(",")
  const lines = [line(columns.map(({ name }) => name)), ...rows.map(line)]
  if (totals) lines.push(line(totals))
  return `${lines.join("\r\n")}\r\n`
}

/** One object a row, every value text: an amount as a JSON number would be a float. */
export function jsonText({ columns, rows }: ExportTable): string {
  const objects = rows.map((row) => {
    const cells = columns.map(({ name }, i) => [name, row[i] === "" ? null : row[i]] as const)
    return JSON.stringify(Object.fromEntries(cells))
  })
  return `[\n${objects.join(",\n")}\n]\n`
}

const csvCell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

/** A blank in front keeps a spreadsheet from running what begins like a formula. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? ` ${text}` : text)
