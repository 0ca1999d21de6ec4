import { existsSync, readFileSync, writeFileSync } from "node:fs"

/** The rooms whose mistakes cost money. */
export const ROOMS = ["gate", "ledger", "risk", "tier"] as const
export type Room = (typeof ROOMS)[number]

/** What the tests made of the mutants of a room. */
export interface Score {
  readonly killed: number
  readonly survived: number
  /** Mutants in lines that no test of the run comes to. */
  readonly uncovered: number
}

interface Report {
  readonly files: Readonly<
    Record<string, { readonly mutants: readonly { readonly status: string }[] }>
  >
}

/** A mutant that never ends was noticed, too; one that could not run at all counts nowhere. */
export function scoreOf(report: Report): Score {
  const statuses = Object.values(report.files).flatMap(({ mutants }) =>
    mutants.map(({ status }) => status),
  )
  const count = (...wanted: readonly string[]): number =>
    statuses.filter((status) => wanted.includes(status)).length
  return {
    killed: count("Killed", "Timeout"),
    survived: count("Survived"),
    uncovered: count("NoCoverage"),
  }
}

/** A table for people, by room and over all of them. */
export function scoreTable(scores: ReadonlyMap<string, Score>): string {
  const all = [...scores.values()].reduce((a, b) => ({
    killed: a.killed + b.killed,
    survived: a.survived + b.survived,
    uncovered: a.uncovered + b.uncovered,
  }))
  const row = (name: string, { killed, survived, uncovered }: Score): string => {
    const mutants = killed + survived + uncovered
    const percent = ((100 * killed) / mutants).toFixed(1)
    return `| ${name} | ${mutants} | ${killed} | ${survived} | ${uncovered} | ${percent} % |`
  }
  return [
    "| Room | Mutants | Killed | Survived | No coverage | Score |",
    "|---|---:|---:|---:|---:|---:|",
    ...[...scores].map(([room, score]) => row(`\`${room}/\``, score)),
    row("all", all),
  ].join("\n")
}

const PAGE = "docs/mutation.md"
const [BEGIN, END] = ["<!-- scores -->", "<!-- /scores -->"]

/** Puts the table of the last runs into the page, when every room has had one. */
export function writeScores(): void {
  const reports = ROOMS.map((room) => [room, `.mutation/${room}/report.json`] as const)
  const missing = reports.filter(([, file]) => !existsSync(file)).map(([room]) => room)
  if (missing.length > 0) {
    console.log(`${PAGE} stays as it is: ${missing.join(", ")} had no run yet.`)
    return
  }
  const scores = reports.map(([room, file]) => {
    const report = JSON.parse(readFileSync(file, "utf8")) as Report
    return [room, scoreOf(report)] as const
  })
  const table = scoreTable(new Map(scores))
  const page = readFileSync(PAGE, "utf8")
  const [before] = page.split(BEGIN)
  const [, after] = page.split(END)
  writeFileSync(PAGE, `${before}${BEGIN}\n${table}\n${END}${after}`)
  console.log(table)
}
