// The proxy that a service is given in its environment: quotes that no program knows, and exceptions that leave out what
// the node must reach without it. Go's net/http decides what is asked through a proxy: httpproxy.Config, NO_PROXY.
import type { Component } from "../../components/component.ts"
import { proxyVariables } from "../../components/daemon/variables.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { type Place, placeAt } from "../../model/place.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { serviceCommand } from "../restart-command.ts"
import { type Concerned, concerned } from "./concerned.ts"

/** As a word processor, a chat or a web page makes them of plain ones. */
const typographic = /[\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb]/

export function judgeProxies(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const all = concerned(node, components)
  return [
    ...all.flatMap((one) => judgeQuotes(node, one)),
    ...all.flatMap((one) => judgeWords(node, one)),
    ...all.flatMap((one) => judgeExceptions(node, components, one)),
  ]
}

function judgeQuotes(node: NodeFacts, { component, service }: Concerned): readonly Finding[] {
  return service.files.flatMap((fact): readonly Finding[] => {
    const file = knownValue(fact)
    const at = file === undefined ? -1 : proxyLine(file.text)
    if (file === undefined || at < 0) return []
    const command = serviceCommand(node, service.name, "restart")
    const args = { service: service.name, file: file.path, command }
    const place = placeAt(file.path, file.text, at, 1)
    return [{ code: "proxy-typographic-quotes", args, severity: "warning", component: component.id, place }]
  })
}

/** `Environment="HTTP_PROXY=http://a:1 NO_PROXY=b"` is one word, and so one variable: systemd.exec(5), Environment=. */
function judgeWords(node: NodeFacts, { component, service }: Concerned): readonly Finding[] {
  const joined = proxyVariables.find((name) => /\s\w*_proxy=/i.test(service.environment[name] ?? ""))
  if (joined === undefined) return []
  const at = service.files.flatMap((fact) => {
    const file = knownValue(fact)
    const found = file === undefined ? -1 : file.text.search(new RegExp(`^(?!\\s*[#;]).*\\b${joined}=`, "m"))
    return file === undefined || found < 0 ? [] : [placeAt(file.path, file.text, found, 1)]
  })
  const place = at.at(-1)
  if (place === undefined) return []
  const command = serviceCommand(node, service.name, "restart")
  const args = { service: service.name, variable: joined, file: place.file, command }
  return [{ code: "proxy-in-one-word", args, severity: "warning", component: component.id, place }]
}

/** Offset of the first such quote in a line that sets a proxy; -1: there is none. */
function proxyLine(text: string): number {
  let offset = 0
  for (const line of text.split("\n")) {
    const quote = /^\s*#/.test(line) || !/_proxy\b/i.test(line) ? -1 : line.search(typographic)
    if (quote >= 0) return offset + quote
    offset += line.length + 1
  }
  return -1
}

/** A runtime pulls from registries in the cluster, and a kubelet speaks to the API server and to its own probes. */
function judgeExceptions(
  node: NodeFacts,
  components: readonly Component[],
  { component, service }: Concerned,
): readonly Finding[] {
  const proxy = variable(service, "HTTPS_PROXY") ?? variable(service, "HTTP_PROXY")
  if (proxy === undefined) return []
  const exceptions = (variable(service, "NO_PROXY") ?? "").split(",").map((one) => one.trim())
  const missing = addressesOf(node, components).filter((address) => !exceptions.some((one) => covers(one, address)))
  if (missing.length === 0) return []
  const place = placeOf(service)
  const args = { service: service.name, missing, noProxy: exceptions.filter((one) => one !== "") }
  return [
    {
      code: "proxy-without-cluster",
      args,
      severity: "note",
      component: component.id,
      ...(place === undefined ? {} : { place }),
    },
  ]
}

/** Both spellings count, the upper one first. */
function variable({ environment }: ServiceFacts, name: string): string | undefined {
  const value = environment[name] ?? environment[name.toLowerCase()]
  return value === "" ? undefined : value
}

/** What the node's own files say is in the cluster: the address of its DNS, which lies in the range of services. */
function addressesOf(node: NodeFacts, components: readonly Component[]): readonly string[] {
  const kubelet = components.find(({ role }) => role === "kubelet")
  return [...new Set(kubelet?.summarize(node).clusterDns ?? [])]
}

/** "*", an address, or a range; names cover no address. */
function covers(exception: string, address: string): boolean {
  const [base = "", bits = ""] = exception.split("/")
  if (exception === "*" || base === address) return true
  const [range, one] = [numberOf(base), numberOf(address)]
  if (range === undefined || one === undefined || range.bits !== one.bits || !/^\d{1,3}$/.test(bits)) return false
  const rest = BigInt(Math.max(0, range.bits - Number(bits)))
  return range.value >> rest === one.value >> rest
}

/** An address as one number, and how many bits its family has. Undefined: it is none. */
function numberOf(address: string): { readonly value: bigint; readonly bits: number } | undefined {
  const numbers = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1)
  if (numbers !== undefined) return { value: joined(numbers.map(Number), 8), bits: 32 }
  if (!/^[0-9a-f:]+$/i.test(address) || !address.includes(":")) return undefined
  const [before = [], after = []] = address.split("::").map((half) => half.split(":").filter((group) => group !== ""))
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0")
  return {
    value: joined(
      [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16)),
      16,
    ),
    bits: 128,
  }
}

function joined(numbers: readonly number[], bits: number): bigint {
  return numbers.reduce((sum, number) => (sum << BigInt(bits)) + BigInt(number), 0n)
}

/** The line that names the exceptions, else the one that names the proxy. */
function placeOf({ files }: ServiceFacts): Place | undefined {
  for (const pattern of [/^[^#\n]*\bno_proxy=/im, /^[^#\n]*\bhttps?_proxy=/im]) {
    for (const fact of files) {
      const file = knownValue(fact)
      const found = file === undefined ? null : pattern.exec(file.text)
      if (file !== undefined && found !== null) return placeAt(file.path, file.text, found.index)
    }
  }
  return undefined
}
