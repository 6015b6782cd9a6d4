// Reads what `zypper --xmlout` prints.
import type { OfferedPackage } from "../../model/install/packages.ts"
import type { Offer } from "../package-manager.ts"
import type { Simulated } from "../simulated.ts"

/** Attributes of the elements named "solvable" in a piece of it. */
function solvables(xml: string): readonly ReadonlyMap<string, string>[] {
  return [...xml.matchAll(/<solvable\s([^>]*?)\/?>/g)].map(
    ([, attributes = ""]) =>
      new Map([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value])),
  )
}

function within(xml: string, element: string): string {
  return [...xml.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, "gs"))].map(([, inner = ""]) => inner).join("")
}

/** The summary of `install --dry-run`. */
export function readSummary(xml: string): Simulated {
  const list = (element: string) => solvables(within(xml, element))
  const named = (one: ReadonlyMap<string, string>) =>
    `${one.get("name")} ${one.get("edition-old") ?? one.get("edition")}`
  return {
    installed: list("to-install").map(packageOf),
    upgraded: [...list("to-upgrade"), ...list("to-downgrade"), ...list("to-reinstall"), ...list("to-change-arch")].map(
      named,
    ),
    removed: list("to-remove").map((one) => one.get("name") ?? ""),
  }
}

function packageOf(one: ReadonlyMap<string, string>): OfferedPackage {
  return {
    name: one.get("name") ?? "",
    version: one.get("edition") ?? "",
    architecture: one.get("arch") ?? "",
    origin: one.get("repository") ?? "",
    bytes: 0,
  }
}

/** The list of `search --details`. */
export function readSearch(xml: string): readonly Offer[] {
  return solvables(xml)
    .filter((one) => one.get("status") !== "installed" && one.get("kind") === "package")
    .map((one) => ({ version: one.get("edition") ?? "", origin: one.get("repository") ?? "" }))
}
