/** A value that travels beside the query, never inside it: ClickHouse reads `{p0:String}` from `param_p0`. */
interface Bound {
  readonly type: "String" | "Int64" | "Array(Int64)" | "Identifier";
  /** As ClickHouse's escaped format (TabSeparated) writes it. */
  readonly escaped: string;
}

/** A piece of SQL. Our own text and bound values are kept apart until the query is sent. */
export interface Sql {
  readonly parts: readonly (string | Bound)[];
}

export interface RenderedQuery {
  readonly text: string;
  /** Name → value in the escaped format. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** SQL from a template of ours. What is put into it is SQL of ours again, or a bound value: a plain string does not fit. */
export function sql(ours: TemplateStringsArray, ...pieces: readonly Sql[]): Sql {
  return { parts: ours.flatMap((part, i) => [part, ...(pieces[i]?.parts ?? [])]) };
}

export function joinSql(pieces: readonly Sql[], separator: Sql): Sql {
  return {
    parts: pieces.flatMap((piece, i) => (i === 0 ? piece.parts : [...separator.parts, ...piece.parts])),
  };
}

export function text(value: string): Sql {
  return bound("String", escape(value));
}

/** A database, table or column by its name. */
export function identifier(name: string): Sql {
  return bound("Identifier", escape(name));
}

export function integer(value: number): Sql {
  return bound("Int64", String(value));
}

/** 16 digits and a comma each: below the 128 KiB that a server reads of one parameter (`http_max_field_value_size`). */
const INTEGERS_PER_PARAMETER = 7_000;

/** An array of integers, in as many parameters as a server's limit asks for. */
export function integers(values: readonly number[]): Sql {
  const pieces: Sql[] = [];
  for (let from = 0; from === 0 || from < values.length; from += INTEGERS_PER_PARAMETER) {
    pieces.push(bound("Array(Int64)", `[${values.slice(from, from + INTEGERS_PER_PARAMETER).join(",")}]`));
  }
  return sql`arrayConcat(${joinSql(pieces, sql`, `)})`;
}

/** The text with a name for each bound value; one that occurs again has the name it had. */
export function renderSql(query: Sql): RenderedQuery {
  const names = new Map<string, string>();
  const parameters = new Map<string, string>();
  const rendered = query.parts.map((part) => {
    if (typeof part === "string") return part;
    const key = `${part.type} ${part.escaped}`;
    const name = names.get(key) ?? `p${names.size}`;
    names.set(key, name);
    parameters.set(name, part.escaped);
    return `{${name}:${part.type}}`;
  });
  return { text: rendered.join(""), parameters };
}

function bound(type: Bound["type"], escaped: string): Sql {
  return { parts: [{ type, escaped }] };
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\0": "\\0",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** https://clickhouse.com/docs/en/interfaces/formats/TabSeparated: a raw tab or newline would end the value. */
function escape(value: string): string {
  return value.replace(/[\\\0\b\f\n\r\t]/gu, (character) => ESCAPES[character] ?? character);
}
