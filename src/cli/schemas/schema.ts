// JSON Schema, draft 2020-12, as far as the documents of criadm need it. Members may be added to any of them in the same
// version, so nothing is closed.

export type Schema = Readonly<Record<string, unknown>>

export const text: Schema = { type: "string" }
export const whole: Schema = { type: "integer" }
export const yesOrNo: Schema = { type: "boolean" }
export const anything: Schema = {}
/** RFC 3339 in UTC, to the second. */
export const time: Schema = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$" }

export function about(description: string, schema: Schema): Schema {
  return { description, ...schema }
}

export function list(items: Schema): Schema {
  return { type: "array", items }
}

export function oneOf(...values: readonly string[]): Schema {
  return { enum: values }
}

export function eitherOf(...schemas: readonly Schema[]): Schema {
  return { anyOf: schemas }
}

/** By names that differ from one document to the next. */
export function byName(values: Schema): Schema {
  return { type: "object", additionalProperties: values }
}

/** `optional`: members that are left out where there is nothing to say. */
export function object(
  members: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return { type: "object", required: Object.keys(members), properties: { ...members, ...optional } }
}
