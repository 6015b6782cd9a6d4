// What must change so that crictl speaks to the chosen runtime: two keys of its file, for pods and for images. Every
// other line stays. An endpoint that leads to the same socket by another spelling is left as it is.
import type { Edit } from "../../documents/document.ts"
import { yaml } from "../../documents/yaml/yaml.ts"
import type { FileChange } from "../../model/change.ts"
import { ok, type Result } from "../../model/fault.ts"
import type { FileFact } from "../../model/file-content.ts"
import { type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import { isSameEndpoint } from "../kubelet/endpoint.ts"
import { type CrictlFacts, configPath } from "./facts.ts"

const component = "crictl"

/** cri-tools docs/crictl.md. Without image-endpoint images are asked for where the pods are. */
const keys = ["runtime-endpoint", "image-endpoint"] as const

export function contributeCrictl(wanted: Wanted, { config }: CrictlFacts): Contribution {
  if (wanted.crictlConfig !== true || wanted.endpoint === "") return nothingToContribute
  if (config === undefined) return { ...nothingToContribute, notes: [{ code: "crictl-not-installed", args: {} }] }
  const text = newText(config, wanted.endpoint)
  if (!text.ok) return { ...nothingToContribute, refusals: [text.fault] }
  const old = config.state === "known" ? config.value : undefined
  const readings = [{ path: configPath, hash: old?.hash ?? null }]
  if (old?.text === text.value) return { ...nothingToContribute, readings }
  const { mode, uid, gid } = old ?? { mode: 0o644, uid: 0, gid: 0 }
  const change: FileChange = {
    kind: "file",
    component,
    path: configPath,
    realPath: old?.realPath ?? configPath,
    before: old === undefined ? null : { text: old.text, mode, uid, gid },
    after: { text: text.value, mode, uid, gid },
    why: [{ code: "crictl-speaks-to-runtime", args: { endpoint: wanted.endpoint } }],
  }
  return { ...nothingToContribute, changes: [change], readings }
}

function newText(config: FileFact, endpoint: string): Result<string> {
  if (config.state === "absent") return ok(freshText(endpoint))
  if (config.state !== "known") {
    return {
      ok: false,
      fault: { code: "file-unreadable", args: { file: configPath, why: config.reason } },
    }
  }
  const stream = yaml.parse(configPath, config.value.text)
  if (!stream.ok) return stream
  // crictl reads the first document of the file only, as every program does that unmarshals it whole.
  const root = stream.value.documents[0]?.root ?? {}
  const edits = keys.flatMap((key): Edit[] => {
    const stated = root[key]
    const isThere = typeof stated === "string" && isSameEndpoint(stated, endpoint)
    return isThere ? [] : [{ edit: "set", path: [key], value: endpoint }]
  })
  return yaml.edit(configPath, config.value.text, 0, edits)
}

function freshText(endpoint: string): string {
  const lines = keys.map((key) => `${key}: ${endpoint}\n`).join("")
  return `# Written by criadm: the CRI endpoint of this node's runtime.\n${lines}`
}
