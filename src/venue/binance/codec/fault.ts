import type { Fault } from "./message.ts"

/** A kind of fault as it is shown: how often, and how the latest began. */
export interface FaultCount {
  readonly fault: Fault
  readonly count: number
  readonly latest: string
}

/** So much of a frame is kept to be shown. */
const SAMPLE_BYTES = 120

/** Counts frames that were left out. Nothing is thrown and nothing is lost sight of. */
export class FaultLog {
  readonly #counts = new Map<Fault, { count: number; latest: string }>()

  note(fault: Fault, frame: Uint8Array): void {
    const known = this.#counts.get(fault) ?? { count: 0, latest: "" }
    known.count++
    known.latest = textOf(frame.subarray(0, SAMPLE_BYTES))
    this.#counts.set(fault, known)
  }

  /** All kinds seen so far. */
  get all(): readonly FaultCount[] {
    return [...this.#counts].map(([fault, counted]) => ({ fault, ...counted }))
  }
}

/** Bytes as text, however they are. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8")
}
