// Until when the project behind Docker Engine mends a series of it. Nobody has announced an end of 25.0, 28 and
// 29, so they have no row.
import type { Support } from "../../runtime-part.ts"

export const support: Support = {
  page: "https://github.com/moby/moby/blob/master/project/BRANCHES-AND-TAGS.md",
  successor: "29",
  /** moby project/BRANCHES-AND-TAGS.md (23.0; 26.1 by commit 2fc90096); the others endoflife.date/docker-engine. */
  ends: [
    ["19.03", "2021-01-08"],
    ["20.10", "2023-12-10"],
    ["23.0", "2025-05-19"],
    ["24.0", "2024-06-08"],
    ["26.0", "2024-06-08"],
    ["26.1", "2025-02-17"],
    ["27", "2025-05-03"],
  ],
}
