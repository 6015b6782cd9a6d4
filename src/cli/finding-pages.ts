// The catalogue of findings as pages: one code for a person at a terminal, all of them as Markdown and as the manual's
// list. Every sentence comes from the catalogue of the language, with example evidence.
import type { Catalogue, FindingText } from "../messages/catalogue.ts"
import { type FindingCode, findingCodes, findingExamples } from "../messages/examples/all.ts"
import type { Severity } from "../model/finding.ts"
import type { CodedFinding } from "../model/message.ts"
import { findingDetail } from "../pages/finding.ts"
import { indented, type Line, line, prose, span } from "../pages/lines.ts"
import { asideText, findingText, lineText } from "../pages/sentences.ts"
import { printable } from "./text.ts"

export interface FindingPage {
  readonly code: FindingCode
  readonly usually: Severity
  readonly text: FindingText
}

/** A finding of this code with its example evidence. */
function exampleOf(code: FindingCode): CodedFinding {
  return { code, args: findingExamples()[code].args } as CodedFinding
}

export function findingPages(catalogue: Catalogue): readonly FindingPage[] {
  return findingCodes().map((code) => pageOf(catalogue, code))
}

export function pageOf(catalogue: Catalogue, code: FindingCode): FindingPage {
  const finding = { ...exampleOf(code), severity: findingExamples()[code].usually, component: "node" } as const
  return { code, usually: finding.severity, text: findingText(finding, catalogue) }
}

/** `criadm check CODE --explain`. */
export function pageLines({ code, usually, text }: FindingPage, catalogue: Catalogue): readonly Line[] {
  const about = lineText({ code: "finding-usually", args: { severity: usually } }, catalogue)
  return [
    line([span(code, "strong"), asideText(about, catalogue)]),
    ...indented([prose(text.what), ...findingDetail(text, undefined, catalogue)], 2),
  ]
}

/** dist/findings.md: every code with its anchor, so that a link can lead to it. */
export function findingsToMarkdown(catalogue: Catalogue): string {
  const parts = findingPages(catalogue).map(({ code, usually, text }) =>
    [
      `## ${code}`,
      `*Usually a ${usually}.* ${markdown(text.what)}`,
      markdown(text.why),
      `**What to do:** ${markdown(text.next)}`,
      `<${text.link}>`,
    ].join("\n\n"),
  )
  const head =
    "# Findings of criadm\n\nEvery code that `criadm check` can print, with example evidence. Codes are permanent."
  return `${[head, ...parts].join("\n\n")}\n`
}

const groups: readonly (readonly [Severity, string])[] = [
  ["failure", "What keeps a node from working"],
  ["warning", "What will, or may"],
  ["note", "What is good to know"],
]

/** docs/findings.md: every code with example evidence and what to do, what keeps a node from working first. */
export function findingsToDocument(catalogue: Catalogue): string {
  const pages = findingPages(catalogue)
  const cell = (text: string) => markdown(text).replaceAll("|", "\\|")
  const parts = groups.map(([severity, title]) =>
    [
      `## ${title}`,
      "",
      "| code | for example | what to do |",
      "|---|---|---|",
      ...pages
        .filter(({ usually }) => usually === severity)
        .map(({ code, text }) => `| \`${code}\` | ${cell(text.what)} | ${cell(text.next)} |`),
    ].join("\n"),
  )
  return `${[
    "# Findings",
    "Every code that `criadm check` can print; codes are permanent. `criadm check CODE --explain` tells more about each,\n`--ignore CODE` counts it as a warning, `--only CODE` shows nothing else. A severity may differ with the node.",
    ...parts,
  ].join("\n\n")}\n`
}

/** Angle brackets and stars would be read as markup. */
function markdown(text: string): string {
  return printable(text).replace(/[<>*_]/g, (character) => `\\${character}`)
}
