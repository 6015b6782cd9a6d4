import { describe, expect, test } from "bun:test"
import { define, type Look } from "../../src/components/component.ts"
import { detectNode } from "../../src/detect/node.ts"
import { factRows } from "../../src/detect/rows.ts"
import { initSystems } from "../../src/init-systems/known.ts"
import { knownValue } from "../../src/model/facts/fact.ts"
import { nothingToSay } from "../../src/wording/texts.ts"
import { nowhere } from "../components/nowhere.ts"
import { type MemoryNodeDescription, memoryMachine, succeeding } from "../machine/memory-machine.ts"

const cgroup2 = 0x63677270
const tmpfs = 0x01021994

function detect(description: MemoryNodeDescription, components: readonly ReturnType<typeof define>[] = []) {
  return detectNode(memoryMachine(description), { initSystems, components })
}

describe("cgroup version", () => {
  test("a cgroup2 file system at /sys/fs/cgroup is version 2, with what it offers and hands on", async () => {
    const node = await detect({
      fileSystems: { "/sys/fs/cgroup": cgroup2 },
      files: {
        "/sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory hugetlb pids rdma misc\n",
        "/sys/fs/cgroup/cgroup.subtree_control": "cpuset cpu io memory pids\n",
      },
    })

    expect(knownValue(node.cgroup)).toEqual({
      version: "2",
      available: ["cpuset", "cpu", "io", "memory", "hugetlb", "pids", "rdma", "misc"],
      delegated: ["cpuset", "cpu", "io", "memory", "pids"],
    })
  })

  const controllers = {
    "/proc/cgroups":
      "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpuset\t2\t1\t1\ncpu\t3\t9\t1\nmemory\t0\t37\t0\npids\t4\t9\t1\n",
    "/proc/mounts":
      "tmpfs /sys/fs/cgroup tmpfs ro 0 0\ncgroup /sys/fs/cgroup/cpu cgroup rw,cpu,cpuacct 0 0\ncgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0\n",
  }

  test("mounts below a tmpfs are version 1, without controllers that the kernel was told to switch off", async () => {
    const node = await detect({ fileSystems: { "/sys/fs/cgroup": tmpfs }, files: controllers })

    expect(knownValue(node.cgroup)).toEqual({
      version: "1",
      available: ["cpuset", "cpu", "pids"],
      delegated: ["cpu", "pids"],
    })
  })

  test("a version 2 tree at unified/ beside them is hybrid", async () => {
    const fileSystems = { "/sys/fs/cgroup": tmpfs, "/sys/fs/cgroup/unified": cgroup2 }

    expect(knownValue((await detect({ fileSystems, files: controllers })).cgroup)?.version).toBe("hybrid")
  })

  test("another file system there is not understood, and none is absent", async () => {
    expect((await detect({ fileSystems: { "/": 0xef53 } })).cgroup.state).toBe("not-understood")
    expect((await detect({})).cgroup.state).toBe("absent")
  })
})

describe("operating system and architecture", () => {
  test("os-release is read in quotes and without, and Debian's testing has no version", async () => {
    const node = await detect({
      files: {
        "/usr/lib/os-release": 'PRETTY_NAME="Debian GNU/Linux forky/sid"\nNAME="Debian GNU/Linux"\nID=debian\n',
      },
    })

    expect(node.os).toEqual({
      state: "known",
      value: { id: "debian", name: "Debian GNU/Linux forky/sid" },
      source: { kind: "file", path: "/usr/lib/os-release" },
    })
  })

  test("/etc/os-release comes before /usr/lib/os-release", async () => {
    const files = { "/etc/os-release": "ID=alpine\nVERSION_ID=3.22.1\n", "/usr/lib/os-release": "ID=debian\n" }

    expect(knownValue((await detect({ files })).os)).toEqual({ id: "alpine", versionId: "3.22.1", name: "alpine" })
  })

  test("the architecture of a tree is that of its shell", async () => {
    const machine = memoryMachine({ isLive: false })
    const head = new Uint8Array(64)
    head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
    head.set([183, 0], 18)
    machine.put("/bin/sh", head)

    const node = await detectNode(machine, { initSystems, components: [] })

    expect(node.architecture).toEqual({ state: "known", value: "aarch64", source: { kind: "file", path: "/bin/sh" } })
  })
})

describe("what the node sits in", () => {
  const rows: readonly [string, Readonly<Record<string, string>>, string][] = [
    ["systemd's mark names the kind", { "/run/systemd/container": "systemd-nspawn\n" }, "systemd-nspawn"],
    ["Docker leaves a file", { "/.dockerenv": "", "/proc/sys/kernel/osrelease": "6.1.0\n" }, "docker"],
    ["Podman leaves a file", { "/run/.containerenv": "" }, "podman"],
    ["LXC names itself to process 1", { "/proc/1/environ": "TERM=linux\0container=lxc\0" }, "lxc"],
    ["WSL shows in the kernel's name", { "/proc/sys/kernel/osrelease": "5.15.90.1-microsoft-standard-WSL2\n" }, "wsl"],
    [
      "a container on WSL is a container",
      { "/.dockerenv": "", "/proc/sys/kernel/osrelease": "5.15-microsoft" },
      "docker",
    ],
    ["no mark: a machine of its own", { "/proc/sys/kernel/osrelease": "6.12.48+deb13-cloud-amd64\n" }, "none"],
  ]
  test.each(rows)("%s", async (_name, files, kind) => {
    expect(knownValue((await detect({ files })).containment)).toEqual({ kind })
  })
})

