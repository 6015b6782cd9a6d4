import { describe, expect, test } from "bun:test"
import { systemd } from "../../src/init-systems/systemd.ts"
import { knownValue } from "../../src/model/facts/fact.ts"
import type { ServiceFacts } from "../../src/model/service.ts"
import { failing, memoryMachine, succeeding } from "../machine/memory-machine.ts"

const unit = "[Service]\nExecStart=/usr/bin/containerd\n\n[Install]\nWantedBy=multi-user.target\n"
const packaged = "/usr/lib/systemd/system/containerd.service"

function service(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}) {
  return systemd.service(memoryMachine({ files, links, isLive: false }), "containerd")
}

const paths = (facts: ServiceFacts | undefined) => facts?.files.map((file) => knownValue(file)?.path)

describe("a unit read from its files", () => {
  test("a unit in /etc replaces the package's", async () => {
    const facts = await service({
      [packaged]: unit,
      "/etc/systemd/system/containerd.service": "[Service]\nExecStart=/opt/bin/containerd --config /etc/c.toml\n",
    })

    expect(facts?.name).toBe("containerd.service")
    expect(facts?.command).toEqual(["/opt/bin/containerd", "--config", "/etc/c.toml"])
    expect(paths(facts)).toEqual(["/etc/systemd/system/containerd.service"])
  })

  test("an empty ExecStart= in a drop-in forgets the package's command line", async () => {
    const facts = await service({
      [packaged]: unit,
      "/etc/systemd/system/containerd.service.d/10-config.conf":
        "[Service]\nExecStart=\nExecStart=/usr/bin/containerd \\\n  --config=/etc/containerd/other.toml\n",
    })

    expect(facts?.command).toEqual(["/usr/bin/containerd", "--config=/etc/containerd/other.toml"])
  })

  test("drop-ins are applied by file name over all directories, and one in /etc hides its namesake", async () => {
    const facts = await service({
      [packaged]: unit,
      "/usr/lib/systemd/system/containerd.service.d/20-b.conf": "[Service]\nEnvironment=WHO=package B=1\n",
      "/etc/systemd/system/containerd.service.d/20-b.conf": "[Service]\nEnvironment=WHO=administrator\n",
      "/run/systemd/system/containerd.service.d/10-a.conf": "[Service]\nEnvironment=WHO=run A=1\n",
      "/usr/lib/systemd/system/service.d/90-all.conf": "[Service]\nEnvironment=ALL=1\n",
      "/etc/systemd/system/containerd.service.d/notes.txt": "[Service]\nEnvironment=WHO=nobody\n",
    })

    expect(facts?.environment).toEqual({ WHO: "administrator", A: "1", ALL: "1" })
    expect(paths(facts)).toEqual([
      packaged,
      "/run/systemd/system/containerd.service.d/10-a.conf",
      "/etc/systemd/system/containerd.service.d/20-b.conf",
      "/usr/lib/systemd/system/service.d/90-all.conf",
    ])
  })

  test("a drop-in that links to /dev/null is switched off", async () => {
    const facts = await service(
      { [packaged]: unit, "/usr/lib/systemd/system/containerd.service.d/x.conf": "[Service]\nEnvironment=A=1\n" },
      { "/etc/systemd/system/containerd.service.d/x.conf": "/dev/null" },
    )

    expect(facts?.environment).toEqual({})
  })

  test("environment files override Environment=, and variables are put into the command line", async () => {
    const facts = await service({
      [packaged]:
        "[Service]\nEnvironment=ARGS=--old ROOT=/a\nEnvironmentFile=-/etc/default/containerd\n" +
        `EnvironmentFile=-/etc/default/absent\nExecStart=/usr/bin/containerd --root=\${ROOT} $ARGS $NONE %t/x\n`,
      "/etc/default/containerd": 'ARGS="--log-level debug"\n',
    })

    expect(facts?.command).toEqual(["/usr/bin/containerd", "--root=/a", "--log-level", "debug", "/run/x"])
    expect(paths(facts)).toEqual([packaged, "/etc/default/containerd"])
  })

  test("what systemd does not take for an assignment is none: export, and names with foreign characters", async () => {
    const facts = await service({
      [packaged]:
        "[Service]\nEnvironment=“A=1” B=2\nEnvironmentFile=/etc/default/containerd\nExecStart=/usr/bin/containerd $ARGS\n",
      "/etc/default/containerd": "ARGS=--one\nexport ARGS=--two\n",
    })

    expect(facts?.environment).toEqual({ B: "2", ARGS: "--one" })
    expect(facts?.command).toEqual(["/usr/bin/containerd", "--one"])
  })

  test("prefixes of the program and its shown name are no part of the command", async () => {
    const facts = await service({ [packaged]: "[Service]\nExecStart=-@/usr/bin/containerd shown --config /c\n" })

    expect(facts?.command).toEqual(["/usr/bin/containerd", "--config", "/c"])
  })

  test("an alias is found under its own name, with the drop-ins of both names", async () => {
    const machine = memoryMachine({
      files: {
        "/usr/lib/systemd/system/cri-docker.service": "[Service]\nExecStart=/usr/bin/cri-dockerd\n",
        "/etc/systemd/system/cri-docker.service.d/a.conf": "[Service]\nEnvironment=A=1\n",
        "/etc/systemd/system/cri-dockerd.service.d/b.conf": "[Service]\nEnvironment=B=1\n",
      },
      links: { "/etc/systemd/system/cri-dockerd.service": "/usr/lib/systemd/system/cri-docker.service" },
      isLive: false,
    })

    expect((await systemd.service(machine, "cri-dockerd"))?.environment).toEqual({ A: "1", B: "1" })
  })

  test("a masked unit is there and can do nothing", async () => {
    const facts = await service({ [packaged]: unit }, { "/etc/systemd/system/containerd.service": "/dev/null" })

    expect(facts).toMatchObject({
      maskedBy: "/etc/systemd/system/containerd.service",
      command: [],
      startsAtBoot: false,
    })
  })

  test("a link in a .wants directory starts it at boot", async () => {
    const wants = { "/etc/systemd/system/multi-user.target.wants/containerd.service": packaged }

    expect((await service({ [packaged]: unit }, wants))?.startsAtBoot).toBe(true)
    expect((await service({ [packaged]: unit }))?.startsAtBoot).toBe(false)
  })

  test("a unit that is nowhere is no service", async () => {
    expect(await service({})).toBeUndefined()
  })
})

