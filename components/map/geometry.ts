/** A place on the canvas, in its coordinates. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point on the canvas. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
