import { describe, expect, test } from "bun:test"
import { report } from "../../../src/components/containerd/running/report.ts"
import { judgeDump } from "../../../src/components/containerd/running/staged-check.ts"
import type { Ran } from "../../../src/machine/reading.ts"
import type { CriReport } from "../../../src/model/facts/cri-report.ts"

const failure = { ok: false, failure: { cause: "unimplemented", message: "" } } as const

function answering(config: unknown): CriReport {
  const info = { config: JSON.stringify(config) }
  return {
    endpoint: "unix:///run/containerd/containerd.sock",
    version: failure,
    status: { ok: true, value: { conditions: [], info, handlers: [] } },
    cgroupDriver: failure,
  }
}

function dumping(stdout: string, exitCode = 0, stderr = ""): Ran {
  return { state: "ran", command: ["containerd", "config", "dump"], exitCode, stdout, stderr }
}

const dump2 = `version = 3
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = 'registry.k8s.io/pause:3.10'
[plugins.'io.containerd.cri.v1.runtime'.containerd]
  default_runtime_name = 'runc'
  [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
    runtime_type = 'io.containerd.runc.v2'
    [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
      SystemdCgroup = true
`

describe("a running containerd", () => {
  test("tells handlers, default and, before 2.0, the sandbox image over CRI", () => {
    const config = {
      sandboxImage: "registry.k8s.io/pause:3.8",
      containerd: {
        defaultRuntimeName: "runc",
        runtimes: {
          runc: { runtimeType: "io.containerd.runc.v2", options: { SystemdCgroup: true } },
          nvidia: { runtimeType: "io.containerd.runc.v2", options: {} },
          kata: { runtimeType: "io.containerd.kata.v2", options: null },
          broken: { runtimeType: "", options: { SystemdCgroup: true } },
        },
      },
    }

    expect(report(answering(config), undefined)).toEqual({
      handlers: { runc: "systemd", nvidia: "cgroupfs" },
      defaultHandler: "runc",
      sandboxImage: "registry.k8s.io/pause:3.8",
      handlersWithoutType: ["broken"],
    })
  })

  test("since 2.0 the sandbox image is taken from its dump", () => {
    expect(report(answering({ containerd: { runtimes: {} } }), dumping(dump2)).sandboxImage).toBe(
      "registry.k8s.io/pause:3.10",
    )
  })

  test("that does not answer tells nothing", () => {
    expect(report({ ...answering({}), status: failure }, undefined)).toEqual({ handlers: {}, handlersWithoutType: [] })
  })
})

describe("containerd's judgement of a staged copy", () => {
  const wanted = { cgroupDriver: "systemd", sandboxImage: "registry.k8s.io/pause:3.10" } as const

  test("is fit when it reads what was wanted", () => {
    expect(judgeDump(dumping(dump2), wanted)).toBeUndefined()
  })

  test("is different when a handler has another driver", () => {
    expect(judgeDump(dumping(dump2.replace("true", "false")), wanted)).toMatchObject({
      code: "containerd-judged-different",
      args: { what: "SystemdCgroup of runc", wanted: "true", found: "false" },
    })
  })

  test("is different when the image is another one", () => {
    expect(judgeDump(dumping(dump2), { sandboxImage: "other" })).toMatchObject({ code: "containerd-judged-different" })
  })

  test("shows no credentials where the two dumps differ in them", () => {
    const auth = (secret: string) => `${dump2}\n[plugins."x".registry.configs."quay.io".auth]\npassword = "${secret}"\n`
    const fault = judgeDump(dumping(auth("hunter2")), { now: dumping(auth("hunter1")) })

    expect(fault?.code).toBe("containerd-judged-different")
    expect(JSON.stringify(fault)).not.toContain("hunter")
  })

  test("of files that shall come to the same is refused with what differs, imports aside", () => {
    const now = dumping(`imports = ["/etc/containerd/conf.d/*.toml"]\n${dump2}`)
    expect(judgeDump(dumping(dump2), { now })).toBeUndefined()
    expect(judgeDump(dumping(dump2.replace("true", "false")), { now })).toMatchObject({
      code: "containerd-judged-different",
      args: { wanted: "true", found: "false" },
    })
  })

  test("is unfit when containerd refuses the copy, in its own words", () => {
    const ran = dumping("", 1, "time=… level=warning\ncontainerd: failed to load TOML: (2, 6)\n")

    expect(judgeDump(ran, wanted)).toMatchObject({
      code: "containerd-judged-unfit",
      args: { says: "containerd: failed to load TOML: (2, 6)" },
      ran: { exit: "exit code 1" },
    })
  })

  test("reads old tables where 2.0.0 to 2.0.5 print them unmigrated", () => {
    const unmigrated = `${dump2.replace("true", "false").replace("3.10", "3.9")}
[plugins.'io.containerd.grpc.v1.cri']
  sandbox_image = 'registry.k8s.io/pause:3.10'
  [plugins.'io.containerd.grpc.v1.cri'.containerd.runtimes.runc.options]
    SystemdCgroup = true
`

    expect(judgeDump(dumping(unmigrated), wanted)).toBeUndefined()
  })

  test("is not asked of 1.4 for options, which it never prints", () => {
    const old = `[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]\nruntime_type = "io.containerd.runc.v2"\n`

    expect(judgeDump(dumping(old), { cgroupDriver: "systemd" })).toBeUndefined()
  })
})
