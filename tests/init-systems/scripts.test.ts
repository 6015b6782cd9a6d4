import { describe, expect, test } from "bun:test"
import { initSystems } from "../../src/init-systems/known.ts"
import { knownValue } from "../../src/model/facts/fact.ts"
import { failing, type MemoryNodeDescription, memoryMachine, succeeding } from "../machine/memory-machine.ts"

function initSystem(id: string) {
  const found = initSystems.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no init system ${id}`)
  return found
}

/** /proc as a process leaves it there. */
function process(pid: number, command: readonly string[]): Readonly<Record<string, string>> {
  return {
    [`/proc/${pid}/cmdline`]: `${command.join("\0")}\0`,
    [`/proc/${pid}/comm`]: `${command[0]?.split("/").at(-1)}\n`,
    [`/proc/${pid}/stat`]: `${pid} (a (b) c) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 2111 1 2 3\n`,
    "/proc/stat": "cpu 1 2 3\nbtime 1795350319\n",
  }
}

describe("OpenRC", () => {
  const openrc = initSystem("openrc")
  // As Alpine's package has it.
  const script = `#!/sbin/openrc-run
supervisor=supervise-daemon
name=containerd
description="Container runtime"
command=/usr/bin/containerd
command_args="\${command_args:-}"
output_log=/var/log/$RC_SVCNAME.log
extra_started_commands="reload"
`
  const node = (more: MemoryNodeDescription = {}) =>
    memoryMachine({
      ...more,
      files: {
        "/etc/init.d/containerd": script,
        "/etc/conf.d/containerd":
          "export LOG=1\ncommand_args=\"--config /etc/containerd/'a b'.toml --log-level debug\"\n",
        ...more.files,
      },
      links: { "/etc/runlevels/default/containerd": "/etc/init.d/containerd" },
    })

  test("command, arguments from conf.d, runlevel and exported variables are read from the files", async () => {
    const facts = await openrc.service(node({ isLive: false }), "containerd")

    expect(facts).toMatchObject({
      name: "containerd",
      state: "unknown",
      startsAtBoot: true,
      command: ["/usr/bin/containerd", "--config", "/etc/containerd/a b.toml", "--log-level", "debug"],
      environment: { LOG: "1" },
      canReload: true,
    })
    expect(facts?.files.map((file) => knownValue(file)?.path)).toEqual([
      "/etc/init.d/containerd",
      "/etc/conf.d/containerd",
    ])
  })

  test("on a running node the state is rc-service's answer and the process is the supervised one", async () => {
    const machine = node({
      files: { "/run/openrc/options/containerd/child_pid": "854", ...process(854, ["/usr/bin/containerd"]) },
      programs: { "rc-service containerd status": () => succeeding(" * status: started\n") },
    })

    expect(await openrc.service(machine, "containerd")).toMatchObject({
      state: "active",
      pid: 854,
      startedAt: 1795350319000 + 21110,
    })
  })

  test.each([
    [3, "inactive"],
    [16, "inactive"],
    [32, "failed"],
    [1, "unknown"],
  ])("exit code %d of rc-service status is %s", async (code, state) => {
    const machine = node({ programs: { "rc-service containerd status": () => failing("", code) } })

    expect((await openrc.service(machine, "containerd"))?.state).toBe(state as "inactive")
  })

  test("a script that computes its command is answered by the running process", async () => {
    const machine = node({
      files: {
        "/etc/init.d/containerd": "#!/sbin/openrc-run\ncommand=$(which containerd)\npidfile=/run/c.pid\n",
        "/run/c.pid": "77\n",
        ...process(77, ["/opt/bin/containerd", "-c", "/etc/x.toml"]),
      },
    })

    expect((await openrc.service(machine, "containerd"))?.command).toEqual(["/opt/bin/containerd", "-c", "/etc/x.toml"])
  })

  test("the log is the file that the script names", async () => {
    const machine = node({
      files: { "/var/log/containerd.log": "one\ntwo\n" },
      programs: { "tail -n 1 -- /var/log/containerd.log": () => succeeding("two\n") },
    })

    expect(await openrc.recentLog(machine, "containerd", 1)).toEqual(["two"])
  })

  test("acts go through rc-service", async () => {
    const machine = node()
    await openrc.act(machine, "containerd", "restart")
    expect(machine.acts).toEqual(["act rc-service containerd restart"])
  })
})

describe("SysV init", () => {
  const sysvinit = initSystem("sysvinit")
  // Shortened from docker.io 20.10 of Debian 12.
  const docker = `#!/bin/sh
BASE=docker
DOCKERD=/usr/sbin/$BASE
DOCKER_PIDFILE=/var/run/$BASE.pid
DOCKER_LOGFILE=/var/log/$BASE.log
DOCKER_OPTS=
if [ -f /etc/default/$BASE ]; then
	. /etc/default/$BASE
fi
case "$1" in
	start)
		start-stop-daemon --start --background \\
			--no-close \\
			--exec "$DOCKERD" \\
			--pidfile "$DOCKER_PIDFILE" \\
			--make-pidfile \\
			-- \\
				-p "$DOCKER_PIDFILE" \\
				$DOCKER_OPTS \\
					>> "$DOCKER_LOGFILE" 2>&1
		;;
	restart) ;;
	force-reload|reload) ;;
