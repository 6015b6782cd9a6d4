import { describe, expect, test } from "bun:test"
import type { ApplyContext } from "../../src/apply/context.ts"
import { observeDomain } from "../../src/apply/prove/selinux-domain.ts"
import { memoryMachine, succeeding } from "../machine/memory-machine.ts"

const program = "/usr/local/bin/containerd"

/** A running containerd as process 77, in this context, its program with this label. */
async function domainOf(current: string | undefined, label: string) {
  const machine = memoryMachine({
    files: { [program]: "ELF", ...(current === undefined ? {} : { "/proc/77/attr/current": `${current}\0` }) },
    links: { "/proc/77/exe": program },
    programs: { [`stat --format=%C ${program}`]: () => succeeding(`${label}\n`) },
  })
  const initSystem = {
    id: "systemd",
    recognise: () => ({ kind: "file", path: "/proc/1/comm" }),
    service: async () => ({ pid: 77 }),
  }
  const context = { machine, initSystems: [initSystem] } as unknown as ApplyContext
  return await observeDomain(context, "containerd.service")
}

describe("the SELinux domain of a daemon", () => {
  test("is the one of its program's label", async () => {
    const label = "system_u:object_r:container_runtime_exec_t:s0"

    expect(await domainOf("system_u:system_r:container_runtime_t:s0", label)).toEqual({
      holds: true,
      observed: {
        code: "observed-domain",
        args: {
          service: "containerd.service",
          program,
          label: "container_runtime_exec_t",
          domain: "container_runtime_t",
          wanted: "container_runtime_t",
        },
      },
    })
    expect((await domainOf("system_u:system_r:unconfined_service_t:s0", label)).holds).toBe(false)
  })

  test("is whatever systemd gives where the policy has none for the program", async () => {
    const seen = await domainOf("system_u:system_r:unconfined_service_t:s0", "system_u:object_r:bin_t:s0")

    expect(seen).toMatchObject({ holds: true, observed: { args: { wanted: "", domain: "unconfined_service_t" } } })
  })

  test("that cannot be read is not proven, nor one of a program whose label is not known", async () => {
    expect(await domainOf("system_u:system_r:unconfined_service_t:s0", "?")).toMatchObject({
      holds: false,
      observed: { code: "observed-no-domain" },
    })
    expect(await domainOf(undefined, "system_u:object_r:container_runtime_exec_t:s0")).toMatchObject({
      holds: false,
      observed: { code: "observed-no-domain" },
    })
  })
})
