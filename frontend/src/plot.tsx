import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { PALETTE } from "./governor";
import type { Store } from "./store";
import { say } from "./words";

const ROWS = 12;

/** Alarm and salience of the last two minutes, and the same as a table. */
export function Plot({ store }: { store: Store }) {
  const place = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    const axis = { stroke: PALETTE.muted, grid: { stroke: "#22303E" }, ticks: { stroke: "#22303E" } };
    const plot = new uPlot(
      {
        width: Math.min(place.current!.clientWidth || 600, 900),
        height: 180,
        scales: { x: { time: false }, y: { range: [0, 10] } },
        axes: [{ ...axis, label: "s" }, axis],
        series: [
          {},
          { label: say("gauge"), stroke: PALETTE.alarm, width: 2 },
          { label: "Salience × 10", stroke: PALETTE.active, width: 1, dash: [6, 4] },
        ],
      },
      [[], [], []],
      place.current!,
    );
    const timer = setInterval(() => {
      const frames = store.frames[0]!;
      plot.setData([
        frames.map((frame) => frame.t_s),
        frames.map((frame) => frame.alarm),
        frames.map((frame) => frame.salience * 10),
      ]);
      const every = Math.max(1, Math.floor(frames.length / ROWS));
      const rows = frames.filter((_, at) => at % every === 0).slice(-ROWS);
      table.current!.tBodies[0]!.replaceChildren(
        ...rows.map((frame) => {
          const row = document.createElement("tr");
          for (const value of [frame.t_s.toFixed(0), frame.alarm.toFixed(1)]) {
            const cell = document.createElement("td");
            cell.textContent = value;
            row.append(cell);
          }
          return row;
        }),
      );
    }, 500);
    return () => {
      clearInterval(timer);
      plot.destroy();
    };
  }, []);
  return (
    <section class="plot" aria-label={say("menu.plot")}>
      <div ref={place} aria-details="plot-table" />
      <details>
        <summary>{say("plot.table")}</summary>
        <table ref={table} id="plot-table">
          <thead>
            <tr>
              <th scope="col">s</th>
              <th scope="col">{say("gauge")}</th>
            </tr>
          </thead>
          <tbody />
        </table>
      </details>
    </section>
  );
}
