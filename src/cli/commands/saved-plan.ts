// Reads a plan that `criadm plan --out` saved. Its form is checked; whether it is this node's plan, apply asks.
// A printed plan is read too, unless it had credentials: they are redacted in it, and would be redacted in files.
import type { Answers } from "../../model/answers.ts"
import type { Change } from "../../model/change.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import type { Plan } from "../../model/plan.ts"
import { redactValue } from "../../model/secrets/redact.ts"
import { isAbsolutePath } from "../../settings/absolute-path.ts"
import { readAnswers, writeAnswers } from "../../settings/answers-file.ts"
import type { Face } from "../face.ts"
import { jsonText } from "../json.ts"
import type { Invocation } from "../parse.ts"

export async function readPlan(face: Face, file: string): Promise<Result<Plan>> {
  const text = await face.readText(file, "own")
  if (!text.ok) return text
  const broken = (why: string) => failed({ code: "plan-file-broken", args: { file, why } })
  let parsed: unknown
  try {
    parsed = JSON.parse(text.value)
  } catch {
    return broken("it is not JSON")
  }
  const why = whyNoPlan(parsed)
  return why === undefined ? ok(parsed as Plan) : broken(why)
}

/** What `readPlan` reads. What was stated about the node is part of what the plan was made from. */
export function planToSave(plan: Plan, { flags }: Invocation): string {
  const stated = flags["runtime-version"]
  const whole: Plan = typeof stated === "string" ? { ...plan, statedVersion: stated } : plan
  return `${JSON.stringify(whole, undefined, 2)}\n`
}

