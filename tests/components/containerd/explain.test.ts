// Why a setting is what it is, in the words an operator sees.
import { describe, expect, test } from "bun:test"
import { containerd } from "../../../src/components/containerd/component.ts"
import { en } from "../../../src/messages/en/en.ts"
import type { Explanation } from "../../../src/model/explanation.ts"
import { sourceToText } from "../../../src/model/facts/fact.ts"
import type { Reason } from "../../../src/model/message.ts"
import type { ExplainedSetting } from "../../../src/model/setting.ts"
import { configPath, factsOf, nodeOf, type Texts } from "./a-node.ts"

function say(reason: Reason): string {
  const sentence = en.reasons[reason.code] as (args: Reason["args"]) => string
  return sentence(reason.args)
}

/** One line for the value, one for each line that does not decide. */
function asText(one: Explanation): readonly string[] {
  const subject = one.subject === undefined ? "" : `${one.subject}: `
  const why = one.why === undefined ? "" : ` (${say(one.why)})`
  return [
    `${subject}${one.value ?? "?"} from ${sourceToText(one.source)}${why}`,
    ...one.others.map(({ place, value, why: other }) => `${place.file}:${place.line} ${value}: ${say(other)}`),
  ]
}

function explained(setting: ExplainedSetting, version: string, texts: Texts): readonly string[] {
  return containerd.explain(setting, nodeOf(factsOf(version, texts))).flatMap(asText)
}

const old = (image: string) => `[plugins."io.containerd.grpc.v1.cri"]\nsandbox_image = "${image}"\n`
const dropIn = "/etc/containerd/conf.d/a.toml"
const importing = 'version = 2\nimports = ["/etc/containerd/conf.d/*.toml"]\n'

describe("the sandbox image", () => {
  test("comes from the release's default where no file names it", () => {
    expect(explained("sandbox-image", "2.2.7", {})).toEqual([
      "registry.k8s.io/pause:3.10.1 from built-in default of containerd 2.2.7",
    ])
  })

  test("comes from the later file, and the earlier one says so", () => {
    const texts = { [configPath]: importing + old("a"), [dropIn]: `version = 2\n${old("b")}` }

    expect(explained("sandbox-image", "2.1.9", texts)).toEqual([
      `b from ${dropIn}:3`,
      `${configPath}:4 "a": overridden by ${dropIn}`,
    ])
  })

  test("is lost with its whole section before containerd 2", () => {
    const texts = {
      [configPath]: importing + old("a"),
      [dropIn]: 'version = 2\n[plugins."io.containerd.grpc.v1.cri".cni]\nbin_dir = "/opt/cni/bin"\n',
    }

    expect(explained("sandbox-image", "1.7.24", texts)).toEqual([
      "registry.k8s.io/pause:3.8 from built-in default of containerd 1.7.24",
      `${configPath}:4 "a": replaced with its whole section by ${dropIn}`,
    ])
  })

  test("is not read from a table of another version", () => {
    expect(explained("sandbox-image", "2.2.7", { [configPath]: `version = 3\n${old("a")}` })).toEqual([
      "registry.k8s.io/pause:3.10.1 from built-in default of containerd 2.2.7",
      `${configPath}:3 "a": ignored: containerd 2.2.7 does not read the table "io.containerd.grpc.v1.cri" with version 3`,
    ])
  })

  test("is not read from a drop-in that nothing imports", () => {
    expect(explained("sandbox-image", "2.2.7", { [configPath]: "version = 2\n", [dropIn]: old("a") })).toEqual([
      "registry.k8s.io/pause:3.10.1 from built-in default of containerd 2.2.7",
      `${dropIn}:2 "a": not read: ${configPath} does not import this file`,
    ])
  })

  test("has no value while containerd does not start", () => {
    const why = `containerd does not start: ${configPath} states version = 4; containerd 2.2.7 reads up to 3`

    expect(explained("sandbox-image", "2.2.7", { [configPath]: `version = 4\n${old("a")}` })).toEqual([
      `? from ${configPath}:1 (${why})`,
      `${configPath}:3 "a": ${why}`,
    ])
  })
})

describe("the cgroup driver", () => {
  const runc = '[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc'

  test("is told for every handler of runc", () => {
    const text = `version = 2\n${runc}.options]\nSystemdCgroup = true\n${runc.replace(/runc$/, "nvidia")}]\nruntime_type = "io.containerd.runc.v2"\n`

    expect(explained("cgroup-driver", "2.1.9", { [configPath]: text })).toEqual([
      "nvidia: cgroupfs from built-in default of containerd 2.1.9 (no SystemdCgroup, which counts as false)",
      `runc: systemd from ${configPath}:3`,
    ])
  })

  test("beside the options nobody reads it", () => {
    const text = `version = 2\n${runc}]\nruntime_type = "io.containerd.runc.v2"\nSystemdCgroup = true\n`

    expect(explained("cgroup-driver", "2.1.9", { [configPath]: text })).toEqual([
      "runc: cgroupfs from built-in default of containerd 2.1.9 (no SystemdCgroup, which counts as false)",
      `${configPath}:4 true: ignored here: its place is the table options below`,
    ])
  })

  test("the new table counts more than the old one", () => {
    const newer = "[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]\nSystemdCgroup = false\n"
    const table = "plugins.io.containerd.cri.v1.runtime.containerd.runtimes"

    expect(
      explained("cgroup-driver", "2.1.9", {
        [configPath]: `version = 2\n${runc}.options]\nSystemdCgroup = true\n${newer}`,
      }),
    ).toEqual([
      `runc: cgroupfs from ${configPath}:5`,
      `${configPath}:3 true: dropped with its table, because ${configPath} has the newer table ${table}`,
    ])
  })

  test("the legacy key of the whole plugin is no driver", () => {
    const text = 'version = 2\n[plugins."io.containerd.grpc.v1.cri"]\nsystemd_cgroup = true\n'

    expect(explained("cgroup-driver", "1.7.24", { [configPath]: text })[1]).toBe(
      `${configPath}:3 true: keeps CRI from loading`,
    )
    expect(explained("cgroup-driver", "2.1.9", { [configPath]: text })[1]).toBe(
      `${configPath}:3 true: ignored: containerd 2.1.9 no longer has this key`,
    )
  })
})

describe("whether CRI is there", () => {
  test("the entry that switches it off is named, and the harmless ones are too", () => {
    const text = 'version = 2\ndisabled_plugins = ["io.containerd.cri.v1.images"]\n'

    expect(explained("cri-enabled", "2.1.9", { [configPath]: text })).toEqual([`false from ${configPath}:2`])
    expect(explained("cri-enabled", "1.7.24", { [configPath]: text })).toEqual([
      "true from built-in default of containerd 1.7.24",
      `${configPath}:2 "io.containerd.cri.v1.images": does not switch CRI off on containerd 1.7.24`,
    ])
  })

  test("an old release has only the old API", () => {
    expect(explained("cri-enabled", "1.4.13", {})).toEqual([
      "true from built-in default of containerd 1.4.13 (only CRI v1alpha2: containerd 1.4.13 is older than 1.6)",
    ])
  })
})

test("nothing is said about a node without containerd", () => {
  const facts = factsOf("2.1.9", {}, { binaries: [] })
  const { service: _service, program: _program, ...without } = facts

  expect(containerd.explain("cgroup-driver", nodeOf(without))).toEqual([])
  expect(containerd.summarize(nodeOf(without)).isInstalled).toBe(false)
})
