/** Several messages of the model that become one text of an answer, with a line break between them. */

/** A text that grows. A stream and a whole answer use the same, so that they are the same. */
export class JoinedText {
  #isEmpty = true;
  #isBetween = false;

  /** Begins the next message. */
  begin(): void {
    this.#isBetween = !this.#isEmpty;
  }

  /** Returns what is to be appended for a part of the message's text. */
  add(text: string): string {
    if (text === "") return "";
    const appended = this.#isBetween ? `\n${text}` : text;
    this.#isBetween = this.#isEmpty = false;
    return appended;
  }
}
