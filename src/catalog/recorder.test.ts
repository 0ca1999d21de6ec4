import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { emptyRow, Tape } from "../market/tape.ts"
import { GeneratedMarket } from "../simulation/generator.ts"
import type { Instant } from "../value/brand.ts"
import { parseInstant } from "../value/time.ts"
import { readRecording, Recorder } from "./recorder.ts"

const START = parseInstant("2024-01-01")

describe("a recording", () => {
  let folder = ""
  let file = ""
  let tape = new Tape([])

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "genesis-recorder-"))
    file = path.join(folder, "tape.rec")
    const market = new GeneratedMarket({ seed: 3, start: START })
    tape = new Tape(market.instruments)
    market.extend(tape, (START + 60_000_000) as Instant)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function record(): void {
    const recorder = Recorder.open(file, tape.instruments)
    recorder.append(tape, 0, 100)
    recorder.close()
    const again = Recorder.open(file, tape.instruments)
    again.append(tape, 100, tape.length)
    again.close()
  }

  it("gives every row back as it was, over several openings", () => {
    record()
    const back = readRecording(file)
    expect(back.length).toBe(tape.length)
    expect(back.instruments).toEqual(tape.instruments)
    const [was, is] = [emptyRow(), emptyRow()]
    for (let i = 0; i < tape.length; i++) {
      tape.read(i, was)
      back.read(i, is)
      expect(is.time).toBe(was.time)
      expect(is.a).toBe(was.a)
      expect(is.kind).toBe(was.kind)
    }
  })

  it("cuts off a row that was torn by the end of the process, and goes on behind the last whole one", () => {
    record()
    appendFileSync(file, Buffer.alloc(17))
    expect(readRecording(file).length).toBe(tape.length)
    const recorder = Recorder.open(file, tape.instruments)
    recorder.append(tape, tape.length - 1, tape.length)
    recorder.close()
    expect(readRecording(file).length).toBe(tape.length + 1)
  })

  it("reads only the last rows when asked, and knows how many came before", () => {
    record()
    const back = readRecording(file, 10)
    expect(back.length).toBe(10)
    expect(back.end).toBe(tape.length)
  })

  it("refuses a file that is something else", () => {
    writeFileSync(file, "open_time,open,high\n1,2,3\n")
    expect(() => readRecording(file)).toThrow(/not a recording/)
  })
})
