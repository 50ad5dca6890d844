/** A part of a structural tag, as xgrammar documents them. */
export interface StructuralTagFormat {
  /** The kind of the part, such as `sequence`, `tag` or `json_schema`. */
  type: string;
  /** What a part of that kind has. */
  [field: string]: unknown;
}
