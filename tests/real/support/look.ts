// What tests look at on a node to see what criadm did to it, in the node's own words: programs of the distribution, not
// criadm.
import type { Node } from "../nodes/nodes.ts"

/** Every file of /etc with its content, mode and owner, one line each. Equal before and after: byte for byte the same. */
export async function contentsOfEtc(node: Node): Promise<string> {
  // adjtime is written by SysV's hwclock script at each shutdown.
  return await node.mustRun(
    "cd /etc; { find . -type f ! -name adjtime -exec sha256sum {} +; find . ! -name adjtime -printf '%M %U %G %l %p\\n'; } | sort -k2",
  )
}

/** Inode and time of change of every file in /etc: changes with any write, even of the same bytes. */
export async function identitiesInEtc(node: Node): Promise<string> {
  return await node.mustRun("find /etc -printf '%i %C@ %p\\n' | sort -k3")
}

/** Process id and start time of containerd: another value means that it was restarted. Empty: it does not run. */
export async function startOfContainerd(node: Node): Promise<string> {
  // Field 22 of /proc/PID/stat is the start time in clock ticks since boot (proc(5)).
  const script = `pid=$(pgrep -o -x containerd) && echo "$pid $(cut -d' ' -f22 /proc/$pid/stat)"`
  return (await node.run(script)).stdout.trim()
}

export interface Configured {
  readonly driver: "systemd" | "cgroupfs"
  readonly sandboxImage: string
}

/** What containerd itself makes of its files; of the first handler of runc type. */
export async function containerdConfigured(node: Node): Promise<Configured> {
  const dump = await node.mustRun("containerd config dump")
  const image = /^\s*sandbox(?:_image)? = ["'](.*)["']$/m.exec(dump)?.[1]
  return {
    driver: /^\s*SystemdCgroup = true$/m.test(dump) ? "systemd" : "cgroupfs",
    sandboxImage: image ?? "none",
  }
}

export async function ipForward(node: Node): Promise<string> {
  return (await node.mustRun("cat /proc/sys/net/ipv4/ip_forward")).trim()
}
