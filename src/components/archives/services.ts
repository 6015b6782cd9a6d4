// What starts a program that came from an archive, for each init system: files of ours, since archives bring none, or one
// whose place would shadow a later package's for ever. Units go below /usr/local, which systemd reads behind /etc and
// before /usr/lib (systemd.unit(5), "Unit File Load Path"); the others read one place only.
import type { InitSystemId } from "../../model/service.ts"

export interface ServiceProgram {
  /** Name of the service, without ".service". */
  readonly name: string
  readonly description: string
  /** Absolute. */
  readonly program: string
  readonly arguments: readonly string[]
  /** Lines of [Service] beside those that every daemon gets. */
  readonly unitLines: readonly string[]
  /** Units that it comes after. */
  readonly after: readonly string[]
  readonly documentation: string
}

export interface ServiceFile {
  readonly path: string
  readonly text: string
  readonly mode: number
}

/** Undefined: criadm has no form for this init system. */
export function serviceFile(program: ServiceProgram, initSystem: InitSystemId): ServiceFile | undefined {
  const { name } = program
  const scripts: Readonly<Record<InitSystemId, ServiceFile>> = {
    systemd: { path: `/usr/local/lib/systemd/system/${name}.service`, text: unit(program), mode: 0o644 },
    openrc: { path: `/etc/init.d/${name}`, text: openrcScript(program), mode: 0o755 },
    sysvinit: { path: `/etc/init.d/${name}`, text: sysvScript(program), mode: 0o755 },
    runit: { path: `/etc/sv/${name}/run`, text: runScript(program), mode: 0o755 },
  }
  return scripts[initSystem]
}

/** By which the init system is asked. */
export function serviceName({ name }: ServiceProgram, initSystem: InitSystemId): string {
  return initSystem === "systemd" ? `${name}.service` : name
}

const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

function commandOf({ program, arguments: words }: ServiceProgram): string {
  return [program, ...words].join(" ")
}

function unit(one: ServiceProgram): string {
  return `# Placed by criadm, with the program from its project's archive.
[Unit]
Description=${one.description}
Documentation=${one.documentation}
After=${["network.target", ...one.after].join(" ")}

[Service]
${[...one.unitLines, `ExecStart=${commandOf(one)}`].join("\n")}
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`
}

function openrcScript(one: ServiceProgram): string {
  return `#!/sbin/openrc-run
# Placed by criadm, with the program from its project's archive.
# OpenRC's own programs stay first.
export PATH="$PATH:/usr/local/sbin:/usr/local/bin"
supervisor=supervise-daemon
name=${one.name}
description="${one.description}"
command=${one.program}
command_args="${one.arguments.join(" ")}"
output_log=/var/log/${one.name}.log
error_log=/var/log/${one.name}.log
rc_ulimit="-n 1048576 -u unlimited -c unlimited"
respawn_delay=5

depend() {
	want localmount cgroups
	after net ${one.after.map((name) => name.replace(/\.(?:service|target)$/, "")).join(" ")}
}
`.replaceAll(/ +$/gm, "")
}

function sysvScript(one: ServiceProgram): string {
  return `#!/bin/sh
### BEGIN INIT INFO
# Provides:          ${one.name}
# Required-Start:    $local_fs $remote_fs
# Required-Stop:     $local_fs $remote_fs
# Should-Start:      $network cgroupfs-mount
# Default-Start:     2 3 4 5
# Default-Stop:      0 1 6
# Short-Description: ${one.description}
### END INIT INFO
# Placed by criadm, with the program from its project's archive.
export ${path}
NAME=${one.name}
DAEMON=${one.program}
DAEMON_ARGS="${one.arguments.join(" ")}"
PIDFILE=/run/$NAME.pid
LOG=/var/log/$NAME.log
[ -r /etc/default/$NAME ] && . /etc/default/$NAME

start() {
	start-stop-daemon --start --quiet --oknodo --background --no-close --make-pidfile --pidfile $PIDFILE --exec $DAEMON -- $DAEMON_ARGS >>$LOG 2>&1
}

stop() {
	start-stop-daemon --stop --quiet --oknodo --retry TERM/30/KILL/5 --pidfile $PIDFILE --exec $DAEMON
	rm -f $PIDFILE
}

case "$1" in
start) start ;;
stop) stop ;;
restart | force-reload) stop && start ;;
status)
	[ -e $PIDFILE ] || exit 3
	start-stop-daemon --status --pidfile $PIDFILE --exec $DAEMON
	;;
*)
	echo "Usage: $0 {start|stop|restart|force-reload|status}" >&2
	exit 2
	;;
esac
`
}

function runScript(one: ServiceProgram): string {
  return `#!/bin/sh
# Placed by criadm, with the program from its project's archive.
export ${path}
exec 2>&1
ulimit -n 1048576
exec ${commandOf(one)}
`
}
