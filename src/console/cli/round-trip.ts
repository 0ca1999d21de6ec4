/** "Are you well?" to a terminal (DSR 5), and its answer: it changes nothing that is seen. */
const [ASKS, ANSWERS] = ["\u001b[5n", "\u001b[0n"]
/** From so many round trips their spread is told. */
const TRIPS = 5

/** The two ends of a terminal. */
export interface Ends {
  readonly input: Pick<NodeJS.ReadStream, "on" | "off" | "setRawMode" | "pause" | "unshift">
  readonly output: Pick<NodeJS.WriteStream, "write">
  /** Milliseconds, by a clock that nobody can set. */
  readonly clock: () => number
  /** So long all of it may take. */
  readonly patienceMs: number
}

/**
 * How much the round trip to the terminal varies, in milliseconds (TILT-4): the longest of a few less the
 * shortest. Keys that are pressed meanwhile are put back, to be read by whoever comes after.
 * @returns undefined for a terminal that does not answer in time
 */
export async function jitterOf({
  input,
  output,
  clock,
  patienceMs,
}: Ends): Promise<number | undefined> {
  const trips: number[] = []
  const typed: Buffer[] = []
  let askedAt = NaN
  const { promise, resolve } = Promise.withResolvers<void>()
  const ask = (): void => {
    askedAt = clock()
    output.write(ASKS)
  }
  const hear = (chunk: Buffer | string): void => {
    const text = chunk.toString()
    const rest = text.replace(ANSWERS, "")
    if (rest !== "") typed.push(Buffer.from(rest))
    if (rest === text) return
    trips.push(clock() - askedAt)
    if (trips.length < TRIPS) ask()
    else resolve()
  }
  const patience = setTimeout(resolve, patienceMs)
  input.setRawMode(true)
  input.on("data", hear)
  ask()
  await promise
  clearTimeout(patience)
  input.off("data", hear)
  input.pause()
  input.setRawMode(false)
  if (typed.length > 0) input.unshift(Buffer.concat(typed))
  return trips.length < 2 ? undefined : Math.round(Math.max(...trips) - Math.min(...trips))
}
