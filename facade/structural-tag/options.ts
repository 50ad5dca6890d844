/** The options of all grammars. */

/** How a grammar is written. */
export interface GrammarOptions {
  /**
   * Whether the prompt ends within a final message that is open. The grammar then starts in its text. If the constraint
   * has a format, that text must be empty so far, because the grammar takes the whole format. Default: `false`, the prompt
   * ends in `<|start|>assistant`.
   */
  prefilled?: boolean;
}
