// criadm check: findings of this node, or of facts printed elsewhere (of many nodes: fleet.ts), worst first, each with what to do. Exit 6 when one
// is a failure. With CODE --explain it prints a page of the catalogue and looks at no node.
import type { FindingCode } from "../../messages/examples/all.ts"
import { exitCode } from "../../model/exit-code.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import type { Finding } from "../../model/finding.ts"
import { countSpans, countsOf, findingLines } from "../../pages/finding.ts"
import { line } from "../../pages/lines.ts"
import type { Face } from "../face.ts"
import { readFacts } from "../facts-file.ts"
import { parseCode, parseCodes } from "../finding-codes.ts"
import { pageLines, pageOf } from "../finding-pages.ts"
import { findingToJson, jsonDocument } from "../json.ts"
import { findingsLine, findingsToMetrics } from "../monitoring.ts"
import type { Invocation } from "../parse.ts"
import { printed, sayLine } from "../print.ts"
import { type RunCommand, stop, toFile, wantsJson } from "./command.ts"
import { checkFleet } from "./fleet.ts"
import { detectNode, openNode } from "./open-node.ts"

export const check: RunCommand = toFile(async (face, invocation) => {
  const asked = whatIsAsked(invocation)
  if (!asked.ok) return stop(face, invocation, [asked.fault])
  const { only, ignore, page } = asked.value
  if (page !== undefined) return explainCode(face, invocation, page)
  const isAsked = ({ code }: Finding) => only.length === 0 || only.includes(code)
  const isDemoted = ({ severity, code }: Finding) => severity === "failure" && ignore.includes(code)
  const choose = (findings: readonly Finding[]) =>
    findings
      .filter(isAsked)
      .map((finding): Finding => (isDemoted(finding) ? { ...finding, severity: "warning" } : finding))
      .toSorted((a, b) => Number(b.severity === "failure") - Number(a.severity === "failure"))
  const { facts } = invocation.flags
  const files = typeof facts === "string" ? await face.listDirectory(facts) : undefined
  if (files !== undefined && typeof facts === "string") {
    const named = files.filter((name) => name.endsWith(".json"))
    return await checkFleet(face, invocation, facts, named, choose)
  }
  const found = await findingsFor(face, invocation)
  if (!found.ok) return stop(face, invocation, [found.fault])
  const shown = choose(found.value)
  const { output } = invocation.flags
  if (output === "npd") face.print(findingsLine(shown))
  else if (output === "prometheus") face.print(findingsToMetrics(shown))
  else
    print(face, invocation, shown, {
      only,
      demoted: found.value.filter((finding) => isAsked(finding) && isDemoted(finding)).length,
    })
  return shown.some(({ severity }) => severity === "failure") ? exitCode.notAsAsked : exitCode.done
})

interface Asked {
  readonly only: readonly FindingCode[]
  readonly ignore: readonly FindingCode[]
  /** The code whose page is wanted. */
  readonly page: FindingCode | undefined
}

/** `criadm check CODE` is `criadm check --only CODE`. */
function whatIsAsked({ argument, flags }: Invocation): Result<Asked> {
  const named = argument === undefined ? ok(undefined) : parseCode(argument)
  if (!named.ok) return named
  if (flags.explain === true && named.value === undefined) {
    const args = { argument: "CODE", usage: "criadm check CODE --explain" }
    return failed({ code: "missing-argument", args })
  }
  const only = parseCodes(flags.only)
  if (!only.ok) return only
  const ignore = parseCodes(flags.ignore)
  if (!ignore.ok) return ignore
  return ok({
    only: named.value === undefined ? only.value : [...only.value, named.value],
    ignore: ignore.value,
    page: flags.explain === true ? named.value : undefined,
  })
}

async function findingsFor(face: Face, invocation: Invocation): Promise<Result<readonly Finding[]>> {
  const file = invocation.flags.facts
  if (typeof file !== "string") {
    const opened = await detectNode(face, invocation)
    if (!opened.ok) return opened
    const { criadm, node } = opened.value
    const { "runtime-version": release } = invocation.flags
    const other = typeof release === "string" ? await criadm.findingsWithRelease(node, release) : undefined
    if (other === undefined) return ok(criadm.findings(node))
    const { runtime, installed, release: judgedFor, findings } = other
    const told = { code: "judged-for-release", args: { runtime, installed, release: judgedFor } } as const
    // Also where little is to be said: a list without what is found with both is no word about the node as it is.
    face.warn(sayLine(face.catalogue, told))
    return ok(findings)
  }
  const text = await face.readText(file)
  if (!text.ok) return text
  const node = readFacts(file, text.value)
  if (!node.ok) return node
  const criadm = await openNode(face, invocation)
  if (!criadm.ok) return criadm
  try {
    return ok(criadm.value.findings(node.value))
  } catch {
    // A component's facts have the shape which its own release of criadm gave them; anything else ends here.
    const why = "a component's facts are not as this release of criadm prints them"
    return failed({ code: "facts-file-broken", args: { file, why } })
  }
}

function explainCode(face: Face, invocation: Invocation, code: FindingCode): 0 {
  const page = pageOf(face.catalogue, code)
  if (wantsJson(invocation)) {
    face.print(jsonDocument("FindingPage", { code, usually: page.usually, example: page.text }))
  } else face.print(printed(face, pageLines(page, face.catalogue)))
  return exitCode.done
}

function print(
  face: Face,
  invocation: Invocation,
  findings: readonly Finding[],
  { only, demoted }: { readonly only: readonly FindingCode[]; readonly demoted: number },
): void {
  const { catalogue, paint } = face
  if (wantsJson(invocation)) {
    face.print(jsonDocument("Findings", { findings: findings.map((finding) => findingToJson(face, finding)) }))
    return
  }
  if (findings.length === 0) {
    const none = { code: "no-findings", args: {} } as const
    const noneOfThese = { code: "no-findings-of", args: { codes: only } } as const
    face.print(paint(sayLine(catalogue, only.length === 0 ? none : noneOfThese), "ok"))
    return
  }
  for (const { first, more } of face.isVerbose ? [{ first: findings, more: 0 }] : foldAlike(findings)) {
    for (const finding of first)
      face.print(`${printed(face, findingLines(finding, catalogue, face.isQuiet ? "short" : "whole"))}\n`)
    const code = first[0]?.code ?? ""
    if (more > 0) face.print(`${sayLine(catalogue, { code: "findings-alike", args: { code, more } })}\n`)
  }
  face.print(printed(face, [line(countSpans(countsOf(findings), catalogue))]))
  if (demoted > 0) face.print(sayLine(catalogue, { code: "findings-ignored", args: { demoted } }))
}

/** A file can hold thousands of lines that are wrong in the same way; nobody reads more of them than these. */
const mostAlike = 20

/** Findings of one code that follow each other, in their order. */
function foldAlike(
  findings: readonly Finding[],
): readonly { readonly first: readonly Finding[]; readonly more: number }[] {
  const groups: Finding[][] = []
  for (const finding of findings) {
    const last = groups.at(-1)
    if (last?.[0]?.code === finding.code) last.push(finding)
    else groups.push([finding])
  }
  return groups.map((group) => ({
    first: group.slice(0, mostAlike),
    more: Math.max(0, group.length - mostAlike),
  }))
}
