// The few words about CRI-O that other stages and the faces need.

import { knownValue, sourceToText } from "../../model/facts/fact.ts"
import type { Label } from "../../model/facts/label.ts"
import type { Summary } from "../component.ts"
import type { Effective } from "./effective.ts"
import { type CrioFacts, effectiveOf, endpointOf, isInstalled } from "./facts.ts"
import { isOnlyForRoot } from "./findings/problems.ts"
import { managerOf, type Scalar, spotOf } from "./scalars.ts"

type Row = Summary["rows"][number]

function row(label: Label, text: string | undefined, source?: string): readonly Row[] {
  if (text === undefined || text === "") return []
  return [source === undefined ? { label, text } : { label, text, source }]
}

/** `file:line` of the line that decides, the flag's name, or that it is built in. */
function placeText(scalar: Scalar): string {
  const { file, place } = spotOf(scalar)
  if (place !== undefined) return `${place.file}:${place.line}`
  return file ?? "built-in default"
}

export function summarize(facts: CrioFacts): Summary {
  if (!isInstalled(facts)) return { isInstalled: false, rows: [] }
  const found = effectiveOf(facts)
  const version = knownValue(facts.version)
  const listening = knownValue(facts.isListening)
  const endpoint = endpointOf(found)
  const driver = found?.loads ? managerOf(found.scalars) : undefined
  const image = found?.loads ? found.scalars.pauseImage.value : undefined
  return {
    isInstalled: true,
    ...(version === undefined ? {} : { version }),
    ...(facts.service === undefined ? {} : { service: facts.service }),
    endpoint,
    ...(found === undefined || found.problems.some(isOnlyForRoot) ? {} : { servesCri: found.problems.length === 0 }),
    ...(listening === undefined ? {} : { isListening: listening }),
    ...(driver === undefined ? {} : { cgroupDriver: driver }),
    ...(image === undefined ? {} : { sandboxImage: image }),
    rows: [
      ...row("version", version, sourceToText(facts.version.source)),
      ...row("program", facts.program),
      ...row("service", facts.service?.state, facts.service?.name),
      ...row("configuration", filesText(facts), facts.dropInDirectory),
      ...row("endpoint", endpoint, found === undefined ? undefined : placeText(found.scalars.listen)),
      ...(found === undefined ? [] : rowsOf(found)),
    ],
  }
}

function filesText({ files }: CrioFacts): string {
  const paths = files.flatMap((file) =>
    file.state !== "absent" && file.source.kind === "file" ? [file.source.path] : [],
  )
  return paths.length === 0 ? "built-in defaults" : paths.join(", ")
}

function rowsOf(found: Effective): readonly Row[] {
  const { release, scalars, handlers, problems } = found
  if (problems.some(isOnlyForRoot))
    return row("cri", "not known: only root may read the configuration", problems[0]?.file)
  const fit = problems.length === 0 ? release.criVersions.join(", ") : "does not start on its configuration"
  const cri = row("cri", fit, problems[0]?.file)
  if (!found.loads) return cri
  const { cgroupManager, conmonCgroup, defaultRuntime, pauseImage } = scalars
  return [
    ...cri,
    ...row("cgroup-driver", cgroupManager.value, placeText(cgroupManager)),
    ...row({ term: "conmon_cgroup" }, conmonCgroup.value, placeText(conmonCgroup)),
    ...handlers
      .filter(({ hasMonitor }) => hasMonitor)
      .flatMap(({ name, monitorCgroup, monitorCgroupAt: at }) =>
        row(
          { id: "monitor-cgroup-of", of: name },
          monitorCgroup,
          conmonCgroup.value || at === undefined ? undefined : `${at.key.keyPlace.file}:${at.key.keyPlace.line}`,
        ),
      ),
    ...row("default-runtime", defaultRuntime.value || release.defaultRuntime, placeText(defaultRuntime)),
    ...row("sandbox-image", pauseImage.value, placeText(pauseImage)),
  ]
}
