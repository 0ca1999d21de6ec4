import { FOOT, footLines, promptLine } from "./foot.ts"
import { headLines } from "./head.ts"
import { type Line, line, printable, type Size, span, wrapped } from "./line.ts"
import { firstMarket, marketTitle, marketZone } from "./market-zone.ts"
import { noticeZone } from "./notice-zone.ts"
import { type Page, pageIn, titleOf } from "./page.ts"
import type { Sight } from "./sight.ts"
import { dollars, gain } from "./words.ts"
import { eventZone, orderZone, positionZone, rule, sized } from "./zones.ts"

/** The smallest terminal that holds the screen (UI-1). */
const LEAST: Size = { columns: 80, rows: 24 }
/** Lines above the centre. */
const HEAD = 4
/** From so many rows on there is room for more than the least. */
const ROOMY = 32

/**
 * The whole screen as lines of plain data, one for each row of the terminal: the money above, the
 * position in the middle, the command line at the foot, and never anything else (UI-2).
 */
export function frameOf(sight: Sight, size: Size): readonly Line[] {
  const { columns, rows } = size
  if (columns < LEAST.columns || rows < LEAST.rows) return smallFrame(sight, size)
  const centre = { columns, rows: rows - HEAD - FOOT }
  const head = headLines(sight, columns)
  const body = sight.page ? pageLines(sight.page, size) : centreLines(sight, centre)
  const foot = footLines(sight, columns)
  if (sight.tie.isUp) return [...head, ...body, ...foot]
  // Figures of the past never look like those of now: they are dim, and their age stands above them.
  const [money, place, status, ...border] = head
  const past = [money, place].map((it) => dimmed(it ?? []))
  return [...past, status ?? [], ...border.map(dimmed), ...body.map(dimmed), ...foot]
}

const dimmed = (whole: Line): Line => whole.map(({ text }) => span(text, "dim"))

/** Every zone has its rows by the size of the window and the tier alone: nothing ever moves (UI-2). */
function centreLines({ boards }: Sight, { columns, rows }: Size): readonly Line[] {
  const isRoomy = rows >= ROOMY - HEAD - FOOT
  const held = Math.min(boards.account.tier.maxPositions, isRoomy ? 6 : 3)
  const orders = isRoomy ? 3 : 1
  const market = Math.floor((rows - held - orders - 3) * (isRoomy ? 0.55 : 0.6))
  const above = [
    ...positionZone(boards.account, { columns, rows: held + 1 }),
    ...orderZone(boards.orders, { columns, rows: orders }),
    ...(boards.account.tier.noticeLeft > 0
      ? noticeZone(boards.account, { columns, rows: market + 1 })
      : [
          rule(marketTitle(firstMarket(boards)), columns),
          ...marketZone(boards, { columns, rows: market }),
        ]),
    rule("Events", columns),
  ]
  return [...above, ...eventZone(boards.events, { columns, rows: rows - above.length })]
}

/** The room of a page's text: what head and foot, its title and its last line leave. */
export function pageRoom({ columns, rows }: Size): Size {
  return { columns, rows: rows - HEAD - FOOT - 2 }
}

function pageLines(page: Page, size: Size): readonly Line[] {
  const { columns, rows } = pageRoom(size)
  const { shown, foot } = pageIn(page, { columns, rows })
  return [rule(titleOf(page), columns), ...sized(shown, { columns, rows }), foot]
}

/** What can be said in any window: the day, that all goes on, and where to type. */
function smallFrame(sight: Sight, { columns, rows }: Size): readonly Line[] {
  const { account } = sight.boards
  const open = account.positions.length === 0 ? "nothing open" : `open ${gain(account.open)}`
  const says = [
    `${account.mode.toUpperCase()}  today ${gain(account.today)}  ${open}`,
    `may still lose ${dollars(account.lossLeft)}  ${account.market}`,
    "",
    `The screen needs ${LEAST.columns} columns and ${LEAST.rows} rows; this window has ${columns} and ${rows}.`,
    "The session goes on. Make the window larger, or type quit.",
    "",
    sight.answer,
  ]
  const lines = says.flatMap((text) => wrapped(printable(text), Math.max(1, columns)))
  const body = sized(
    lines.map((text) => line(text)),
    { columns, rows: Math.max(0, rows - 1) },
  )
  return [...body, promptLine(sight, columns)]
}
