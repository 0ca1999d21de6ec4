import { EventEmitter } from "node:events"
import { Writable } from "node:stream"
import { useInput, usePaste, useStdin } from "ink"
import { useEffect } from "react"
import { functionKeyOf, type Key, keysOf, type MeaningOf } from "./keys.ts"

/**
 * Hands keys on; it decides nothing. Ink reads and takes apart what is typed, and draws nothing: the
 * painter does that alone, for a fraction of the work.
 */
export function Listener(props: {
  /** What is bound to the keys. */
  readonly meaningOf: MeaningOf
  readonly onKey: (key: Key) => void
}): null {
  const { meaningOf, onKey } = props
  useInput((input, key) => {
    for (const one of keysOf(input, key, meaningOf)) onKey(one)
  })
  useFunctionKeys(meaningOf, onKey)
  usePaste((text) => onKey({ kind: "paste", text }))
  return null
}

/** A terminal that shows nothing. */
export function nowhere(): NodeJS.WriteStream {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() })
  return Object.assign(sink, { columns: 80, rows: 24 }) as unknown as NodeJS.WriteStream
}

/** Ink hands function keys to nobody, but what it reads passes by here. */
function useFunctionKeys(meaningOf: MeaningOf, onKey: (key: Key) => void): void {
  const stdin = useStdin()
  const source = "internal_eventEmitter" in stdin ? stdin.internal_eventEmitter : undefined
  useEffect(() => {
    if (!(source instanceof EventEmitter)) return undefined
    const hear = (sequence: unknown): void => {
      const keys = typeof sequence === "string" ? functionKeyOf(sequence, meaningOf) : []
      for (const key of keys) onKey(key)
    }
    source.on("input", hear)
    return () => void source.off("input", hear)
  }, [source, meaningOf, onKey])
}
