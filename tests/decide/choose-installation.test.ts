// Which runtime is installed where one is asked for, and where none can be.
import { describe, expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { chooseInstallation } from "../../src/decide/install/choose-installation.ts"
import { detectNode } from "../../src/detect/node.ts"
import { initSystems } from "../../src/init-systems/known.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const nodeWith = (os: string, how: { readonly isLive?: boolean; readonly uid?: number } = {}, files = {}) =>
  detectNode(memoryMachine({ uid: 0, isLive: true, ...how, files: { "/etc/os-release": os, ...files } }), {
    initSystems,
    components,
  })

const trixie = 'ID=debian\nVERSION_ID="13"\n'
type Chosen = ReturnType<typeof chooseInstallation>
const packagesOf = (chosen: Chosen) => (chosen.ok && chosen.value?.kind === "packages" ? chosen.value : undefined)
const code = (chosen: Chosen) => (chosen.ok ? packagesOf(chosen)?.sets[0] : chosen.fault.code)

test("the packages of this distribution that make containerd, runc and the CNI plugins", async () => {
  const usual = ["containerd", "runc", "containernetworking-plugins", "cri-tools?"]
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
  expect(await choose("ID=fedora\n")).toEqual(["containerd", "runc", "containernetworking-plugins"])
  expect(await choose('ID=rocky\nID_LIKE="rhel centos fedora"\n')).toEqual([
    "containerd.io",
    "containernetworking-plugins",
  ])
  expect(await choose('ID=opensuse-leap\nID_LIKE="suse opensuse"\n')).toEqual([
    "containerd",
    "runc",
    "cni-plugins",
    "cri-tools?",
  ])
  expect(await choose("ID=gentoo\n")).toBe("install-not-known")
})

test("nothing into systems whose programs come as an image", async () => {
  const choose = async (id: string) => {
    const chosen = chooseInstallation(
      await nodeWith(`ID=${id}\nID_LIKE=coreos\n`),
      { install: "distribution" },
      components,
    )
    return chosen.ok ? undefined : chosen.fault.args
  }

  for (const id of ["flatcar", "bottlerocket", "talos", "nixos"]) expect(await choose(id)).toMatchObject({ system: id })
})

test("where only a vendor's repository has it, what sets that up is named", async () => {
  const chosen = chooseInstallation(
    await nodeWith('ID=rocky\nID_LIKE="rhel"\n'),
    { install: "distribution" },
    components,
  )

  expect(packagesOf(chosen)?.repositoryCommand).toContain("docker-ce.repo")
})

test("nothing unasked", async () => {
  expect(code(chooseInstallation(await nodeWith(trixie), {}, components))).toBeUndefined()
  expect(code(chooseInstallation(await nodeWith(trixie), { install: "no" }, components))).toBeUndefined()
})

test("a runtime whose packages are not known is not replaced by another one", async () => {
  expect(
    code(chooseInstallation(await nodeWith(trixie), { install: "distribution", runtime: "mcr" }, components)),
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

describe("a release", () => {
  const given = { install: "distribution", "kubernetes-version": "1.37" } as const
  const unfit = async (release: string, kubernetes: string) => {
    const chosen = chooseInstallation(
      await nodeWith(trixie),
      { ...given, "kubernetes-version": kubernetes },
      components,
    )
    return packagesOf(chosen)?.unfit(release)?.args
  }

  test("that does not serve CRI v1 is of no use to any Kubernetes", async () => {
    expect(await unfit("1.4.13", "1.20")).toMatchObject({ version: "1.4.13", needed: "1.6", isPlanned: false })
    expect(await unfit("1.4.13", "1.37")).toMatchObject({ needed: "1.6", isPlanned: false })
    for (const release of ["1.6.0", "1.7.24", "2.1.9", "2.2.1"]) expect(await unfit(release, "1.37.1")).toBeUndefined()
  })

  test("that a coming Kubernetes is planned to refuse is refused for that one", async () => {
    expect(await unfit("1.7.34", "1.38")).toMatchObject({ needed: "2.0", isPlanned: true, kubernetes: "1.38" })
    expect(await unfit("2.0.0", "1.38.0-alpha.2")).toBeUndefined()
  })

  test("is asked for only where one is installed", async () => {
    const node = await nodeWith(trixie)
    expect(code(chooseInstallation(node, { "runtime-release": "2.3" }, components))).toBe("release-needs-install")
  })

  test("that is not the one on the node is not put over it", async () => {
    const status = "Package: containerd\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.7.24~ds1-6\n"
    const files = { "/usr/bin/containerd": "", "/var/lib/dpkg/status": status }
    const node = await nodeWith(trixie, {}, files)
    const asked = (release: string) =>
      code(chooseInstallation(node, { install: "distribution", "runtime-release": release }, components))

    expect(asked("1.7")).toBeUndefined()
    expect(asked("2.3")).toBe("another-release-there")
  })
})
