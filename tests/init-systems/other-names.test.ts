// A runtime's service that somebody gave a name of their own is found by the program it starts, under each init system,
// and with it the configuration that it names.
import { describe, expect, test } from "bun:test"
import { containerd } from "../../src/components/containerd/component.ts"
import type { ContainerdFacts } from "../../src/components/containerd/facts.ts"
import { docker } from "../../src/components/docker/component.ts"
import { detectNode } from "../../src/detect/node.ts"
import { initSystems } from "../../src/init-systems/known.ts"
import { type MemoryNodeDescription, memoryMachine, succeeding } from "../machine/memory-machine.ts"

const program = { "/usr/bin/containerd": "" }
const config = "/srv/containerd.toml"
const unit = (command: string) => `[Service]\nExecStart=${command}\n[Install]\nWantedBy=multi-user.target\n`
const underSystemd = { "/proc/1/comm": "systemd\n", "/run/systemd/system/.keep": "" }

async function containerdOf(description: MemoryNodeDescription): Promise<ContainerdFacts> {
  const node = await detectNode(memoryMachine(description), { initSystems, components: [containerd, docker] })
  return node.components["containerd"] as ContainerdFacts
}

describe("containerd as a service of another name", () => {
  const cases: readonly [string, MemoryNodeDescription, string][] = [
    [
      "systemd",
      {
        files: {
          ...underSystemd,
          ...program,
          "/etc/systemd/system/runtime.service": unit(`/usr/bin/containerd --config ${config}`),
          "/usr/lib/systemd/system/docker.service": unit(
            "/usr/bin/dockerd --containerd=/run/containerd/containerd.sock",
          ),
          "/usr/lib/systemd/system/containerd@.service": unit("/usr/bin/containerd --config /srv/%i.toml"),
        },
        programs: { systemctl: () => succeeding("LoadState=loaded\nActiveState=active\n") },
      },
      "runtime.service",
    ],
    [
      "OpenRC",
      {
        files: {
          ...program,
          "/proc/1/comm": "init\n",
          "/run/openrc/softlevel": "default",
          "/etc/init.d/runtime": `#!/sbin/openrc-run\ncommand="/usr/bin/containerd"\ncommand_args="--config ${config}"\n`,
          "/etc/init.d/docker": '#!/sbin/openrc-run\ncommand="/usr/bin/dockerd"\n',
        },
        programs: { "rc-service": () => succeeding() },
      },
      "runtime",
    ],
    [
      "SysV init",
      {
        files: {
          ...program,
          "/proc/1/comm": "init\n",
          "/etc/inittab": "",
          "/sbin/init": "",
          "/etc/init.d/runtime": `#!/bin/sh\nstart-stop-daemon --start --exec /usr/bin/containerd -- --config ${config}\n`,
        },
      },
      "runtime",
    ],
    [
      "runit",
      {
        files: {
          ...program,
          "/proc/1/comm": "runit\n",
          "/etc/service/runtime/run": `#!/bin/sh\nexec chpst -o 1024 /usr/bin/containerd --config ${config}\n`,
        },
      },
      "runtime",
    ],
  ]

  test.each(cases)("is found under %s, and so is the file that it names", async (_name, description, service) => {
    const facts = await containerdOf(description)

    expect(facts.service?.name).toBe(service)
    expect(facts.configPath).toBe(config)
  })

  test("its usual name counts more than any other", async () => {
    const facts = await containerdOf({
      files: {
        ...underSystemd,
        ...program,
        "/etc/systemd/system/a.service": unit(`/usr/bin/containerd --config ${config}`),
        "/usr/lib/systemd/system/containerd.service": unit("/usr/bin/containerd"),
      },
    })

    expect(facts.service?.name).toBe("containerd.service")
  })

  test("of several the one that runs is the one", async () => {
    const facts = await containerdOf({
      files: {
        ...underSystemd,
        ...program,
        "/etc/systemd/system/a.service": unit("/usr/bin/containerd --config /srv/a.toml"),
        "/etc/systemd/system/b.service": unit("/usr/bin/containerd --config /srv/b.toml"),
      },
      programs: {
        systemctl: (argv) =>
          succeeding(`LoadState=loaded\nActiveState=${argv.includes("b.service") ? "active" : "inactive"}\n`),
      },
    })

    expect(facts.service?.name).toBe("b.service")
    expect(facts.configPath).toBe("/srv/b.toml")
  })

  test("another program's service that only mentions containerd is none of its", async () => {
    const facts = await containerdOf({
      files: {
        ...underSystemd,
        ...program,
        "/usr/lib/systemd/system/k3s.service": unit("/usr/local/bin/k3s agent --container-runtime containerd"),
        "/etc/systemd/system/watch.service": unit("/usr/bin/tail -f /var/log/containerd"),
      },
    })

    expect(facts.service).toBeUndefined()
  })
})

describe("containerd as a process alone, where no init system is known", () => {
  const ofProcess = (pid: number, ids: string, command: readonly string[]) => ({
    [`/proc/${pid}/comm`]: "containerd\n",
    [`/proc/${pid}/cmdline`]: command.map((argument) => `${argument}\0`).join(""),
    [`/proc/${pid}/status`]: `Name:\tcontainerd\nPid:\t${pid}\nNSpid:\t${ids}\n`,
  })
  const inContainer = ofProcess(41, "41\t7", ["/usr/bin/containerd", "--config", "/etc/of-a-container.toml"])
  const own = ofProcess(77, "77", ["/usr/bin/containerd", "--config", config])
  const firstProcess = { ...program, "/proc/1/comm": "some-init\n", [config]: "version = 2\n" }

  test("is the node's own, not the older one in a container on it", async () => {
    const facts = await containerdOf({ files: { ...firstProcess, ...inContainer, ...own } })

    expect(facts.service?.pid).toBe(77)
    expect(facts.configPath).toBe(config)
  })

  test("is none where the only one belongs to a container", async () => {
    const facts = await containerdOf({ files: { ...firstProcess, ...inContainer } })

    expect(facts.service).toBeUndefined()
    expect(facts.configPath).toBe("/etc/containerd/config.toml")
  })
})
