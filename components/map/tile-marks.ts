import type { NodeState } from '@/lib/model/graph';

type Brush = CanvasRenderingContext2D;
type Mark = (brush: Brush, x: number, y: number, radius: number) => void;

/** The mark of each state around a centre: another shape for each, so that none rests on hue alone. */
export const MARKS: Readonly<Record<NodeState, Mark | null>> = {
  healthy: null,
  warning: (brush, x, y, radius) =>
    filled(brush, [corner(x, y, radius, -90), corner(x, y, radius, 30), corner(x, y, radius, 150)]),
  failed: (brush, x, y, radius) =>
    filled(
      brush,
      [0, 1, 2, 3, 4, 5, 6, 7].map((side) => corner(x, y, radius, 22.5 + 45 * side)),
    ),
  conflict: (brush, x, y, radius) => {
    const [side, by] = [radius * 1.3, radius * 0.5];
    brush.strokeRect(x - radius + by, y - radius + by, side, side);
    brush.fillRect(x - radius, y - radius, side, side);
  },
  pending: (brush, x, y, radius) => {
    ring(brush, x, y, radius, 0, 360);
    lines(brush, [
      [x, y - radius * 0.6],
      [x, y],
      [x + radius * 0.5, y],
    ]);
  },
  unknown: (brush, x, y, radius) => {
    ring(brush, x, y, radius, 0, 360);
    brush.fillRect(x - 0.75, y - radius * 0.5, 1.5, radius);
  },
  orphan: (brush, x, y, radius) => {
    ring(brush, x, y, radius, 100, 260);
    ring(brush, x, y, radius, -80, 80);
  },
};

/** Dashes of the outline of a state, as cards have them. */
export const DASHES: Readonly<Partial<Record<NodeState, readonly number[]>>> = { pending: [1.5, 2.5], orphan: [4, 3] };

type Point = readonly [x: number, y: number];

function corner(x: number, y: number, radius: number, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
}

function trace(brush: Brush, points: readonly Point[]): void {
  brush.beginPath();
  for (const [x, y] of points) brush.lineTo(x, y);
}

function filled(brush: Brush, points: readonly Point[]): void {
  trace(brush, points);
  brush.closePath();
  brush.fill();
}

function lines(brush: Brush, points: readonly Point[]): void {
  trace(brush, points);
  brush.stroke();
}

function ring(brush: Brush, x: number, y: number, radius: number, from: number, to: number): void {
  brush.beginPath();
  brush.arc(x, y, radius, (from * Math.PI) / 180, (to * Math.PI) / 180);
  brush.stroke();
}
