// What kubeadm looks at on a host, as facts with their sources.
import { describe, expect, test } from "bun:test"
import { gzipSync } from "node:zlib"
import { detectPreflight } from "../../src/detect/preflight/preflight.ts"
import { knownValue } from "../../src/model/facts/fact.ts"
import { type MemoryNodeDescription, memoryMachine } from "../machine/memory-machine.ts"

const unknown = { state: "absent", source: { kind: "file", path: "/proc" } } as const
const lookAt = (machine: ReturnType<typeof memoryMachine>) => detectPreflight(machine, unknown, unknown)
const look = (description: MemoryNodeDescription) => lookAt(memoryMachine(description))
const kernel = { "/proc/sys/kernel/osrelease": "6.12.1\n" }

const heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
const line = (address: string, state: string) =>
  `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000 100 0\n`

describe("the kubelet's port", () => {
  test("is in use when something listens there, with the process that does", () => {
    const own = look({
      files: { "/proc/net/tcp": heading + line("0100007F:280A", "0A"), "/proc/99/comm": "k3s-agent\n" },
      links: { "/proc/99/fd/5": "socket:[4711]" },
    })

    expect(knownValue(own.listening)).toEqual([{ port: 10250, address: "127.0.0.1", process: "k3s-agent" }])
  })

  test("is free when a connection of somebody else's only has that number", () => {
    const own = look({ files: { "/proc/net/tcp": heading + line("0100007F:280A", "01") } })

    expect(knownValue(own.listening)).toEqual([])
  })

  test("is found on IPv6 too, and the process may stay unknown", () => {
    const own = look({
      files: {
        "/proc/net/tcp": heading,
        "/proc/net/tcp6": heading + line("00000000000000000000000000000000:280A", "0A"),
      },
    })

    expect(knownValue(own.listening)).toEqual([{ port: 10250, address: "::" }])
  })
})

test("what is left of an earlier join is what stat finds: a link that leads nowhere is no file to kubeadm", () => {
  const files = { "/etc/kubernetes/bootstrap-kubelet.conf": "x" }
  const links = { "/etc/kubernetes/pki/ca.crt": "/nowhere", "/etc/kubernetes/kubelet.conf": "bootstrap-kubelet.conf" }

  expect(knownValue(look({ files, links }).joinFiles)).toEqual([
    "/etc/kubernetes/kubelet.conf",
    "/etc/kubernetes/bootstrap-kubelet.conf",
  ])
})

describe("the kernel's configuration", () => {
  test("is read from /proc/config.gz first", () => {
    const machine = memoryMachine({ files: { ...kernel, "/boot/config-6.12.1": "CONFIG_INET=y\n" } })
    machine.put("/proc/config.gz", gzipSync("CONFIG_NAMESPACES=y\n# CONFIG_INET is not set\nCONFIG_EXT4_FS=m\n"))

    expect(lookAt(machine).kernelConfig).toEqual({
      state: "known",
      value: ["NAMESPACES", "EXT4_FS"],
      source: { kind: "file", path: "/proc/config.gz" },
    })
  })

  test("is read from /boot, and only what kubeadm asks for is kept", () => {
    const own = look({ files: { ...kernel, "/boot/config-6.12.1": "CONFIG_INET=y\nCONFIG_SMP=y\nCONFIG_HZ=250\n" } })

    expect(knownValue(own.kernelConfig)).toEqual(["INET"])
  })

  test("absent, unreadable and not understood are three answers", () => {
    const broken = memoryMachine({ files: kernel })
    broken.put("/proc/config.gz", "this is not gzip")
    const inModule = look({ files: { ...kernel, "/lib/modules/6.12.1/kernel/kernel/configs.ko.xz": "" } })

    expect(look({ files: kernel }).kernelConfig.state).toBe("absent")
    expect(lookAt(broken).kernelConfig.state).toBe("not-understood")
    expect(inModule.kernelConfig.state).toBe("unreadable")
  })
})

describe("the rest", () => {
  test("programs are looked for where root's PATH leads, links included", () => {
    const own = look({ files: { "/usr/bin/busybox": "" }, links: { "/bin/mount": "/usr/bin/busybox" } })

    expect(knownValue(own.programs)).toEqual(["mount"])
  })

  test("the hostname is compared with /etc/hosts without regard to case and comments", () => {
    const hostname = { "/proc/sys/kernel/hostname": "Node-1\n" }

    expect(
      knownValue(look({ files: { ...hostname, "/etc/hosts": "10.0.0.1 a node-1 # x\n" } }).isHostnameInHosts),
    ).toBe(true)
    expect(knownValue(look({ files: { ...hostname, "/etc/hosts": "10.0.0.1 a # node-1\n" } }).isHostnameInHosts)).toBe(
      false,
    )
    expect(knownValue(look({ files: hostname }).isHostnameInHosts)).toBe(false)
  })

  test("CPUs and memory are counted as the kernel counts them", () => {
    const own = look({
      files: { "/sys/devices/system/cpu/online": "0-2,5\n", "/proc/meminfo": "MemTotal:  2048 kB\nMemFree: 1 kB\n" },
    })

    expect([knownValue(own.cpus), knownValue(own.memoryBytes)]).toEqual([4, 2 * 1024 * 1024])
  })

  test("what is garbage is not understood, and nothing is thrown", () => {
    const own = look({
      files: {
        "/sys/devices/system/cpu/online": "all of them\n",
        "/proc/meminfo": "nothing\n",
        "/proc/net/tcp": "\0\0\n: : : :\n",
      },
    })

    expect([own.cpus.state, own.memoryBytes.state, knownValue(own.listening)]).toEqual([
      "not-understood",
      "not-understood",
      [],
    ])
  })

  test("on a tree only its files are used", () => {
    const own = look({
      isLive: false,
      files: { ...kernel, "/proc/net/tcp": heading + line("0100007F:280A", "0A"), "/etc/hostname": "# x\nimage\n" },
    })

    expect([own.listening.state, own.kernelConfig.state, own.cpus.state, own.memoryBytes.state]).toEqual([
      "absent",
      "absent",
      "absent",
      "absent",
    ])
    expect(knownValue(own.hostname)).toBe("image")
  })
})
