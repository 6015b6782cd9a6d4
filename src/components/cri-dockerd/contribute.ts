// What must change so that cri-dockerd uses the wanted sandbox image. It takes the image only as a flag: with systemd a
// drop-in repeats the operator's own ExecStart= with that flag changed; elsewhere the flag is changed where it stands.
import type { Change } from "../../model/change.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import type { FileContent } from "../../model/file-content.ts"
import type { Reason } from "../../model/message.ts"
import type { Expectation, Reading } from "../../model/plan.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import { findFlags, withFlagValue } from "../service-flags.ts"
import { hasFlag, withFlag } from "./command-line.ts"
import { effectiveExecStart } from "./exec-start.ts"
import { type CriDockerdFacts, dropInDirectoryOf } from "./facts.ts"
import { sandboxImageFlag, sandboxImageOf } from "./sandbox-image.ts"
import { passedVariable, withFlagAdded } from "./settings-file.ts"

const component = "cri-dockerd"
const ownName = "99-criadm.conf"
const header =
  "# Written by criadm: cri-dockerd takes its sandbox image only as a flag; the rest repeats the unit's own line."

/** A file as it shall be; `before` undefined: it is made. */
interface NewText {
  readonly path: string
  readonly before: FileContent | undefined
  readonly text: string
}

export function contributeSandboxImage(wanted: Wanted, own: CriDockerdFacts): Contribution {
  // The endpoint says which runtime was chosen: only that of Docker, or of what is built from it, is this one.
  if (own.program === undefined || wanted.endpoint !== own.endpoint.text) return nothingToContribute
  const { service } = own
  const image = wanted.sandboxImage
  const expectations = expectationsOf(wanted, service)
  const isRight = image === undefined || sandboxImageOf(own).value === image
  if (isRight) return { ...nothingToContribute, expectations, readings: readingsOf(own, undefined) }
  const changed = changeFlag(own, image)
  if (!changed.ok) return { ...nothingToContribute, refusals: [changed.fault] }
  const why: Reason = { code: "cri-dockerd-set-sandbox-image", args: { image } }
  return {
    ...nothingToContribute,
    changes: [...changesFor(own, changed.value, why), ...restartOf(service)],
    readings: readingsOf(own, changed.value),
    expectations,
  }
}

function changeFlag(own: CriDockerdFacts, image: string): Result<NewText> {
  const { service } = own
  const flag = `--${sandboxImageFlag}=${image}`
  const byHand: Fault = {
    code: "cri-dockerd-flag-by-hand",
    args: { flag, file: fileOf(service) },
  }
  // What a shell or systemd would read differently is no image reference; see image-reference.ts of the settings.
  if (service === undefined || !/^[\w./:@-]+$/.test(image)) return failed(byHand)
  const started = own.initSystem === "systemd" ? effectiveExecStart(service.files) : undefined
  const isInLine = started !== undefined && hasFlag(started.raw, sandboxImageFlag)
  const home = findFlags(service.files, sandboxImageFlag).findLast(({ variable }) => variable !== undefined)
  if (home !== undefined && !isInLine) {
    const text = withFlagValue(home, image)
    if (text.ok) return ok({ path: home.file.path, before: home.file, text: text.value })
    if (started === undefined) return text
  }
  if (started !== undefined) return changeUnit(service, started, image)
  const passed = own.initSystem === "systemd" ? undefined : passedVariable(service)
  if (passed === undefined) return failed(byHand)
  const text = withFlagAdded(passed, flag)
  return text.ok ? ok({ path: passed.file.path, before: passed.file, text: text.value }) : text
}

/** A drop-in that is read after ours, or is ours, is changed where it is; everything else is repeated in ours. */
function changeUnit(
  service: ServiceFacts,
  { file, raw, offset }: { readonly file: FileContent; readonly raw: string; readonly offset: number },
  image: string,
): Result<NewText> {
  const line = withFlag(raw, sandboxImageFlag, image)
  const directory = dropInDirectoryOf(service)
  const name = file.path.slice(file.path.lastIndexOf("/") + 1)
  const isDropIn = file.path.endsWith(".conf")
  if (isDropIn && name >= ownName) {
    if (!file.path.startsWith("/etc/")) {
      return failed({ code: "cri-dockerd-drop-in-out-of-reach", args: { file: file.path } })
    }
    const text = file.text.slice(0, offset) + line + file.text.slice(offset + raw.length)
    return ok({ path: file.path, before: file, text })
  }
  const path = `${directory}/${ownName}`
  const before = service.files.map((fact) => knownValue(fact)).find((one) => one?.path === path)
  return ok({ path, before, text: `${header}\n[Service]\nExecStart=\nExecStart=${line}\n` })
}

function fileOf(service: ServiceFacts | undefined): string {
  const first = service?.files[0]?.source
  return first?.kind === "file" ? first.path : ""
}

function changesFor(own: CriDockerdFacts, { path, before, text }: NewText, why: Reason): readonly Change[] {
  const directory = path.slice(0, path.lastIndexOf("/"))
  const isMissing = before === undefined && !own.hasDropInDirectory
  const { mode, uid, gid } = before ?? { mode: 0o644, uid: 0, gid: 0 }
  return [
    ...(isMissing ? [{ kind: "directory", component, path: directory, mode: 0o755, why: [why] } as const] : []),
    {
      kind: "file",
      component,
      path,
      realPath: before?.realPath ?? path,
      before: before === undefined ? null : { text: before.text, mode, uid, gid },
      after: { text, mode, uid, gid },
      why: [why],
    },
  ]
}

function restartOf(service: ServiceFacts | undefined): readonly Change[] {
  if (service === undefined) return []
  const why: Reason = { code: "restart-makes-effective", args: {} }
  const { name, state } = service
  return [{ kind: "service", component, service: name, action: "restart", wasActive: state === "active", why: [why] }]
}

function expectationsOf(wanted: Wanted, service: ServiceFacts | undefined): readonly Expectation[] {
  const { endpoint, sandboxImage: image } = wanted
  return [
    ...(service === undefined ? [] : [{ kind: "service-active", component, service: service.name } as const]),
    ...(image === undefined ? [] : [{ kind: "sandbox-image", component, endpoint, image } as const]),
  ]
}

/** Everything the decision rests on, and the absence of what is created. */
function readingsOf(own: CriDockerdFacts, changed: NewText | undefined): readonly Reading[] {
  const files = [...(own.service?.files ?? []), ...own.socketFiles].flatMap((fact) => knownValue(fact) ?? [])
  const read = files.map((file): Reading => ({ path: file.path, hash: file.hash }))
  return changed === undefined || changed.before !== undefined ? read : [...read, { path: changed.path, hash: null }]
}
