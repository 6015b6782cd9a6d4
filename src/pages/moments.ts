// A moment as it is told.

/** In the node's own time zone: "2026-11-22 09:15", from milliseconds since the epoch. */
export function momentText(at: number): string {
  const date = new Date(at)
  const two = (number: number) => String(number).padStart(2, "0")
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** RFC 3339 in UTC, to the second, from milliseconds since the epoch. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z")
}
