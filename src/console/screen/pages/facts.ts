import { lengthOf, type Line, span, wrapped } from "../line.ts"

/** Names in a column, and what each of them is. */
export function facts(
  list: readonly (readonly [name: string, what: Line])[],
  width = 11,
): readonly Line[] {
  return list.map(([name, what]) => [span(name.padEnd(width), "dim"), ...what])
}

/** A text that goes on beneath itself where it is too long, behind what stands before it. */
export function hanging(before: Line, text: string, columns: number): readonly Line[] {
  const width = lengthOf(before)
  return wrapped(text, Math.max(10, columns - width)).map((part, i) =>
    i === 0 ? [...before, span(part)] : [span(" ".repeat(width)), span(part)],
  )
}
