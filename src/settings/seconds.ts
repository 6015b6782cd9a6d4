// A number of seconds as a person writes it: whole, from the least that makes sense to one day.

const oneDay = 86_400

/** Of a flag's text or of an answers file's integer. Undefined: it is none, or out of bounds. */
export function secondsIn(given: unknown, least: 0 | 1): number | undefined {
  const isWritten = typeof given === "string" || typeof given === "number" || typeof given === "bigint"
  const seconds = isWritten && /^\d{1,5}$/.test(String(given)) ? Number(given) : undefined
  return seconds !== undefined && seconds >= least && seconds <= oneDay ? seconds : undefined
}
