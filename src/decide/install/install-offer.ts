// What a runtime that could be installed is worth on this node: its release, how it fits the Kubernetes minor, until when
// it is mended. Pure.
import type { Component } from "../../components/component.ts"
import { ok, type Result } from "../../model/fault.ts"
import type { InstallOffer, OfferedRelease } from "../../model/install/packages.ts"
import { releaseFit, supportEnd } from "../../model/release-fit.ts"
import type { InstallSource } from "../../model/setting.ts"

export function installOffer(
  component: Component,
  source: InstallSource,
  found: Result<Pick<OfferedRelease, "release" | "manager" | "command">>,
  { kubernetes, observedAt }: { readonly kubernetes: string; readonly observedAt: number | undefined },
): InstallOffer {
  const { id, name, install, support } = component
  const common = { component: id, name, source }
  if (!found.ok || install === undefined) return { ...common, offered: found as Result<OfferedRelease> }
  const { release } = found.value
  const fit = releaseFit(install.fits, release, kubernetes)
  const until = supportEnd(support?.ends ?? [], release)
  return {
    ...common,
    offered: ok({
      ...found.value,
      kubernetes,
      recommended: fit.is === "below" ? fit.recommended : [],
      ...(until === undefined ? {} : { until }),
      isOver: until !== undefined && observedAt !== undefined && observedAt > Date.parse(`${until}T23:59:59Z`),
    }),
  }
}
