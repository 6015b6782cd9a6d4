// Which packages in which version, of what the sources of a node have.
import { expect, test } from "bun:test"
import type { Fault } from "../../src/model/fault.ts"
import { choosePackages } from "../../src/packages/choose-packages.ts"
import type { PackageManager } from "../../src/packages/package-manager.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const sets = [["containerd", "runc", "cri-tools?"], ["containerd.io"]]

/** A package manager whose sources have these versions, newest first, and install the first unless one is named. */
function managerWith(offered: Readonly<Record<string, readonly string[]>>): PackageManager {
  return {
    offers: async (_machine: unknown, name: string) =>
      (offered[name] ?? []).map((version) => ({ version, origin: "here" })),
    resolve: async (_machine: unknown, wanted: readonly { name: string; version?: string }[]) => {
      const absent = wanted.filter(({ name }) => offered[name] === undefined).map(({ name }) => name)
      if (absent.length > 0)
        return {
          ok: false,
          fault: { code: "packages-not-offered", args: { packages: absent, command: "", elsewhere: "" } },
        }
      const packages = wanted.map(({ name, version }) => ({
        name,
        version: version ?? offered[name]?.[0] ?? "",
        architecture: "amd64",
        origin: "here",
        bytes: 1,
      }))
      return { ok: true, value: { requested: wanted.map(({ name }) => name), packages } }
    },
  } as unknown as PackageManager
}

const tooOld: Fault = { code: "interrupted", args: {} }
async function choose(offered: Readonly<Record<string, readonly string[]>>, release?: string) {
  const unfit = (found: string) => (found.startsWith("1.4.") ? tooOld : undefined)
  const request = {
    component: "containerd",
    sets,
    elsewhere: "https://example.test",
    unfit,
    ...(release === undefined ? {} : { release }),
  }
  const chosen = await choosePackages(memoryMachine(), managerWith(offered), request)
  return chosen.ok
    ? `${chosen.value.release}: ${chosen.value.packages.map(({ name, version }) => `${name} ${version}`).join(", ")}`
    : chosen.fault
}

test("the distribution's own come first, in the version that its package manager prefers", async () => {
  expect(await choose({ containerd: ["1.7.24~ds1-6+b4"], runc: ["1.1.15"], "containerd.io": ["2.2.1-1"] })).toBe(
    "1.7.24: containerd 1.7.24~ds1-6+b4, runc 1.1.15",
  )
})

test("a series means the newest of it, from whichever repository has it", async () => {
  const offered = { containerd: ["1.7.24~ds1"], runc: ["1"], "containerd.io": ["2.3.4-1", "2.2.1-1", "1:1.7.28-1"] }

  expect(await choose(offered, "2.2")).toBe("2.2.1: containerd.io 2.2.1-1")
  expect(await choose(offered, "2.3.4")).toBe("2.3.4: containerd.io 2.3.4-1")
  expect(await choose(offered, "1.7")).toBe("1.7.24: containerd 1.7.24~ds1, runc 1")
  expect(await choose(offered, "1.7.28")).toBe("1.7.28: containerd.io 1:1.7.28-1")
})

test("a release that is not offered is refused, and what is offered is named", async () => {
  // 2.30 is no release of 2.3.
  const offered = { containerd: ["1.7.24~ds1"], runc: ["1"], "containerd.io": ["2.30.1-1"] }

  expect(await choose(offered, "2.3")).toMatchObject({
    code: "release-not-offered",
    args: { release: "2.3", offered: ["1.7.24", "2.30.1"] },
  })
})

test("where the distribution's release cannot be used, a vendor's that is set up is; else it is said why", async () => {
  const old = { containerd: ["1.4.13~ds1"], runc: ["1"] }

  expect(await choose({ ...old, "containerd.io": ["2.2.1-1"] })).toBe("2.2.1: containerd.io 2.2.1-1")
  expect(await choose(old)).toEqual(tooOld)
})

test("where nothing is offered the package manager says so itself", async () => {
  expect(await choose({})).toMatchObject({
    code: "packages-not-offered",
    args: { packages: ["containerd", "runc"], elsewhere: "https://example.test" },
  })
})

test("what is only good to have comes where it is offered", async () => {
  expect(await choose({ containerd: ["1.7.24"], runc: ["1"], "cri-tools": ["1.37.0"] })).toBe(
    "1.7.24: containerd 1.7.24, runc 1, cri-tools 1.37.0",
  )
})
