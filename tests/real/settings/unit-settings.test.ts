// What settings of a unit do to the mounts and the processes of its program, asked of systemd itself: a container of
// Debian trixie.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { givesOwnMounts } from "../../../src/decide/rules/services/unit-settings.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"

setDefaultTimeout(15 * 60 * 1000)

const settings =
  `PrivateMounts=yes PrivateMounts=no PrivateTmp=yes PrivateTmp=off PrivateDevices=yes PrivateIPC=yes PrivateNetwork=yes
PrivatePIDs=yes ProtectSystem=yes ProtectSystem=full ProtectHome=yes ProtectHome=tmpfs ProtectHome=no ProtectProc=invisible
ProtectProc=default ProcSubset=pid ProcSubset=all ProtectKernelTunables=yes ProtectKernelModules=yes ProtectKernelLogs=yes
ProtectControlGroups=yes ProtectHostname=yes ProtectClock=yes MountAPIVFS=yes BindLogSockets=yes ReadWritePaths=/var
ReadWritePaths=-/none ReadOnlyPaths=/usr InaccessiblePaths=/opt ExecPaths=/usr NoExecPaths=/opt BindPaths=/opt
BindReadOnlyPaths=/opt TemporaryFileSystem=/opt RootDirectory=/ MountFlags=slave MountFlags=private MountFlags=shared
LogNamespace=x NetworkNamespacePath=/proc/1/ns/net PrivateUsers=no RestrictNamespaces=no StateDirectory=x NoNewPrivileges=yes`
    .trim()
    .split(/\s+/)

describeReal("a unit's settings on systemd", needsOfNodes, () => {
  let on: Node
  beforeAll(async () => {
    on = await node("trixie", { way: "container", tools: [program] })
  })
  afterAll(async () => await on?.stop())

  test("the host sees what a program mounts, unless a setting gives it mounts of its own", async () => {
    const mounts =
      'ExecStart=/bin/sh -c "mkdir -p /run/probe-%i && mount -t tmpfs probe /run/probe-%i && exec sleep 1000"'
    const units = settings.map((line, at) => [`probe@${at}.service`, `[Service]\n${line}\n${mounts}\n`] as const)
    for (const [name, text] of units) await on.put(`/etc/systemd/system/${name}`, text)
    const names = units.map(([name]) => name).join(" ")
    const seen = await on.mustRun(
      `systemctl daemon-reload; systemctl start ${names}
      for at in $(seq 0 ${settings.length - 1}); do
        pid=$(systemctl show -P MainPID probe@$at)
        until grep -q " /run/probe-$at " /proc/$pid/mountinfo; do kill -0 $pid; sleep 0.05; done
        ! grep -q " /run/probe-$at " /proc/1/mountinfo || echo $at
      done
      systemctl kill --signal KILL ${names}`,
      { timeoutSeconds: 120 },
    )
    const hidden = settings.filter((_line, at) => !seen.split("\n").includes(String(at)))

    expect(hidden).toEqual(
      settings.filter((line) => givesOwnMounts(line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1))),
    )
  })

  test.each([
    ["KillMode=process", true],
    ["KillMode=none", true],
    ["KillMode=mixed", false],
    ["KillMode=control-group", false],
    ["", false],
  ])("with %j what a program has started outlives its stop: %p", async (line, outlives) => {
    const starts = 'ExecStart=/bin/sh -c "setsid sleep 4321 & exec sleep 1234"'
    await on.put("/etc/systemd/system/keeper.service", `[Service]\n${line}\n${starts}\n`)

    const left = await on.run(
      "systemctl daemon-reload; systemctl start keeper; until pgrep -f 'sleep 4321' >/dev/null; do sleep 0.05; done; systemctl stop keeper; pkill -f '^sleep 4321'",
    )

    expect(left.exitCode).toBe(outlives ? 0 : 1)
  })
})
