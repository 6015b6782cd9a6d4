// Until when the project behind containerd mends a series of it.
import type { Support } from "../../runtime-part.ts"

export const support: Support = {
  page: "https://github.com/containerd/containerd/blob/main/RELEASES.md",
  successor: "2.3",
  /** containerd RELEASES.md of 2026-08-22. Where it names a month only, the month's last day. */
  ends: [
    ["1.4", "2022-03-03"],
    ["1.5", "2023-02-28"],
    ["1.6", "2025-08-23"],
    ["1.7", "2026-09-30"],
    ["2.0", "2027-03-31"],
    ["2.1", "2026-07-03"],
    ["2.2", "2026-11-06"],
    ["2.3", "2028-04-30"],
    // Planned: RELEASES.md, row 2.4.
    ["2.4", "2027-04-26"],
  ],
}
