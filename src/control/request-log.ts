import { chmodSync, renameSync, statSync } from "node:fs"
import path from "node:path"
import { pino } from "pino"

/** A log that has grown beyond this is put aside at the next start; one is kept. */
const LOG_MOST = 5_000_000

/** A request that was answered. */
export interface Answered {
  readonly id: string
  /** Who asked: the owner over the socket, or the id of a key. */
  readonly who: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms: number
}

/** Every request in a line of its own (OPS-1), in `control.log` beside the journal. */
export interface RequestLog {
  note(answered: Answered): void
  close(): void
}

export function openRequestLog(journal: string): RequestLog {
  const file = path.join(path.dirname(path.resolve(journal)), "control.log")
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_MOST) {
    renameSync(file, `${file}.1`)
  }
  const destination = pino.destination({ dest: file, sync: true, append: true })
  chmodSync(file, 0o600)
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
  return {
    note: (answered) => log.info(answered, "request"),
    close: () => destination.end(),
  }
}
