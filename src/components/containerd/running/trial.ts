// A second containerd that starts on the new configuration before the node's own does: what its loader, its plugins and
// CRI make of values is seen when they start, and `config dump` judges only some of it. It has root, state and sockets of
// its own, and is kept from whatever of the node a starting containerd touches.
import type { Edit, KeyPath } from "../../../documents/document.ts"
import { toml } from "../../../documents/toml/toml.ts"
import { valueAt } from "../../../documents/value.ts"
import type { Copies, Judgement, Trial } from "../../../model/plan.ts"
import type { Effective } from "../effective.ts"
import type { LoadedFile } from "../simulate/load.ts"
import { trialKeys } from "../tables/trial-keys.ts"
import { judgementOf, stagedText } from "./staged-check.ts"

/** A short path: a unix socket's holds 107 bytes (unix(7)). */
const directory = "/run/criadm-trial"

/** Their directories are the trial's own below its root; others need a pool, a data set or a daemon of the node. */
const apart: ReadonlySet<string> = new Set(["overlayfs", "native"])

/** The staged check of a configuration: what its program reads from copies, and where it can be, that it starts on them. */
export function checkOf(program: string, root: string, found: Effective): Judgement {
  const trial = trialOf(program, found)
  return { ...judgementOf(program, root, found.files), ...(trial === undefined ? {} : { trial }) }
}

/** Undefined: this configuration cannot be tried apart from the node. */
function trialOf(program: string, { files, root, schema, snapshotter, cri }: Effective): Trial | undefined {
  const keys = trialKeys(schema, directory)
  const isApart = snapshotter === undefined || apart.has(snapshotter.value)
  if (keys === undefined || cri !== "v1" || !isApart || files.some((file) => file.schema === 1)) return undefined
  const copies = files.map((file) => copyOf(file, keys, file.path === root))
  if (copies.includes(undefined)) return undefined
  const neutral = toml.edit(root, `version = ${schema}\n`, setsOf(keys.own))
  if (!neutral.ok) return undefined
  const texts = copies.filter((copy) => copy !== undefined)
  return {
    asked: started(program, root, texts),
    neutral: started(program, root, [{ path: root, text: neutral.value }]),
    directory,
    endpoint: `unix://${directory}/containerd.sock`,
  }
}

function started(program: string, root: string, files: Copies["files"]): Copies {
  return { files, command: [program, "--config", `{staged}${root}`] }
}

const setsOf = (own: ReadonlyMap<KeyPath, string | boolean>): readonly Edit[] =>
  [...own].map(([path, value]) => ({ edit: "set", path, value }))

/** The file with what is the node's own taken out, as a copy whose imports lead to the other copies. */
function copyOf(file: LoadedFile, { own, left }: NonNullable<ReturnType<typeof trialKeys>>, isRoot: boolean) {
  const { root } = file.document
  const isThere = (path: KeyPath) => valueAt(root, path) !== undefined
  const edits: readonly Edit[] = [
    ...left.filter(isThere).map((path): Edit => ({ edit: "remove", path })),
    // An import's table takes the place of the root's whole table of that plugin before 2.0.
    ...setsOf(new Map([...own].filter(([path]) => isRoot || isThere(path.length > 2 ? path.slice(0, 2) : path)))),
  ]
  const edited = toml.edit(file.path, file.document.text, edits)
  const read = edited.ok ? toml.parse(file.path, edited.value) : edited
  return read.ok ? { path: file.path, text: stagedText(file.path, read.value) } : undefined
}
