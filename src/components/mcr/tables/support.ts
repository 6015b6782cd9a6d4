// Until when the project behind Mirantis Container Runtime mends a series of it. Nobody has announced an end of 25.0, so
// it has no row.
import type { Support } from "../../runtime-part.ts"

export const support: Support = {
  page: "https://docs.mirantis.com/mcr/25.0/compat-matrix/maintenance-lifecycle.html",
  successor: "25.0",
  /** docs.mirantis.com/mcr/19.03; docs.mirantis.com/mcr/23.0, "Maintenance lifecycle", as moby BRANCHES-AND-TAGS.md has it. */
  ends: [
    ["19.03", "2022-05-27"],
    ["20.10", "2023-12-10"],
    ["23.0", "2025-05-19"],
  ],
}
