export type Cell = string | number | undefined

/**
 * Rows in aligned columns: the first column to the left, the others to the right. Numbers show two decimals when they
 * are no whole counts; undefined shows as a dash.
 */
export function formatTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [head, ...rows.map((row) => row.map(cellText))]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const aligned = lines.map((line) =>
    line
      .map((text, column) => {
        const width = widths[column] ?? 0
        return column === 0 ? text.padEnd(width) : text.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [aligned[0], rule, ...aligned.slice(1)].join('\n')
}

function cellText(cell: Cell): string {
  if (cell === undefined) return '-'
  if (typeof cell === 'string') return cell
  return Number.isInteger(cell) ? String(cell) : cell.toFixed(2)
}

/** A difference, with its sign. */
export const signed = (value: number, decimals = 2) =>
  `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(decimals)}`
