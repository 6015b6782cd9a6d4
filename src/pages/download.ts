// A download as one line: a bar with how much is there, how fast it comes and how long the rest takes. Without a known
// size there is no bar and no rest.
import type { Catalogue } from "../messages/catalogue.ts"
import { sizeText } from "../messages/size.ts"
import { type Line, line, span, spokenAs } from "./lines.ts"

/** What a face draws the bar of: the part that is there, and the rest. One column each. */
export interface Bar {
  readonly full: string
  readonly empty: string
}

export interface Download {
  /** What is fetched: the name of a package or an archive. */
  readonly name: string
  readonly bytes: number
  /** Undefined: whoever sends it does not say. */
  readonly totalBytes: number | undefined
  /** Milliseconds since the epoch. */
  readonly beganAt: number
}

/** Columns of the bar. */
const barWidth = 20
/** Milliseconds after which a rate means something. */
const firstRateAfter = 500

/** `now`: in milliseconds since the epoch. */
export function downloadLine(download: Download, now: number, catalogue: Catalogue, { full, empty }: Bar): Line {
  const { name, bytes, totalBytes, beganAt } = download
  const texts = catalogue.screens.download
  const elapsed = now - beganAt
  const rate = elapsed < firstRateAfter ? undefined : (bytes * 1000) / elapsed
  const share = totalBytes === undefined || totalBytes <= 0 ? undefined : Math.min(1, bytes / totalBytes)
  const size = totalBytes === undefined ? sizeText(bytes) : texts.of(sizeText(bytes), sizeText(totalBytes))
  const rest = rate === undefined || rate === 0 || share === undefined ? undefined : ((totalBytes ?? 0) - bytes) / rate
  const figures = [
    ...(share === undefined ? [] : [`${Math.floor(share * 100)} %`]),
    size,
    ...(rate === undefined ? [] : [texts.rate(sizeText(rate))]),
    ...(rest === undefined ? [] : [texts.rest(Math.max(0, Math.ceil(rest)))]),
  ]
  const filled = share === undefined ? 0 : Math.round(share * barWidth)
  const bar =
    share === undefined ? [] : [span(full.repeat(filled), "ok"), span(empty.repeat(barWidth - filled), "quiet"), "  "]
  return spokenAs(line([`${name}  `, ...bar, span(figures.join("  "), "quiet")], 2), `${name}: ${figures.join(", ")}`)
}
