/** Lines of the table of this file of cells; none, where no cell was recorded. */
export function tableOfCells(file: string): readonly string[]
