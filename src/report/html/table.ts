import { escaped } from "./escape.ts"

/** A column of a table. */
export interface Column {
  readonly title: string
  /** Numbers stand at the right, so that their digits do. */
  readonly isNumber?: boolean
  /** Its words stay on one line. */
  readonly isShort?: boolean
  /** Left out where the screen is narrow. */
  readonly isWide?: boolean
}

/** A cell: text, or markup that its maker has escaped. */
export type Cell = string | { readonly html: string }

/** A table with a caption and headers of its columns and rows. */
export function table(told: {
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}): string {
  const { caption, columns, rows } = told
  const head = columns.map((it) => `<th scope="col"${classOf(it)}>${escaped(it.title)}</th>`)
  const body = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const inside = typeof cell === "string" ? escaped(cell) : cell.html
      const column = classOf(columns[i])
      return i === 0 ? `<th scope="row"${column}>${inside}</th>` : `<td${column}>${inside}</td>`
    })
    return `<tr>${cells.join("")}</tr>`
  })
  return `<div class="scroll"><table><caption>${escaped(caption)}</caption><thead><tr>${head.join("")}</tr></thead><tbody>
${body.join("\n")}
</tbody></table></div>`
}

function classOf({ isNumber, isShort, isWide }: Column): string {
  const names = [
    ...(isNumber ? ["num"] : []),
    ...(isShort ? ["short"] : []),
    ...(isWide ? ["wide"] : []),
  ]
  return names.length === 0 ? "" : ` class="${names.join(" ")}"`
}

/** A bar beside a number: from the middle to the right for a gain, as far to the left for a loss. */
export function bar(value: number, largest: number): Cell {
  const part = largest > 0 ? Math.min(1, Math.abs(value) / largest) * 50 : 0
  const side = value < 0 ? "loss" : "gain"
  const left = value < 0 ? 50 - part : 50
  return {
    html: `<span class="bar" aria-hidden="true"><span class="${side}" style="left:${left.toFixed(2)}%;width:${part.toFixed(2)}%"></span></span>`,
  }
}
