import { describe, expect, test } from "bun:test"
import { initSystems } from "../../src/init-systems/known.ts"
import { type MemoryNodeDescription, memoryMachine } from "../machine/memory-machine.ts"

function recognised(description: MemoryNodeDescription): string | undefined {
  const machine = memoryMachine(description)
  return initSystems.find((initSystem) => initSystem.recognise(machine) !== undefined)?.id
}

const firstProcess = (name: string) => ({ "/proc/1/comm": `${name}\n` })

describe("which init system runs a live node", () => {
  const rows: readonly [string, MemoryNodeDescription, string][] = [
    [
      "systemd is known by its boot mark",
      { files: firstProcess("systemd"), directories: ["/run/systemd/system"] },
      "systemd",
    ],
    [
      "systemctl on the disk proves nothing: this is Debian with OpenRC",
      {
        files: {
          ...firstProcess("init"),
          "/run/openrc/softlevel": "default",
          "/usr/bin/systemctl": "",
          "/sbin/init": "",
        },
        links: { "/proc/1/exe": "/usr/sbin/init" },
      },
      "openrc",
    ],
    [
      "OpenRC on Alpine runs under busybox",
      {
        files: { ...firstProcess("init"), "/run/openrc/softlevel": "default", "/bin/busybox": "" },
        links: { "/proc/1/exe": "/bin/busybox", "/sbin/init": "/bin/busybox" },
      },
      "openrc",
    ],
    [
      "a boot mark made by hand in a container does not make it OpenRC",
      { files: { ...firstProcess("sh"), "/run/openrc/softlevel": "" } },
      "none",
    ],
    [
      "the host's /run in a container does not make it systemd",
      { files: firstProcess("containerd"), directories: ["/run/systemd/system"] },
      "none",
    ],
    [
      "SysV init has an inittab and its own program",
      { files: { ...firstProcess("init"), "/etc/inittab": "" }, links: { "/proc/1/exe": "/usr/sbin/init" } },
      "sysvinit",
    ],
    [
      "WSL's own init is no SysV init",
      { files: { ...firstProcess("init"), "/etc/inittab": "" }, links: { "/proc/1/exe": "/init" } },
      "none",
    ],
    ["runit", { files: firstProcess("runit") }, "runit"],
    ["runit in a container", { files: firstProcess("runsvdir") }, "runit"],
    ["s6", { files: firstProcess("s6-svscan") }, "s6"],
    ["dinit", { files: firstProcess("dinit") }, "dinit"],
    [
      "busybox init without OpenRC",
      { files: firstProcess("init"), links: { "/proc/1/exe": "/bin/busybox" } },
      "busybox",
    ],
    ["a program of its own as process 1 is no init system", { files: firstProcess("bash") }, "none"],
  ]
  test.each(rows)("%s", (_name, description, expected) => {
    expect(recognised(description)).toBe(expected)
  })

  test("where /proc/1 is hidden from the caller, the boot mark still tells", () => {
    expect(recognised({ directories: ["/run/systemd/system"], uid: 1000 })).toBe("systemd")
  })
})

describe("which init system a tree will be run by", () => {
  const rows: readonly [string, MemoryNodeDescription, string][] = [
    [
      "systemd, when /sbin/init leads to it",
      { files: { "/usr/lib/systemd/systemd": "" }, links: { "/sbin/init": "/usr/lib/systemd/systemd" } },
      "systemd",
    ],
    [
      "OpenRC, when the boot script of the inittab calls it, as on Debian",
      {
        files: {
          "/sbin/init": "",
          "/etc/inittab": "id:2:initdefault:\nsi::sysinit:/etc/init.d/rcS\n",
          "/etc/init.d/rcS": '#!/bin/sh\nexec /sbin/openrc "sysinit"\n',
        },
      },
      "openrc",
    ],
    [
      "OpenRC, when the inittab calls it, as on Alpine",
      {
        files: { "/bin/busybox": "", "/etc/inittab": "::sysinit:/sbin/openrc sysinit\n" },
        links: { "/sbin/init": "/bin/busybox" },
      },
      "openrc",
    ],
    [
      "SysV init otherwise",
      {
        files: { "/sbin/init": "", "/etc/inittab": "si::sysinit:/etc/init.d/rcS\n", "/etc/init.d/rcS": "#!/bin/sh\n" },
      },
      "sysvinit",
    ],
    ["runit", { files: { "/usr/bin/runit-init": "" }, links: { "/sbin/init": "/usr/bin/runit-init" } }, "runit"],
    ["busybox", { files: { "/bin/busybox": "" }, links: { "/sbin/init": "/bin/busybox" } }, "busybox"],
    ["none, when there is no /sbin/init", { files: { "/usr/bin/systemctl": "" } }, "none"],
  ]
  test.each(rows)("%s", (_name, description, expected) => {
    expect(recognised({ ...description, isLive: false })).toBe(expected)
  })
})