esac
`

  test("program and options are read from the start-stop-daemon line and from /etc/default", async () => {
    const machine = memoryMachine({
      isLive: false,
      files: {
        "/etc/init.d/docker": docker,
        "/etc/default/docker": 'DOCKER_OPTS="--exec-opt native.cgroupdriver=systemd"\nexport http_proxy="http://p:1"\n',
      },
      links: { "/etc/rc2.d/S02docker": "../init.d/docker", "/etc/rc0.d/K01docker": "../init.d/docker" },
    })

    expect(await sysvinit.service(machine, "docker")).toMatchObject({
      command: ["/usr/sbin/docker", "-p", "/var/run/docker.pid", "--exec-opt", "native.cgroupdriver=systemd"],
      environment: { http_proxy: "http://p:1" },
      startsAtBoot: true,
      canReload: true,
    })
  })

  test("a program started through a shell is found behind exec", async () => {
    const text = `start-stop-daemon --start --quiet --background --make-pidfile --pidfile $PIDFILE \\
	--exec /bin/sh -- -c 'exec /usr/bin/containerd --config /etc/c.toml >>/var/log/containerd.log 2>&1'
`
    const machine = memoryMachine({ isLive: false, files: { "/etc/init.d/containerd": text } })

    expect((await sysvinit.service(machine, "containerd"))?.command).toEqual([
      "/usr/bin/containerd",
      "--config",
      "/etc/c.toml",
    ])
  })

  test("a living process of the pid file means active, and a left-over pid file with a dead one failed", async () => {
    const files = { "/etc/init.d/docker": docker, "/var/run/docker.pid": "12\n" }
    const status = { "/etc/init.d/docker status": () => failing("", 1) }

    const alive = memoryMachine({ files: { ...files, ...process(12, ["/usr/sbin/dockerd"]) }, programs: status })
    const dead = memoryMachine({ files, programs: status })

    expect((await sysvinit.service(alive, "docker"))?.state).toBe("active")
    expect((await sysvinit.service(dead, "docker"))?.state).toBe("failed")
  })

  test("acts run the script", async () => {
    const machine = memoryMachine()
    await sysvinit.act(machine, "docker", "restart")
    expect(machine.acts).toEqual(["act /etc/init.d/docker restart"])
  })
})

describe("runit", () => {
  const runit = initSystem("runit")
  const files = {
    "/etc/sv/containerd/run": `#!/bin/sh
[ -r ./conf ] && . ./conf
modprobe -q overlay
exec chpst -o 1048576 containerd \${OPTS:---log-level info} \${MORE:---a b} 2>&1
`,
    "/etc/sv/containerd/conf": "OPTS='--config /etc/c.toml'\n",
    "/etc/sv/containerd/supervise/stat": "run\n",
    "/etc/sv/containerd/supervise/pid": "31\n",
    ...process(31, ["containerd"]),
  }

  test("a linked service runs, starts at boot, and its command stands behind exec", async () => {
    const machine = memoryMachine({ files, links: { "/var/service/containerd": "/etc/sv/containerd" } })

    expect(await runit.service(machine, "containerd")).toMatchObject({
      state: "active",
      startsAtBoot: true,
      pid: 31,
      command: ["containerd", "--config", "/etc/c.toml", "--a", "b"],
    })
  })

  test("a service that is not linked does not start at boot", async () => {
    const machine = memoryMachine({ files, isLive: false })

    expect(await runit.service(machine, "containerd")).toMatchObject({ state: "unknown", startsAtBoot: false })
  })

  test("a service stopped for good says so", async () => {
    const machine = memoryMachine({
      files: { ...files, "/etc/sv/containerd/supervise/stat": "down\n", "/etc/sv/containerd/down": "" },
      links: { "/var/service/containerd": "/etc/sv/containerd" },
    })

    expect(await runit.service(machine, "containerd")).toMatchObject({ state: "inactive", startsAtBoot: false })
  })
})

describe("no init system", () => {
  const none = initSystem("none")

  test("a service is the process of that name", async () => {
    const machine = memoryMachine({ files: process(40, ["/usr/bin/containerd", "--config", "/c"]) })

    expect(await none.service(machine, "containerd")).toMatchObject({
      state: "active",
      pid: 40,
      command: ["/usr/bin/containerd", "--config", "/c"],
    })
    expect(await none.service(machine, "crio")).toBeUndefined()
  })

  test("it restarts nothing and says what would have to be restarted", async () => {
    const machine = memoryMachine()

    const ran = await none.act(machine, "containerd", "restart")

    expect(ran.state).toBe("not-possible")
    expect(none.commandLine("containerd", "restart")).toBe("restart containerd")
    expect(machine.acts).toEqual([])
  })
})
