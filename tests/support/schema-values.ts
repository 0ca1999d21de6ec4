import * as fc from "fast-check"

/** As much of JSON Schema as the control API's document uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
}

/** Values that a schema allows; now and then one at its very edge. */
export function valueFor(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { anyOf, oneOf, enum: choices } = schema
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (choices) return fc.constantFrom(...choices)
  const either = anyOf ?? oneOf
  if (either) return fc.oneof(...either.map(valueFor))
  switch (schema.type) {
    case "object": {
      const { properties = {}, required = [] } = schema
      const members = Object.entries(properties).map(([name, it]) => [name, valueFor(it)])
      return fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>, {
        requiredKeys: [...required],
      })
    }
    case "array":
      return fc.array(valueFor(schema.items ?? {}), { maxLength: 5 })
    case "integer":
      return fc.maxSafeInteger().map((it) => within(it, schema))
    case "number":
      return fc.double({ noNaN: true }).map((it) => within(it, schema))
    case "boolean":
      return fc.boolean()
    case "string":
      return textFor(schema)
    case undefined:
    default:
      return fc.jsonValue()
  }
}

function within(value: number, { minimum = -Infinity, maximum = Infinity }: JsonSchema): number {
  return Math.min(maximum, Math.max(minimum, value))
}

function textFor({ pattern, minLength = 0, maxLength = 200 }: JsonSchema): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 600)) })
}
