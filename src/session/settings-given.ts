import { readFileSync } from "node:fs"
import { isMap, isScalar, LineCounter, parseDocument, type Document } from "yaml"
import { Problem } from "../value/problem.ts"
import { nearest } from "../value/nearest.ts"

/** Where a setting stands: `["fees", "makerPpm"]`. */
export type KeyPath = readonly PropertyKey[]

/** The settings there are, as a JSON schema tells them. */
export interface KeyTree {
  readonly type?: string | undefined
  readonly description?: string | undefined
  readonly properties?: Readonly<Record<string, KeyTree>> | undefined
}

/** One thing wrong with the settings: where it stands, and what it is. */
export interface Complaint {
  readonly place: string
  readonly text: string
}

/** Settings as somebody gave them, not yet checked. */
export interface Given {
  readonly values: unknown
  /** Where a person finds the key: a line of the file or the name of a variable. */
  readonly placeOf: (at: KeyPath) => string | undefined
  readonly complaints: readonly Complaint[]
}

const NOTHING: Given = { values: {}, placeOf: () => undefined, complaints: [] }

/** @throws Problem `SETTINGS_UNREADABLE` when the file is there and is not YAML */
export function givenInFile(file: string): Given {
  const text = textOf(file)
  if (text === undefined) return NOTHING
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [error] = document.errors
  if (error !== undefined) {
    const line = error.linePos?.[0].line
    throw new Problem({
      code: "SETTINGS_UNREADABLE",
      what: `The settings in ${file} cannot be read.`,
      why: `${line === undefined ? "" : `Line ${line}: `}${(error.message.split(/ at line |\n/)[0] ?? "").replace(/\.$/, "")}.`,
      next: "Correct the file, or move it away to use the built-in settings.",
      cause: error,
    })
  }
  return {
    values: document.toJS() ?? {},
    placeOf: (at) => {
      const offset = offsetOf(document, at)
      return offset === undefined ? undefined : `${file}, line ${lines.linePos(offset).line}`
    },
    complaints: [],
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}

/** Where in the text the innermost key of the path stands that is really there. */
function offsetOf(document: Document, at: KeyPath): number | undefined {
  let node: unknown = document.contents
  let offset: number | undefined
  for (const step of at) {
    if (!isMap(node)) break
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
    if (pair === undefined) break
    offset = isScalar(pair.key) ? pair.key.range?.[0] : offset
    node = pair.value
  }
  return offset
}

/**
 * Settings among the variables of the process; those not called GENESIS_… are none of ours.
 * @param others names that belong to the program but are no settings
 */
export function givenInEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  keys: KeyTree,
  others: readonly string[],
): Given {
  const known = new Map(leavesOf(keys, []).map((leaf) => [variableOf(leaf.at), leaf]))
  const found = new Map<string, string>()
  const complaints: Complaint[] = []
  let values: unknown = {}
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith("GENESIS_") || others.includes(name) || !text) continue
    const leaf = known.get(name)
    if (leaf === undefined) {
      const guess = nearest(name, [...known.keys(), ...others])
      complaints.push({ place: name, text: `there is no such setting${guess}` })
      continue
    }
    found.set(leaf.at.join("."), name)
    const value = valueOf(text, leaf.type)
    values = merged(
      values,
      leaf.at.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value),
    )
  }
  const placeOf = (at: KeyPath): string | undefined => found.get(at.slice(0, 2).join("."))
  return { values, placeOf, complaints }
}

interface Leaf {
  readonly at: readonly string[]
  readonly type: string | undefined
}

/** Everything that a single variable can hold; a map of free names is not. */
function leavesOf(keys: KeyTree, at: readonly string[]): Leaf[] {
  return Object.entries(keys.properties ?? {}).flatMap(([key, child]) => {
    if (child.properties !== undefined) return leavesOf(child, [...at, key])
    return child.type === "object" ? [] : [{ at: [...at, key], type: child.type }]
  })
}

function variableOf(at: readonly string[]): string {
  const words = at.map((key) => key.replaceAll(/[A-Z]/g, "_$&").replaceAll("-", "_").toUpperCase())
  return `GENESIS_${words.join("_")}`
}

/** The text as the type that is wanted; as it is when it cannot be that, to be refused by its check. */
function valueOf(text: string, type: string | undefined): unknown {
  if (type === "array") return text.split(",").map((item) => item.trim())
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true"
  if (type === "integer" || type === "number") {
    return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  }
  return text
}

/** `upper` laid over `lower`, map by map. What should be a map and is none stays, to be refused. */
export function merged(lower: unknown, upper: unknown): unknown {
  if (!isRecord(upper)) return upper
  if (!isRecord(lower)) return lower
  const result: Record<string, unknown> = { ...lower }
  for (const [key, value] of Object.entries(upper)) {
    result[key] = Object.hasOwn(lower, key) ? merged(lower[key], value) : value
  }
  return result
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