describe("security modules and swap", () => {
  test("SELinux and AppArmor say it themselves", async () => {
    const node = await detect({
      files: { "/sys/fs/selinux/enforce": "1", "/sys/module/apparmor/parameters/enabled": "Y\n" },
    })

    expect([knownValue(node.selinux), knownValue(node.apparmor)]).toEqual(["enforcing", true])
  })

  test("without their files they are off on a live node", async () => {
    const node = await detect({})

    expect([knownValue(node.selinux), knownValue(node.apparmor)]).toEqual(["disabled", false])
  })

  test("swap devices have their path and size", async () => {
    const text = "Filename\t\tType\t\tSize\t\tUsed\t\tPriority\n/swap\\040file   file\t\t1024\t\t0\t\t-2\n"

    const node = await detect({ files: { "/proc/swaps": text } })

    expect(knownValue(node.swap)).toEqual({ devices: [{ path: "/swap file", sizeBytes: 1024 * 1024 }] })
  })

  test("on a tree nothing of the running machine is used", async () => {
    const files = {
      "/proc/swaps": "x\n/a b 1 1 1\n",
      "/proc/sys/kernel/osrelease": "6.1\n",
      "/sys/module/apparmor/parameters/enabled": "Y",
      "/etc/selinux/config": "# x\nSELINUX=permissive\n",
    }

    const node = await detect({ files, isLive: false, fileSystems: { "/sys/fs/cgroup": cgroup2 } })

    expect([node.swap, node.kernel, node.apparmor, node.cgroup, node.containment].map(({ state }) => state)).toEqual([
      "absent",
      "absent",
      "absent",
      "absent",
      "absent",
    ])
    expect(knownValue(node.selinux)).toBe("permissive")
  })
})

function component(id: string, look: (look: Look) => Promise<unknown>) {
  return define<unknown>({
    id,
    name: id,
    role: "companion",
    says: nothingToSay,
    places: nowhere,
    judgedKeys: [],
    detect: look,
    summarize: () => ({ isInstalled: true, rows: [{ label: "version", text: "1.0", source: "/x" }] }),
    explain: () => [],
    findings: () => [],
    contribute: () => ({ changes: [], readings: [], judgements: [], expectations: [], refusals: [], notes: [] }),
  })
}

describe("components", () => {
  test("a component that breaks takes nobody with it, and its bug is kept", async () => {
    const good = component("good", async () => ({ answer: 42 }))
    const bad = component("bad", async () => {
      throw new Error("undefined is not a function")
    })

    const node = await detect({}, [bad, good])

    expect(node.components).toEqual({ good: { answer: 42 } })
    expect(node.notDetected?.["bad"]).toMatchObject({ state: "not-understood", reason: "undefined is not a function" })
    expect(factRows(node, [bad, good]).filter(({ group }) => group !== "node")).toMatchObject([
      { group: "bad", state: "not-understood", text: "undefined is not a function" },
      { group: "good", label: "version", text: "1.0", state: "known" },
    ])
  })

  test("components look side by side: the second one starts while the first one waits", async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const first = component("first", () => gate.then(() => ({})))
    const second = component("second", async () => {
      release()
      return {}
    })

    expect(Object.keys((await detect({}, [first, second])).components)).toEqual(["first", "second"])
  })

  test("a service is asked for once, however many components want it", async () => {
    let calls = 0
    const asks = (id: string) => component(id, (look) => look.service(["absent", "containerd"]))
    const machine = memoryMachine({
      files: {
        "/proc/1/comm": "systemd\n",
        "/usr/lib/systemd/system/containerd.service": "[Service]\nExecStart=/usr/bin/containerd\n",
      },
      directories: ["/run/systemd/system"],
      programs: {
        systemctl: () => {
          calls += 1
          return succeeding("ActiveState=active\n")
        },
      },
    })

    const node = await detectNode(machine, { initSystems, components: [asks("a"), asks("b")] })

    expect(calls).toBe(1)
    expect(node.components["b"]).toMatchObject({ name: "containerd.service", state: "active" })
  })

  test("what is known so far is told as it comes in: the node itself, then each component", async () => {
    const told: string[] = []
    const machine = memoryMachine({ files: { "/proc/1/comm": "runit\n" } })

    await detectNode(machine, {
      initSystems,
      components: [component("x", async () => ({}))],
      onDetected: (soFar) => told.push(`${knownValue(soFar.initSystem)} ${Object.keys(soFar.components).join(" ")}`),
    })

    expect(told).toEqual(["runit ", "runit x"])
  })
})
