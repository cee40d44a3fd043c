import { compileMatchers } from "../label-matchers.js";
import type { Matcher } from "../source.js";
import { joinSql, sql, text } from "./sql.js";
import type { Sql } from "./sql.js";

/** An attribute of a row: the data point's, else its resource's, else "". */
export function labelSql(attribute: string): Sql {
  const name = text(attribute);
  return sql`if(Attributes[${name}] != '', Attributes[${name}], ResourceAttributes[${name}])`;
}

export function labelListSql(attributes: readonly string[]): Sql {
  if (attributes.length === 0) return sql`CAST([], 'Array(String)')`;
  return sql`[${joinSql(attributes.map(labelSql), sql`, `)}]`;
}

/**
 * What tells a row's process and attributes from others: everything that the exporter keeps of resource, scope and point,
 * whatever its order; an empty value counts as absent.
 */
export const SERIES = sql`sipHash64(
    mapSort(mapFilter((name, value) -> value != '', ResourceAttributes)), ScopeName, ScopeVersion,
    mapSort(mapFilter((name, value) -> value != '', Attributes))
  )`;

/**
 * A condition on rows, true where every matcher accepts.
 *
 * @throws ModelwatchError `invalid-argument` where a regular expression does not parse.
 */
export function matcherSql(matchers: readonly Matcher[]): Sql {
  // checked alone, so that no expression can reach out of the group that wraps it
  compileMatchers(matchers);
  return joinSql([sql`1`, ...matchers.map(conditionSql)], sql` AND `);
}

function conditionSql({ attribute, operator, value }: Matcher): Sql {
  const label = labelSql(attribute);
  if (operator === "=") return sql`${label} = ${text(value)}`;
  if (operator === "!=") return sql`${label} != ${text(value)}`;
  const matches = sql`match(${label}, ${text(wholeValue(value))})`;
  return operator === "=~" ? matches : sql`NOT ${matches}`;
}

/** The expression (RE2, as everywhere) over the whole value; `.` matches newlines too. */
function wholeValue(expression: string): string {
  return `^(?s:${expandQuotes(expression).replaceAll("\0", "\\x00")})$`;
}

/** `\Q…\E` as single characters: a quote without an end would swallow what follows the expression. */
function expandQuotes(expression: string): string {
  return expression.replace(/\\Q([^]*?)(?:\\E|$)|\\[^]/gu, (whole, quoted: string | undefined) =>
    quoted === undefined ? whole : quoted.replace(/[\\^$.|?*+()[\]{}]/gu, "\\$&"),
  );
}
