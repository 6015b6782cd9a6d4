// What the services and the runtimes' tables say, whichever component they are of: the proxy in a service's environment,
// the runtime handlers with the programs behind them; and swap, which is the node's.
import type { Component } from "../components/component.ts"
import { proxyIn } from "../components/daemon/variables.ts"
import type { HandlerInForce } from "../components/runtime-part.ts"
import { unreadLines } from "../documents/units/verify.ts"
import type { Explanation, Mention } from "../model/explanation.ts"
import { knownValue, type Source } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { Reason } from "../model/message.ts"
import { type Place, placeAt } from "../model/place.ts"
import { redactText } from "../model/secrets/redact.ts"
import type { ServiceFacts } from "../model/service.ts"
import { concerned } from "./rules/concerned.ts"
import { unitTexts } from "./rules/services/units.ts"
import { runtimesInUse } from "./runtime-in-use.ts"

/** One for each service that pods on this node need. */
export function explainProxy(node: NodeFacts, components: readonly Component[]): readonly Explanation[] {
  return concerned(node, components).map(({ component, service }): Explanation => {
    const { environment } = service
    const name = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].find(
      (one) => (environment[one] ?? "") !== "",
    )
    const value = name === undefined ? "none" : redactText(environment[name] ?? "")
    const lines = name === undefined ? [] : linesWith(service, name)
    const place = lines.at(-1)
    const source: Source =
      place === undefined
        ? { kind: "table", what: `the environment of ${service.name}` }
        : { kind: "file", path: place.file, place }
    const ofUnits = skipped(service)
    const isTold = (line: Place) => ofUnits.some((one) => one.place.file === line.file && one.place.line === line.line)
    const overridden = lines.slice(0, -1).flatMap((line): Mention[] => {
      const why = { code: "overridden-by", args: { file: place?.file ?? "" } } as const
      return isTold(line) ? [] : [{ place: line, key: name ?? "", value: "", why }]
    })
    const others = [...ofUnits, ...overridden, ...passedOn(service)]
    const started = node.daemons?.[service.name]?.environment
    const now = started === undefined ? undefined : redactText(proxyIn(started) ?? "none")
    const running = now === undefined ? {} : { running: { value: now, differs: now !== value } }
    return { setting: "proxy", component: component.id, subject: service.name, value, source, others, ...running }
  })
}

/** Lines that assign a variable, in the order in which they count. */
function linesWith({ files, managerFiles = [] }: ServiceFacts, name: string): readonly Place[] {
  return [...managerFiles, ...files].flatMap((fact) => {
    const file = knownValue(fact)
    if (file === undefined) return []
    const found = [...file.text.matchAll(new RegExp(`^(?![ \\t]*[#;]).*\\b${name}=`, "gm"))]
    return found.map((match) =>
      placeAt(file.path, file.text, match.index + match[0].length - name.length - 1, name.length),
    )
  })
}