// As printed by systemd 257 on Debian 13.
const shown = `LoadState=loaded
ActiveState=active
SubState=running
MainPID=253
ExecMainStartTimestamp=Sun 2026-11-22 12:25:41 UTC
NeedDaemonReload=no
CanReload=no
`

function liveMachine(state = shown) {
  return memoryMachine({
    files: { [packaged]: unit },
    programs: { systemctl: (argv) => (argv[1] === "show" ? succeeding(state) : succeeding()) },
  })
}

describe("a unit on a running node", () => {
  test("its state, process and start time come from one call of systemctl", async () => {
    const facts = await systemd.service(liveMachine(), "containerd")

    expect(facts).toMatchObject({ state: "active", pid: 253, startedAt: Date.UTC(2026, 10, 22, 12, 25, 41) })
  })

  test("a unit that systemd tries to start again has failed", async () => {
    const state = shown.replace("=active", "=activating").replace("=running", "=auto-restart")

    expect((await systemd.service(liveMachine(state), "containerd"))?.state).toBe("failed")
  })

  test("its state is unknown where systemctl does not answer", async () => {
    const machine = memoryMachine({ files: { [packaged]: unit }, programs: { systemctl: () => failing("no bus") } })

    expect(await systemd.service(machine, "containerd")).toMatchObject({
      state: "unknown",
      command: ["/usr/bin/containerd"],
    })
  })

  test("a restart loads nothing anew when nothing changed in the units", async () => {
    const machine = liveMachine()

    await systemd.act(machine, "containerd", "restart")

    expect(machine.acts).toEqual([
      "act systemctl reset-failed containerd.service",
      "act systemctl restart containerd.service",
    ])
  })

  test("changed units are loaded before the restart", async () => {
    const machine = liveMachine(shown.replace("NeedDaemonReload=no", "NeedDaemonReload=yes"))

    await systemd.act(machine, "containerd", "restart")

    expect(machine.acts).toEqual([
      "act systemctl daemon-reload",
      "act systemctl reset-failed containerd.service",
      "act systemctl restart containerd.service",
    ])
  })

  test("a unit that failed too often is allowed to start again", async () => {
    const machine = liveMachine(shown.replace("ActiveState=active", "ActiveState=failed"))

    await systemd.act(machine, "docker", "restart")

    expect(machine.acts).toEqual(["act systemctl reset-failed docker.service", "act systemctl restart docker.service"])
  })

  test("the last lines of its journal are shown oldest first", async () => {
    const machine = memoryMachine({
      programs: { "journalctl -u containerd.service -n 2 --no-pager -o cat": () => succeeding("one\ntwo\n") },
    })

    expect(await systemd.recentLog(machine, "containerd", 2)).toEqual(["one", "two"])
  })
})

describe("a restart by systemd", () => {
  test("reckons with the limit of starts, of the unit and of those that are restarted with it", async () => {
    const machine = memoryMachine({
      programs: {
        systemctl: ([, verb, , properties = ""]) => {
          if (verb !== "show") return succeeding()
          if (properties.includes("RequiredBy")) {
            return succeeding("RequiredBy=cri-docker.service multi-user.target\nBoundBy=\nConsistsOf=\n")
          }
          return succeeding("LoadState=loaded\nActiveState=active\nMainPID=7\nNeedDaemonReload=no\nCanReload=no\n")
        },
      },
    })

    await systemd.act(machine, "docker", "restart")

    expect(machine.acts).toEqual([
      "act systemctl reset-failed docker.service cri-docker.service",
      "act systemctl restart docker.service",
    ])
  })
})
