// From which series pods run on while containerd is replaced by a newer release: their shims stay, and the new daemon finds
// them again. By what its project promises (RELEASES.md, "Upgrade Path": from the minor before) and tests.
import { type Row, rows } from "../../../model/since.ts"

const oneMinor = "containerd RELEASES.md, Upgrade Path: compatible with the minor release before"

export const keepsPodsFrom: readonly Row<readonly string[]>[] = rows<readonly string[]>([
  { since: "1.4", value: ["1.3"], source: oneMinor },
  { since: "1.5", value: ["1.4"], source: oneMinor },
  { since: "1.6", value: ["1.5"], source: oneMinor },
  { since: "1.7", value: ["1.6"], source: oneMinor },
  { since: "2.0", value: ["1.6", "1.7"], source: "containerd RELEASES.md, Upgrade Path: from 1.6 or 1.7 to 2.0" },
  { since: "2.1", value: ["2.0"], source: oneMinor },
  { since: "2.2", value: ["2.1"], source: oneMinor },
  {
    since: "2.3",
    value: ["1.7", "2.0", "2.2"],
    source: "containerd 2.3.4 integration/release_upgrade_linux_test.go: 1.7 and 2.0; 2.3.0 release notes: 1.7 to 2.3",
  },
  { since: "2.4", value: ["2.3"], source: oneMinor },
])
