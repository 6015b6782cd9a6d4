import { expect, test } from "bun:test"
import { crio } from "../../../src/components/crio/component.ts"
import type { CrioFacts } from "../../../src/components/crio/facts.ts"
import { detectNode } from "../../../src/detect/node.ts"
import { initSystems } from "../../../src/init-systems/known.ts"
import { failing, type MemoryNodeDescription, memoryMachine, succeeding } from "../../machine/memory-machine.ts"
import { dropIns, packaged } from "./a-node.ts"

/** contrib/systemd/crio.service of CRI-O 1.34. */
const unit = `[Unit]
Description=Container Runtime Interface for OCI (CRI-O)

[Service]
Type=notify
EnvironmentFile=-/etc/sysconfig/crio
Environment=GOTRACEBACK=crash
ExecStart=/usr/bin/crio \\
          $CRIO_CONFIG_OPTIONS \\
          $CRIO_RUNTIME_OPTIONS
ExecReload=/bin/kill -s HUP $MAINPID

[Install]
WantedBy=multi-user.target
Alias=cri-o.service
`

const programs = {
  systemctl: () => succeeding("ActiveState=active\nMainPID=42\nCanReload=yes\n"),
  "/usr/bin/crio --version": () => succeeding("crio version 1.34.11\nVersion:        1.34.11\nGitCommit: x\n"),
  crio: () => succeeding('[crio]\n[crio.runtime]\n# cgroup_manager = "systemd"\n'),
}

async function look(description: MemoryNodeDescription, statedVersion?: string): Promise<CrioFacts> {
  const { files, ...others } = description
  const machine = memoryMachine({
    files: {
      "/usr/lib/systemd/system/crio.service": unit,
      "/usr/bin/crio": "",
      "/usr/libexec/crio/crun": "",
      "/usr/libexec/crio/runc": "",
      "/usr/libexec/crio/conmon": "",
      "/usr/bin/conmon": "",
      "/usr/sbin/iptables": "",
      [`${dropIns}/10-crio.conf`]: packaged,
      ...files,
    },
    directories: ["/run/systemd/system"],
    programs,
    ...others,
  })
  machine.put("/proc/1/comm", "systemd\n")
  const stated = statedVersion === undefined ? {} : { statedVersion }
  const node = await detectNode(machine, { initSystems, components: [crio], ...stated })
  return node.components["crio"] as CrioFacts
}

test("a packaged CRI-O is found with its version, service, files and socket", async () => {
  const facts = await look({ grpc: { "/var/run/crio/crio.sock": {} } })

  expect(facts.version).toMatchObject({ state: "known", value: "1.34.11" })
  expect(facts.service).toMatchObject({ name: "crio.service", state: "active", canReload: true })
  expect(facts.files.map(({ state }) => state)).toEqual(["absent", "known"])
  expect(facts.isListening).toMatchObject({ state: "known", value: true })
  expect(facts.absentPrograms).toEqual(["nft"])
  expect(facts.printed).toMatchObject({ exitCode: 0, scalars: { cgroupManager: "systemd" } })
})

test("flags of /etc/sysconfig/crio name the files and are passed on to the program that is asked", async () => {
  const facts = await look({
    files: {
      "/etc/sysconfig/crio": 'CRIO_CONFIG_OPTIONS="--config /srv/crio.conf -d /srv/crio.d"\n',
      "/srv/crio.conf": '[crio.api]\nlisten = "/run/my.sock"\n',
      "/srv/crio.d/1": "",
    },
  })

  expect(facts.configPath).toBe("/srv/crio.conf")
  expect(facts.files.map((file) => (file.state === "known" ? file.value.path : ""))).toEqual([
    "/srv/crio.conf",
    "/srv/crio.d/1",
  ])
  expect(facts.isListening.source).toEqual({ kind: "socket", path: "/run/my.sock" })
  expect(facts.printed?.command).toEqual([
    "/usr/bin/crio",
    "--config",
    "/srv/crio.conf",
    "--config-dir",
    "/srv/crio.d",
    "config",
  ])
})

test("every file of the drop-in directory is read in walk order, and a link that leads nowhere is no file", async () => {
  const facts = await look({
    files: { [`${dropIns}/sub/a.conf`]: "", [`${dropIns}/x.conf.bak`]: "", [`${dropIns}/00-default`]: "" },
    links: { [`${dropIns}/gone.conf`]: "/nowhere" },
  })

  const files = facts.files.slice(1).map((file) => {
    const path = file.source.kind === "file" ? file.source.path.slice(dropIns.length + 1) : ""
    return `${path} ${file.state}`
  })
  expect(files).toEqual([
    "00-default known",
    "10-crio.conf known",
    "gone.conf unreadable",
    "sub/a.conf known",
    "x.conf.bak known",
  ])
})

test("below another root the version is what was stated or what dpkg recorded", async () => {
  const status = "Package: cri-o\nStatus: install ok installed\nVersion: 1.32.13-1.1\n\n"
  const root = { isLive: false, root: "/image", links: { "/sbin/init": "/usr/lib/systemd/systemd" } }

  const recorded = await look({ ...root, files: { "/var/lib/dpkg/status": status } })
  const stated = await look({ ...root, files: { "/var/lib/dpkg/status": status } }, "1.30.14")

  expect(recorded.version).toMatchObject({ state: "known", value: "1.32.13" })
  expect(stated.version).toMatchObject({ state: "known", value: "1.30.14", source: { flag: "--runtime-version" } })
  expect(recorded.printed).toBeUndefined()
})

test("what the program says when it refuses its configuration is a fact", async () => {
  const crioFails = () => failing('time="x" level=fatal msg="validating image config: invalid pause image"\n')

  const facts = await look({ programs: { ...programs, crio: crioFails } })

  expect(facts.printed).toMatchObject({ exitCode: 1, error: "validating image config: invalid pause image" })
})

test("a node without CRI-O has none", async () => {
  const machine = memoryMachine({ files: { "/etc/crio/crio.conf.d/99-nvidia.conf": "" } })
  const node = await detectNode(machine, { initSystems, components: [crio] })

  expect(crio.summarize(node).isInstalled).toBe(false)
  expect(crio.findings(node)).toEqual([])
})
