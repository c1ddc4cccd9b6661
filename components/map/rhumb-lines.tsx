const CENTRES = [
  [18, 30],
  [74, 22],
  [48, 78],
] as const;
const RAYS = 16;

/** Faint rhumb lines, as on a portolan chart: only ever behind an empty map. */
export function RhumbLines() {
  const lines = CENTRES.flatMap(([x, y]) =>
    Array.from({ length: RAYS }, (_, index) => {
      const angle = (index * 2 * Math.PI) / RAYS;
      return { x, y, x2: x + Math.cos(angle) * 140, y2: y + Math.sin(angle) * 140 };
    }),
  );
  return (
    <svg
      aria-hidden
      className="absolute inset-0 size-full text-strong opacity-50"
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
    >
      {lines.map((line) => (
        <line
          key={`${line.x2},${line.y2}`}
          x1={line.x}
          y1={line.y}
          x2={line.x2}
          y2={line.y2}
          stroke="currentColor"
          strokeWidth="0.6"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}
