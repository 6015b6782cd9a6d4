// Until when the project behind each runtime mends which series of it: what the components know, as one table.
import { listed } from "../components/known.ts"
import { ociRuntimes } from "../components/oci-runtimes/known.ts"

interface SupportDates {
  readonly runtime: string
  /** The last days, ISO 8601; a series whose end nobody has announced has none. */
  readonly ends: readonly { readonly series: string; readonly until: string }[]
  readonly page: string
}

const mended = [
  ...listed.map(({ name, support }) => ({ name, support })),
  ...ociRuntimes.map(({ name, support }) => ({ name, support })),
]

export const supportDates: readonly SupportDates[] = mended.flatMap(({ name, support }): SupportDates[] => {
  if (support === undefined) return []
  return [{ runtime: name, ends: support.ends.map(([series, until]) => ({ series, until })), page: support.page }]
})
