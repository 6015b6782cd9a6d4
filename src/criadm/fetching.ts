// What fetches and unpacks a runtime. Loaded when one is to be installed: most nodes have theirs.
import { bundleOnNode, heldIn, imageArchiveOf, packagesIn } from "../packages/archives/bundle-on-node.ts"
import { prepareArchives } from "../packages/archives/prepare-archives.ts"
import { readyBundledPackages } from "../packages/bundled-packages.ts"
import { lookUpInstallation, prepareInstallation, summaryOf } from "../packages/installation.ts"

export const fetching = {
  bundleOnNode,
  heldIn,
  imageArchiveOf,
  lookUpInstallation,
  packagesIn,
  prepareArchives,
  prepareInstallation,
  readyBundledPackages,
  summaryOf,
}
