// How Go programs read values out of texts: what container runtimes and the kubelet take for a duration, a switch or a
// number where the file has a text.

/** Go's time.ParseDuration. */
export const goDuration = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/

/** strconv.ParseBool. */
export function isBoolean(text: string): boolean {
  return /^(?:1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(text)
}

/** strconv.ParseBool, and what it gives. */
export function isTrue(text: string): boolean {
  return /^(?:1|t|T|true|TRUE|True)$/.test(text)
}

/** strconv.ParseBool, and it gives false. */
export function isFalse(text: string): boolean {
  return isBoolean(text) && !isTrue(text)
}

/** strconv.Atoi. */
export function isWhole(text: string): boolean {
  return /^[+-]?\d+$/.test(text)
}

/** go-units RAMInBytes and FromHumanSize: "10m", "1.5 GB", "4MiB". */
export function isSize(text: string): boolean {
  return /^\d+(?:\.\d+)? ?(?:[kmgtp]i?b?|b)?$/i.test(text)
}