/** A plan to be printed. `more`: what is told beside the plan, and is nothing of it. */
export function planToJson(plan: Plan, more: Readonly<Record<string, unknown>> = {}): string {
  const isWhole = jsonText(plan) === jsonText(redactValue(plan))
  return jsonText({ ...redactValue(plan), ...(isWhole ? {} : { isBlotted: true }), ...redactValue(more) })
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const isListOf = (value: unknown, is: (one: unknown) => boolean): boolean => Array.isArray(value) && value.every(is)

/** What of a value is not as model/plan.ts has it, as far as apply would act on it; undefined: it is a plan. */
function whyNoPlan(value: unknown): string | undefined {
  if (!isObject(value) || value["kind"] !== "Plan") return 'its kind is not "Plan"'
  if (value["version"] !== 1) return `its version is ${JSON.stringify(value["version"])}, and this criadm reads 1`
  if (value["isBlotted"] === true) return "its credentials are redacted; criadm plan --out FILE saves it whole"
  for (const key of ["readings", "judgements", "changes", "expectations", "notes"]) {
    const list = value[key]
    if (!Array.isArray(list) || !list.every(isObject)) return `"${key}" is not a list`
  }
  for (const key of ["root", "initSystem"]) if (typeof value[key] !== "string") return `"${key}" is missing`
  if (typeof value["timeoutSeconds"] !== "number") return '"timeoutSeconds" is missing'
  if (!areAnswers(value["answers"])) return '"answers" are no answers'
  const readings = value["readings"] as readonly Record<string, unknown>[]
  if (!readings.every(({ path }) => isAbsolutePath(path))) return "a reading has no path"
  const changes = value["changes"] as readonly Record<string, unknown>[]
  return changes.map(whyNoChange).find((why) => why !== undefined)
}

/** Whether they could stand in an answers file. The plan is made again from them. */
function areAnswers(value: unknown): boolean {
  if (!isObject(value) || !isObject(value["values"]) || !isObject(value["chosenBy"])) return false
  const isText = (one: unknown) => typeof one === "string"
  const isPlain = (one: unknown) => isText(one) || one === true || (Array.isArray(one) && one.every(isText))
  const isElement = (one: unknown) => isText(one) || (isObject(one) && Object.values(one).every(isPlain))
  const isWritable = (one: unknown) =>
    ["string", "boolean"].includes(typeof one) || (Array.isArray(one) && one.every(isElement))
  const { values } = value
  if (!Object.values(values).every(isWritable)) return false
  const text = writeAnswers(values as Answers, () => "")
  const read = readAnswers("", text)
  return read.ok && Object.keys(values).every((key) => key in read.value.values)
}

function whyNoChange(change: Json): string | undefined {
  const kind = String(change["kind"])
  const why = Object.hasOwn(whyNo, kind) ? whyNo[kind as Change["kind"]] : inNoFile
  return why(change)
}

const isWhole = (value: unknown): boolean => Number.isInteger(value)
const isText = (value: unknown): boolean => typeof value === "string"

const isVersion = (version: unknown): boolean =>
  version === null ||
  (isObject(version) && isText(version["text"]) && ["mode", "uid", "gid"].every((key) => isWhole(version[key])))

const isPlacedFile = (file: unknown): boolean =>
  isObject(file) && isAbsolutePath(file["path"]) && isText(file["sha256"])

const inNoFile = ({ kind }: Json): string => `it has a change of the kind ${JSON.stringify(kind)}`

/** What of a change is not as apply needs it, by its kind; a new kind without an answer does not compile. */
const whyNo: { readonly [Kind in Change["kind"]]: (change: Json) => string | undefined } = {
  file({ path, realPath, before, after }) {
    if (!isAbsolutePath(path) || !isAbsolutePath(realPath)) return "a file change has no absolute path"
    return isVersion(before) && isVersion(after) ? undefined : "a file change has no contents"
  },
  directory: ({ path, mode }) => (isAbsolutePath(path) && isWhole(mode) ? undefined : "a directory change has no path"),
  link: ({ path, target }) =>
    isAbsolutePath(path) && isAbsolutePath(target) ? undefined : "a link has no absolute path",
  "live-value": ({ path, after }) =>
    isAbsolutePath(path) && String(path).startsWith("/proc/sys/") && isText(after)
      ? undefined
      : "a live value is not below /proc/sys",
  swap: ({ device }) => (isAbsolutePath(device) ? undefined : "a change of swap has no device"),
  module: ({ name }) => (/^\w+$/.test(String(name)) ? undefined : "a change of a module has no module"),
  // What would be installed is resolved again, and must come to the same.
  packages({ packages, requested, services, configuration, kept }) {
    const areNamed = isListOf(packages, (row) => isObject(row) && isText(row["name"]))
    const areTexts = [requested, services, configuration, kept].every((list) => isListOf(list, isText))
    return areNamed && areTexts ? undefined : "a change of packages has no packages"
  },
  image: ({ endpoint, image, id, hash, archive }) =>
    [endpoint, image, id, hash].every(isText) && isAbsolutePath(archive)
      ? undefined
      : "a change of an image has no archive",
  tree({ files, directories, archives, contents }) {
    const areFiles = isListOf(files, isPlacedFile) && isListOf(directories, isAbsolutePath)
    const areNamed = isListOf(archives, (row) => isObject(row) && isText(row["project"]))
    return areFiles && areNamed && isAbsolutePath(contents) ? undefined : "a change of archives has no files"
  },
  exchange({ files, replaced, directories, archives, was, contents, kept }) {
    const areFiles = isListOf(files, isPlacedFile) && isListOf(replaced, isPlacedFile)
    const areNamed = [archives, was].every((list) => isListOf(list, (row) => isObject(row) && isText(row["project"])))
    const arePlaces = isListOf(directories, isAbsolutePath) && isAbsolutePath(contents) && isAbsolutePath(kept)
    return areFiles && areNamed && arePlaces ? undefined : "a change of archives has no files"
  },
  service: ({ action, service }) =>
    ["restart", "reload", "start"].includes(String(action)) &&
    isText(service) &&
    /^[A-Za-z0-9@:._-]+$/.test(String(service))
      ? undefined
      : "a service action is unknown",
  // Steps of a migration, which plans them on the node as it is then; no plan that is saved has them.
  pods: inNoFile,
  "carried-images": inNoFile,
}