/** Lines of units that mean a proxy and that systemd passes over, and those of files that nobody reads. */
function skipped(service: ServiceFacts): readonly Mention[] {
  const passedOver = unitTexts(service).flatMap((text, index) =>
    unreadLines(text, index > 0)
      .filter(({ what, place }) => /_proxy/i.test(what) || /_proxy/i.test(place.text ?? ""))
      .map(({ what, place }): Mention => {
        return { place, key: what, value: "", why: { code: "line-skipped-by-systemd", args: {} } }
      }),
  )
  const ofNobody = (service.unreadFiles ?? []).flatMap(({ file, why: reason }) =>
    [...file.text.matchAll(/^(?![ \t]*[#;]).*?\b(https?_proxy)=/gim)].map((match): Mention => {
      const place = placeAt(file.path, file.text, match.index)
      const why =
        reason === "logins"
          ? ({ code: "read-at-logins", args: {} } as const)
          : ({ code: "file-of-nobody", args: { service: service.name } } as const)
      return { place, key: match[1] ?? "", value: "", why }
    }),
  )
  return [...passedOver, ...ofNobody]
}

/** PassEnvironment= hands on what systemd itself has, which files tell of only in part. */
function passedOn(service: ServiceFacts): readonly Mention[] {
  return unitTexts(service).flatMap(({ path, text }) =>
    [...text.matchAll(/^[ \t]*PassEnvironment[ \t]*=.*?\b(https?_proxy)\b/gim)].flatMap((match): Mention[] => {
      const key = match[1] ?? ""
      if (service.environment[key] !== undefined) return []
      const place = placeAt(path, text, match.index, match[0].length)
      return [{ place, key, value: "", why: { code: "handed-on-by-systemd", args: {} } }]
    }),
  )
}

/** One for each handler of the runtimes in use. */
export function explainHandlers(node: NodeFacts, components: readonly Component[]): readonly Explanation[] {
  return runtimesInUse(node, components).flatMap(({ component }) => {
    const troubles = component.runtime?.handlerPrograms(node) ?? []
    const handlers = component.runtime?.handlers(node) ?? []
    return handlers.map((handler): Explanation => {
      const { name, runs, place } = handler
      const lacking = troubles.find((one) => one.handler === name)?.program
      const source: Source =
        place === undefined
          ? { kind: "table", what: `built-in handlers of ${component.name}` }
          : { kind: "file", path: place.file, place }
      const why = whyOfHandler(handler, handlers, lacking, component.summarize(node).version ?? "")
      return {
        setting: "handlers",
        component: component.id,
        subject: name,
        value: handler.trouble === "absent" ? "none" : runs,
        source,
        ...(why === undefined ? {} : { why }),
        others: [],
      }
    })
  })
}

function whyOfHandler(
  handler: HandlerInForce,
  handlers: readonly HandlerInForce[],
  lacking: string | undefined,
  release: string,
): Reason | undefined {
  const { name, isDefault, program, trouble } = handler
  if (trouble === "absent") return { code: "handler-default-absent", args: {} }
  if (trouble === "type-gone") return { code: "handler-type-gone", args: { release } }
  if (lacking !== undefined) return { code: "handler-program-lacks", args: { program: lacking } }
  if (program === undefined) return { code: "handler-of-another-shim", args: { isDefault } }
  const others = handlers.filter(
    (one) => one.name !== name && one.trouble === undefined && isSameProgram(one.program, program),
  )
  if (others.length > 0)
    return { code: "handler-like-others", args: { handlers: others.map((other) => other.name), isDefault } }
  return isDefault ? { code: "handler-is-default", args: {} } : undefined
}

/** A name is looked for in PATH: systemd.exec(5), ExecSearchPath; what lies elsewhere is another program. */
function isSameProgram(one: string | undefined, other: string): boolean {
  const found = (program: string) => /^(?:\/usr)?(?:\/local)?\/s?bin\/([^/]+)$/.exec(program)?.[1] ?? program
  if (one === undefined) return false
  return one === other || (one.startsWith("/") !== other.startsWith("/") && found(one) === found(other))
}

const mostDevices = 10

/** What swaps now, and by which lines the next boot switches it on. */
export function explainSwap(node: NodeFacts): readonly Explanation[] {
  const { swap } = node
  if (node.platform !== "linux") return []
  const facts = knownValue(swap)
  const devices = (facts?.devices ?? []).map(({ path }) => path)
  const isUnknown = swap.state !== "known" && swap.state !== "absent"
  const others = (facts?.nextBoot ?? []).map(({ path, place }): Mention => {
    return { place, key: "swap", value: path, why: { code: "swap-at-boot", args: {} } }
  })
  // A line that stands there fifty thousand times is told once, and a long list ends.
  const named = [...new Set(devices)]
  const shown = `${named.slice(0, mostDevices).join(", ")}${named.length > mostDevices ? ", ..." : ""}`
  const value = isUnknown ? undefined : named.length === 0 ? "none" : shown
  return [{ setting: "swap", component: "kernel", value, source: swap.source, others }]
}
