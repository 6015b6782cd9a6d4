// What a node is after an installation that was killed: without a runtime as before it, or with all that was planned,
// serving. Then it is taken back, so that every try begins with the same node.
import { expect } from "bun:test"
import { type BareNode, bareNode, containerdPackages, isServing } from "../nodes/bare-node.ts"
import type { Way } from "../nodes/nodes.ts"

export const install = "criadm apply --yes --install distribution --runtime containerd"

/** Puts an unfinished run in order, which comes first, and then finds that there is no such plan. */
const nothing = "criadm apply --yes /root/no-such.plan"

/** Packages and files, as text. */
export interface Selves {
  readonly old: string
  /** Absent: not known; then it is the node that serves. */
  readonly young?: string
}

export async function nodeToKillOn(way: Way, tools: readonly string[] = []): Promise<BareNode> {
  // What was fetched can be deleted at any time, and is kept by a kill. dpkg lays a package's own file beside the one
  // that is kept the first time only: of a package that was removed it knows that file.
  const leaves = ["/var/cache/criadm", "/etc/containerd/config.toml.dpkg-dist"]
  const how = { suite: "trixie", packages: containerdPackages, withSource: true, tools, leaves, way }
  const given = await bareNode("trixie-bare", how)
  // The image lacks directories of manual pages that its packages have by dpkg's lists. Who makes one anew and is killed
  // could not take it away: it would be another package's.
  const present = "chomp; print qq($_\\n) if -e $_ || -l $_"
  await given.node.mustRun(`perl -i -ne '${present}' /var/lib/dpkg/info/*.list`)
  return given
}

/** What the node is before and after an installation; it is the old one again then. */
export async function undisturbed<T>(
  given: BareNode,
  installing: () => Promise<T>,
): Promise<{ readonly selves: Selves; readonly found: T }> {
  const { node } = given
  const old = await selfOf(given)
  const found = await installing()
  const young = await selfOf(given)
  await isServing(node, "containerd")
  await node.mustRun("criadm rollback --yes")
  await forget(given)
  expect(await selfOf(given)).toBe(old)
  return { selves: { old, young }, found }
}

/** The next run after a kill, and what it has made of the node; where that is neither, both are printed. */
export async function survive(
  given: BareNode,
  { old, young }: Selves,
  what: string,
  saidBefore: string,
): Promise<"old" | "new" | "lost"> {
  const { node } = given
  const next = await node.run(nothing)

  const now = await selfOf(given)
  const isNew = async () => (young === undefined ? (await node.run("criadm verify")).exitCode === 0 : now === young)
  const self = now === old ? "old" : (await isNew()) ? "new" : "lost"
  const said = `${saidBefore}\n${next.stdout}${next.stderr}`
  if (self === "lost") return tell(what, `${difference(old, now)}\nor ${difference(young ?? "", now)}\n${said}`)
  const history = await node.mustRun("criadm history -o json")
  if (history.includes("unfinished")) return tell(what, history)
  const unsettled = await node.mustRun("dpkg --audit")
  if (unsettled !== "") return tell(what, unsettled)
  if (self === "new") {
    await isServing(node, "containerd")
    const back = await node.run("criadm rollback --yes")
    const after = await selfOf(given)
    if (after !== old) return tell(what, `${difference(old, after)}\n${back.stdout}${back.stderr}`)
  }
  await forget(given)
  return self
}

export async function selfOf(given: BareNode): Promise<string> {
  return (await given.now()).join("\n")
}

async function forget({ node }: BareNode): Promise<void> {
  await node.mustRun("rm -rf /var/lib/criadm /var/cache/criadm; systemctl reset-failed")
}

function tell(what: string, why: string): "lost" {
  console.log(`lost: ${what}\n${why}`)
  return "lost"
}

function difference(then: string, now: string): string {
  const [before, after] = [then.split("\n"), now.split("\n")]
  const more = after.filter((line) => !before.includes(line)).slice(0, 5)
  const fewer = before.filter((line) => !after.includes(line)).slice(0, 5)
  return [...more.map((line) => `+ ${line}`), ...fewer.map((line) => `- ${line}`)].join("\n")
}
