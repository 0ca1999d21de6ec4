import assert from "node:assert/strict"
import type { Instrument } from "../../../market/instrument.ts"
import { type FaultCount, FaultLog, textOf } from "./fault.ts"
import { JsonReader } from "./json-reader.ts"
import { MarketMessage } from "./message.ts"
import { PlainReader } from "./plain-reader.ts"
import { SymbolTable } from "./symbol-table.ts"

/**
 * Turns frames of market streams into messages in counts and microseconds. A frame that is broken, of
 * an unknown kind or about another symbol is counted and becomes `nothing`; it is never a throw.
 */
export class Decoder {
  readonly #plain: PlainReader
  readonly #json: JsonReader
  readonly #faults = new FaultLog()
  readonly #message = new MarketMessage()
  #cuts = 0

  /** @param instruments in the order of their index */
  constructor(instruments: readonly Instrument[]) {
    assert.ok(instruments.every(({ index }, i) => index === i))
    const symbols = new SymbolTable(instruments)
    this.#plain = new PlainReader(instruments, symbols)
    this.#json = new JsonReader(instruments, symbols)
  }

  /** Frames left out so far, by kind. */
  get faults(): readonly FaultCount[] {
    return this.#faults.all
  }

  /** Quantities so far that were finer than their instrument's scale and were cut off there. */
  get cuts(): number {
    return this.#cuts
  }

  /** @returns the one message, lent until the next frame is read */
  read(frame: Uint8Array): MarketMessage {
    const message = this.#message
    if (!this.#plain.read(frame, message)) {
      const fault = this.#json.read(textOf(frame), message)
      if (fault !== undefined) this.#leaveOut(fault, frame)
    }
    this.#cuts += message.cuts
    return message
  }

  /** Reads the answer to a request for the whole book of one instrument. */
  readBook(body: string, instrument: number): MarketMessage {
    const fault = this.#json.readBook(body, instrument, this.#message)
    if (fault !== undefined) this.#leaveOut(fault, Buffer.from(body.slice(0, 200)))
    return this.#message
  }

  /** Reads trades that were asked for, handing over each. @returns whether all of them could be read */
  readTrades(body: string, instrument: number, take: (trade: MarketMessage) => void): boolean {
    const into = this.#message
    const fault = this.#json.readTrades(body, instrument, { into, take: () => take(into) })
    if (fault !== undefined) this.#leaveOut(fault, Buffer.from(body.slice(0, 200)))
    return fault === undefined
  }

  #leaveOut(fault: FaultCount["fault"], frame: Uint8Array): void {
    this.#message.kind = "nothing"
    this.#message.cuts = 0
    this.#faults.note(fault, frame)
  }
}
