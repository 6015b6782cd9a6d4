// Variables that a service of systemd is given and that do not count: emptied by a file that counts more, or used by no
// line of the command. systemd.exec(5): what EnvironmentFile= brings overrides Environment=, and a later file an earlier.
import type { Component } from "../../../components/component.ts"
import { environmentFile } from "../../../documents/assignments/key-values.ts"
import { isNear } from "../../../documents/units/near.ts"
import { unitFile } from "../../../documents/units/unit-file.ts"
import { splitWords } from "../../../documents/units/words.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import type { FileContent } from "../../../model/file-content.ts"
import type { Finding } from "../../../model/finding.ts"
import type { Place } from "../../../model/place.ts"
import type { ServiceFacts } from "../../../model/service.ts"
import { serviceCommand } from "../../restart-command.ts"
import { type Concerned, concerned } from "../concerned.ts"

/** Whose value is a part of a command line. */
const partOfCommand = /(?:^|_)(?:OPTS?|OPTIONS|ARGS?|FLAGS?)$/

/** What is started through one of these may use any variable. */
const wrappers = /(?:^|\/)(?:ba|da|a|k|z)?sh$|\/(?:busybox|env|nsenter|podman|docker|systemd-run)$|\.sh$/

interface Assignment {
  readonly name: string
  readonly value: string
  readonly place: Place
}

export function judgeVariables(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  if (knownValue(node.initSystem) !== "systemd") return []
  return concerned(node, components).flatMap((one) => judge(node, one))
}

function judge(node: NodeFacts, { component, service }: Concerned): readonly Finding[] {
  const { id } = component
  const command = serviceCommand(node, service.name, "restart")
  const stated = assignmentsOf(service)
  const names = [...new Set(stated.map(({ name }) => name))]
  const used = usedIn(service)
  return names.flatMap((name): readonly Finding[] => {
    const all = stated.filter((one) => one.name === name)
    const winner = all.at(-1)
    const lost = all.findLast(({ value }) => value !== "")
    if (winner === undefined || lost === undefined) return []
    if (winner.value === "") {
      const args = { service: service.name, variable: name, file: lost.place.file, by: winner.place.file, command }
      return [{ code: "variable-emptied", args, severity: "warning", component: id, place: lost.place }]
    }
    if (used === undefined || used.has(name) || !partOfCommand.test(name)) return []
    const meant = [...used].find((one) => isNear(one, name)) ?? ""
    const args = { service: service.name, variable: name, file: winner.place.file, meant, command }
    return [{ code: "variable-not-used", args, severity: "warning", component: id, place: winner.place }]
  })
}

/** In the order in which they count. */
function assignmentsOf(service: ServiceFacts): readonly Assignment[] {
  const files = service.files.flatMap((fact) => knownValue(fact) ?? [])
  return [...inUnits(files.filter(isUnit)), ...files.filter((file) => !isUnit(file)).flatMap(inVariables)]
}

const isUnit = ({ path }: FileContent) => /\.(?:service|conf)$/.test(path)

/** An empty Environment= takes back all before it. */
function inUnits(units: readonly FileContent[]): readonly Assignment[] {
  let stated: Assignment[] = []
  for (const { path, text } of units) {
    const parsed = unitFile.parse(path, text)
    for (const { path: at, value, keyPlace: place } of parsed.ok ? parsed.value.keys : []) {
      if (at[0] !== "Service" || at[1] !== "Environment" || typeof value !== "string") continue
      const words = splitWords(value).map((word) => /^([A-Za-z_]\w*)=(.*)$/s.exec(word))
      const own = words.flatMap((word) => (word === null ? [] : [{ name: word[1] ?? "", value: word[2] ?? "", place }]))
      stated = value === "" ? [] : [...stated, ...own]
    }
  }
  return stated
}

function inVariables({ path, text }: FileContent): readonly Assignment[] {
  const parsed = environmentFile.parse(path, text)
  if (!parsed.ok) return []
  return parsed.value.keys.flatMap(({ path: [name = ""], value, keyPlace: place }) =>
    /^[A-Za-z_]\w*$/.test(name) && !/^\s*export\s/.test(place.text ?? "")
      ? [{ name, value: String(value), place }]
      : [],
  )
}

/** The variables in its command lines; undefined: what it starts may look at any. */
function usedIn(service: ServiceFacts): ReadonlySet<string> | undefined {
  const lines = service.files.flatMap((fact) => {
    const file = knownValue(fact)
    const parsed = file === undefined || !isUnit(file) ? undefined : unitFile.parse(file.path, file.text)
    return parsed?.ok !== true
      ? []
      : parsed.value.keys.flatMap(({ path: [section, key = ""], value }) =>
          section === "Service" && key.startsWith("Exec") && typeof value === "string" && value !== "" ? [value] : [],
        )
  })
  const starts = lines.map((line) => (splitWords(line)[0] ?? "").replace(/^[-@:+!|]*/, ""))
  if (service.notUnderstood !== undefined || lines.length === 0 || starts.some((first) => wrappers.test(first))) {
    return undefined
  }
  return new Set(lines.flatMap((line) => [...line.matchAll(/\$\{?([A-Za-z_]\w*)/g)].flatMap(([, name]) => name ?? [])))
}
