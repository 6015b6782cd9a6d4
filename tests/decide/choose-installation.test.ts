// Which runtime is installed where one is asked for, and where none can be.
import { expect, test } from "bun:test"
import { components } from "../../src/components/known.ts"
import { chooseInstallation } from "../../src/decide/choose-installation.ts"
import { detectNode } from "../../src/detect/node.ts"
import { initSystems } from "../../src/init-systems/known.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const nodeWith = (os: string, how: { readonly isLive?: boolean; readonly uid?: number } = {}, files = {}) =>
  detectNode(memoryMachine({ uid: 0, isLive: true, ...how, files: { "/etc/os-release": os, ...files } }), {
    initSystems,
    components,
  })

const trixie = 'ID=debian\nVERSION_ID="13"\n'
const code = (chosen: ReturnType<typeof chooseInstallation>) => (chosen.ok ? chosen.value?.names : chosen.fault.code)

test("the packages of this distribution that make containerd, runc and the CNI plugins", async () => {
  const usual = ["containerd", "runc", "containernetworking-plugins"]
  const choose = async (os: string) =>
    code(chooseInstallation(await nodeWith(os), { install: "distribution" }, components))

  expect(await choose(trixie)).toEqual(usual)
  expect(await choose('ID=raspbian\nID_LIKE=debian\nVERSION_ID="12"\n')).toEqual(usual)
  expect(await choose('ID=ubuntu\nID_LIKE=debian\nVERSION_ID="25.10"\n')).toEqual(usual)
  expect(await choose('ID=ubuntu\nID_LIKE=debian\nVERSION_ID="26.04"\n')).toEqual([
    "containerd-stable",
    "runc-stable",
    "containernetworking-plugins",
  ])
  expect(await choose("ID=fedora\n")).toBe("install-not-known")
})

test("nothing unasked", async () => {
  expect(code(chooseInstallation(await nodeWith(trixie), {}, components))).toBeUndefined()
  expect(code(chooseInstallation(await nodeWith(trixie), { install: "no" }, components))).toBeUndefined()
})

test("a runtime whose packages are not known is not replaced by another one", async () => {
  expect(
    code(chooseInstallation(await nodeWith(trixie), { install: "distribution", runtime: "crio" }, components)),
  ).toBe("install-not-known")
})

test("where one is there, nothing is installed; where another one is, it stays", async () => {
  const node = await nodeWith(trixie, {}, { "/usr/bin/crio": "" })

  expect(code(chooseInstallation(node, { install: "distribution" }, components))).toBeUndefined()
  expect(code(chooseInstallation(node, { install: "distribution", runtime: "crio" }, components))).toBeUndefined()
  expect(code(chooseInstallation(node, { install: "distribution", runtime: "containerd" }, components))).toBe(
    "another-runtime-there",
  )
})

test("on a running node, as root", async () => {
  const choose = async (how: { readonly isLive?: boolean; readonly uid?: number }) =>
    code(chooseInstallation(await nodeWith(trixie, how), { install: "distribution" }, components))

  expect(await choose({ isLive: false })).toBe("install-needs-live-node")
  expect(await choose({ uid: 1000 })).toBe("not-root")
})

test("a release that does not serve CRI v1 is of no use", () => {
  const unfit = components.find(({ id }) => id === "containerd")?.install?.unfit
  const offered = (version: string) => [{ name: "containerd", version, architecture: "amd64", origin: "", bytes: 0 }]

  expect(unfit?.(offered("1.4.13~ds1-1~deb11u4"))).toMatchObject({
    code: "release-too-old",
    args: { version: "1.4.13" },
  })
  for (const version of ["1.6.20~ds1-1+b1", "1.7.24~ds1-6+b4", "2.1.9~ds1-1", "2.2.1-0ubuntu1~24.04.3"]) {
    expect(unfit?.(offered(version))).toBeUndefined()
  }
})
