// What CRI-O's own program says of a staged copy, and what the running daemon answers.
import { describe, expect, test } from "bun:test"
import { crio } from "../../../src/components/crio/component.ts"
import { readPrinted } from "../../../src/components/crio/running/printed.ts"
import type { Ran } from "../../../src/machine/reading.ts"
import type { CriReport } from "../../../src/model/facts/cri-report.ts"

/** As `crio config` of 1.36.3 prints it: what equals the default is commented out. */
const printed = `# The CRI-O configuration file specifies all of the available configuration
[crio]

# The crio.api table contains settings for the kubelet/gRPC interface.
[crio.api]

# Path to AF_LOCAL socket on which CRI-O will listen.
# listen = "/var/run/crio/crio.sock"

[crio.runtime]

# Cgroup setting for conmon
conmon_cgroup = "pod"

# Cgroup management implementation used for the runtime.
cgroup_manager = "cgroupfs"

# default_runtime is the _name_ of the OCI runtime to be used as the default.
# default_runtime = "crun"

[crio.image]

# The image used to instantiate infra containers.
# pause_image = "registry.k8s.io/pause:3.10.1"
`

function ran(stdout: string, more: { readonly exitCode?: number; readonly stderr?: string } = {}): Ran {
  return { state: "ran", command: ["/usr/bin/crio", "config"], exitCode: 0, stderr: "", stdout, ...more }
}

const judgement = { component: "crio", files: [], command: [], timeoutSeconds: 30 }
const judge = (one: Ran, wanted: { readonly cgroupDriver?: "systemd" | "cgroupfs"; readonly sandboxImage?: string }) =>
  crio.runtime?.judge(judgement, one, wanted)

describe("crio config", () => {
  test("values that differ from the default are read, and those that are commented out as well", () => {
    expect(readPrinted(printed)?.scalars).toEqual({
      cgroupManager: "cgroupfs",
      conmonCgroup: "pod",
      defaultRuntime: "crun",
      listen: "/var/run/crio/crio.sock",
      pauseImage: "registry.k8s.io/pause:3.10.1",
    })
  })

  test("copies that say what was wanted are fit", () => {
    expect(judge(ran(printed), {})).toBeUndefined()
    expect(
      judge(ran(printed), { cgroupDriver: "cgroupfs", sandboxImage: "registry.k8s.io/pause:3.10.1" }),
    ).toBeUndefined()
  })

  test("copies that say something else are named with both values", () => {
    expect(judge(ran(printed), { cgroupDriver: "systemd" })).toMatchObject({
      code: "crio-judged-different",
      args: { what: "cgroup_manager", wanted: "systemd", found: "cgroupfs" },
    })
    expect(judge(ran(printed), { sandboxImage: "example.com/pause:1" })).toMatchObject({
      args: { what: "pause_image", found: "registry.k8s.io/pause:3.10.1" },
    })
  })

  test("copies that CRI-O refuses are shown with its own words", () => {
    const stderr =
      'time="2026-11-22T12:00:00Z" level=fatal msg="validating runtime config: default_runtime set to \\"runc\\""\n'

    expect(judge(ran("", { exitCode: 1, stderr }), {})).toMatchObject({
      code: "crio-judged-unfit",
      args: { says: 'validating runtime config: default_runtime set to "runc"' },
      ran: { exit: "exit code 1" },
    })
    expect(judge({ state: "not-found", command: ["crio"] }, {})).toMatchObject({ args: { says: "not-found" } })
    expect(judge(ran("hello\n"), {})).toMatchObject({ code: "crio-judged-unfit" })
  })
})

describe("the running CRI-O", () => {
  const report = (info: Readonly<Record<string, string>>): CriReport => ({
    endpoint: "unix:///var/run/crio/crio.sock",
    version: { ok: true, value: { runtimeName: "cri-o", runtimeVersion: "1.36.3", apiVersion: "v1" } },
    status: { ok: true, value: { conditions: [], info, handlers: [] } },
    cgroupDriver: { ok: true, value: "systemd" },
  })

  test("its verbose status tells the sandbox image", () => {
    const info = { config: '{"sandboxImage":"registry.k8s.io/pause:3.10.1"}' }

    expect(crio.runtime?.report(report(info), undefined)).toEqual({
      handlers: {},
      sandboxImage: "registry.k8s.io/pause:3.10.1",
      handlersWithoutType: [],
    })
  })

  test("where it does not, the configuration that the daemon prints tells image and driver", () => {
    const daemon =
      '[crio]\n[crio.runtime]\ncgroup_manager = "cgroupfs"\ndefault_runtime = "runc"\n' +
      '[crio.runtime.runtimes.runc]\nruntime_path = ""\n[crio.runtime.runtimes.kata]\n' +
      '[crio.image]\npause_image = "example.com/pause:1"\n'

    expect(crio.runtime?.report(report({}), ran(daemon))).toEqual({
      handlers: { runc: "cgroupfs", kata: "cgroupfs" },
      defaultHandler: "runc",
      sandboxImage: "example.com/pause:1",
      handlersWithoutType: [],
    })
  })

  test("answers in a form that is not known tell nothing", () => {
    const nothing = { handlers: {}, handlersWithoutType: [] }

    expect(crio.runtime?.report(report({ config: "{" }), ran("[x]\n"))).toEqual(nothing)
    expect(crio.runtime?.report(report({ config: "null" }), ran("", { exitCode: 1 }))).toEqual(nothing)
  })
})
