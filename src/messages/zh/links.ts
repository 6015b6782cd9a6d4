// Adds to the Chinese sentences of the findings the links of the English ones, so that a link is written once. Pages of
// kubernetes.io are given in Chinese where there is a translation.
import type { FindingArguments } from "../../model/arguments/finding.ts"
import type { FindingText, Told } from "../../wording/texts.ts"
import type { Catalogue } from "../catalogue.ts"

/** kubernetes/website, content/zh-cn: every page that the catalogue names is there but these. */
const untranslated = ["/docs/concepts/cluster-administration/swap-memory-management/"]

export function withLinks(told: Told<FindingArguments>, english: Catalogue["findings"]): Catalogue["findings"] {
  const codes = Object.keys(told) as (keyof FindingArguments)[]
  // A code and its arguments come from the same row of the same table, which the compiler cannot follow.
  const rows = codes.map((code) => [
    code,
    (args: never): FindingText => ({ ...told[code](args), link: inChinese(english[code](args).link) }),
  ])
  return Object.fromEntries(rows) as Catalogue["findings"]
}

/** The translated page of kubernetes.io, with the same anchor; other links stay as they are. */
function inChinese(link: string): string {
  const page = /^https:\/\/kubernetes\.io(\/(?:docs|releases)\/.*)$/.exec(link)?.[1]
  if (page === undefined || untranslated.some((one) => page.startsWith(one))) return link
  return `https://kubernetes.io/zh-cn${page}`
}
