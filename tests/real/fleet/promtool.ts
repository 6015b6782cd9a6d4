// promtool of Debian's prometheus, which says whether a text is metrics that node_exporter's textfile collector takes.
import { unpacked } from "../support/packages.ts"

/** What promtool says of a text; both empty-handed: nothing is wrong with it, nor with its names and help. */
export async function promtoolOn(metrics: string): Promise<{ readonly exitCode: number; readonly said: string }> {
  const tree = await unpacked("prometheus", { suite: "trixie", isUsrMerged: true }, ["prometheus"])
  const ran = Bun.spawnSync(["chroot", tree, "/usr/bin/promtool", "check", "metrics"], { stdin: Buffer.from(metrics) })
  return { exitCode: ran.exitCode, said: `${ran.stdout}${ran.stderr}` }
}
