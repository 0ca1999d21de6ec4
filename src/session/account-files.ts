import path from "node:path"

/** The files of a paper account, all in one folder. */
export interface AccountFiles {
  readonly journal: string
  /** What the simulated exchange remembers. */
  readonly exchange: string
  /** Every market row that the session has seen. */
  readonly tape: string
}

/** Where a paper account lies, or would. */
export function filesOfAccount(home: string, name: string): AccountFiles {
  return besideJournal(path.join(home, name, "journal.sqlite"))
}

/** The files of the account that a journal belongs to. */
export function besideJournal(journal: string): AccountFiles {
  const folder = path.dirname(journal)
  return {
    journal,
    exchange: path.join(folder, "exchange.sqlite"),
    tape: path.join(folder, "tape.rec"),
  }
}
