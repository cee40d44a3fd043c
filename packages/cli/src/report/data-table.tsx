import type { ComponentChildren } from "preact";

export interface DataTableProps {
  readonly caption: string;
  /** The first names the rows. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** Columns that hold sentences. */
  readonly textColumns?: readonly number[];
}

/** Numbers to read closely, scrolling sideways where the page is narrow. */
export function DataTable({ caption, head, rows, textColumns = [] }: DataTableProps) {
  const className = (column: number): string => (textColumns.includes(column) ? "text" : "");
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((name, column) => (
              <th key={column} scope="col" class={className(column)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={column} class={className(column)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
