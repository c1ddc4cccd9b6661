/** Which state of the graph an answer is about, and when it was given (ISO 8601). */
export interface Moment {
  readonly seq: number;
  readonly at: string;
}
