import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Governor, PALETTE, ramp } from "./governor";
import type { Link, Region } from "./protocol";
import type { Store } from "./store";
import { say } from "./words";

export const WIDTH = 1000;
export const HEIGHT = 720;
const SHADES = 32;
const CORE = new Set(["danger", "suffering", "fear", "relay"]);
const MOST_LINKS = 60;
/** A brain seen from the left, front to the left; drawn by hand, not to scale. */
const OUTLINE =
  "M150 420 C95 330 120 190 235 125 C350 55 560 40 690 75 C835 110 925 215 925 330 C925 420 880 470 800 490 " +
  "C770 545 690 560 640 545 C600 590 520 600 450 585 C350 600 270 590 235 550 C190 530 165 480 150 420 Z";
const STEM = "M615 545 C635 590 650 640 655 705 L735 705 C730 640 720 590 705 545 Z";

interface Spot {
  x: number;
  y: number;
}

export function spotsOf(regions: Region[]): Spot[] {
  const spots: Spot[] = [];
  for (const region of regions) {
    const radius = radiusOf(region);
    for (let at = 0; at < region.n; at++) {
      const far = radius * Math.sqrt((at + 0.5) / region.n);
      const angle = at * 2.399963;
      spots.push({ x: region.x + far * Math.cos(angle), y: region.y + far * Math.sin(angle) });
    }
  }
  return spots;
}

export const radiusOf = (region: Region): number => 20 + 3.4 * Math.sqrt(region.n);

export function coloursOf(gentle: boolean): { calm: string[]; alarm: string[] } {
  const most = gentle ? 0.5 : 1;
  return {
    calm: ramp(PALETTE.idle, PALETTE.active, SHADES, most),
    alarm: ramp(PALETTE.idle, PALETTE.alarm, SHADES, most),
  };
}

/** Draw cells in as few strokes as there are shades: a thousand arcs, thirty times a second. */
function drawCells(
  context: CanvasRenderingContext2D,
  spots: Spot[],
  isCore: boolean[],
  shown: Float32Array,
  colours: { calm: string[]; alarm: string[] },
  members: Set<number> | null,
): void {
  const heaps: number[][] = Array.from({ length: 2 * SHADES }, () => []);
  for (let at = 0; at < spots.length; at++) {
    const shade = Math.min(SHADES - 1, Math.floor(shown[at]! * SHADES));
    heaps[(isCore[at] ? SHADES : 0) + shade]!.push(at);
  }
  heaps.forEach((heap, number) => {
    if (!heap.length) return;
    const shade = number % SHADES;
    context.fillStyle = (number >= SHADES ? colours.alarm : colours.calm)[shade]!;
    const size = 2.2 + (2.2 * shade) / SHADES;
    context.beginPath();
    for (const at of heap) {
      const { x, y } = spots[at]!;
      context.moveTo(x + size, y);
      context.arc(x, y, size, 0, 2 * Math.PI);
    }
    context.fill();
  });
  if (members?.size) {
    context.strokeStyle = PALETTE.text;
    context.lineWidth = 1.2;
    context.beginPath();
    for (const at of members) {
      const spot = spots[at];
      if (!spot) continue;
      context.moveTo(spot.x + 5.5, spot.y);
      context.arc(spot.x, spot.y, 5.5, 0, 2 * Math.PI);
    }
    context.stroke();
  }
}

export function curveOf(a: Region, b: Region): { cx: number; cy: number } {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  return { cx: (a.x + b.x) / 2 - dy * 0.16, cy: (a.y + b.y) / 2 + dx * 0.16 };
}

export const widthOf = (gain: number): number => Math.min(7, 0.8 + 2.2 * Math.sqrt(gain));

export function strongest(links: Link[]): Link[] {
  return [...links].sort((a, b) => b[2] - a[2]).slice(0, MOST_LINKS);
}

function drawLinks(context: CanvasRenderingContext2D, regions: Region[], links: Link[], before: Link[]): void {
  const stroke = (link: Link, colour: string, dash: number[]) => {
    const [a, b] = [regions[link[0]], regions[link[1]]];
    if (!a || !b) return;
    const { cx, cy } = curveOf(a, b);
    context.strokeStyle = colour;
    context.lineWidth = widthOf(link[2]);
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.quadraticCurveTo(cx, cy, b.x, b.y);
    context.stroke();
  };
  context.globalAlpha = 0.55;
  for (const link of strongest(links)) stroke(link, PALETTE.grown, []);
  context.globalAlpha = 0.5;
  for (const link of strongest(before)) stroke(link, PALETTE.line, [3, 7]);
  context.globalAlpha = 1;
  context.setLineDash([]);
}

export function BrainView({ store, side }: { store: Store; side: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const linksCanvas = useRef<HTMLCanvasElement>(null);
  const hello = store.hello.value!;
  const regions = hello.sides[side]!.regions;
  const name = say(`brain.${hello.sides[side]!.brain}`);

  useEffect(() => {
    const spots = spotsOf(regions);
    const isCore = regions.flatMap((region) => Array.from({ length: region.n }, () => CORE.has(region.name)));
    const governor = new Governor(spots.length);
    const context = canvas.current!.getContext("2d")!;
    const blank = new Uint8Array(spots.length);
    let last = performance.now();
    let lastStep = 0;
    let handle = 0;
    const draw = (now: number) => {
      handle = requestAnimationFrame(draw);
      // Where motion is unwelcome the picture changes once a second.
      if (store.reduced && now - lastStep < 1000) return;
      const passed = store.reduced ? 1000 : now - last;
      last = now;
      lastStep = now;
      const frame = store.isStopped.value ? null : store.frameOf(side);
      let shown = governor.shown;
      const times = store.reduced ? 15 : 1;
      for (let k = 0; k < times; k++) shown = governor.follow(frame?.cells ?? blank, passed / times);
      context.clearRect(0, 0, WIDTH, HEIGHT);
      const group = side === 0 ? store.group.value : null;
      drawCells(context, spots, isCore, shown, coloursOf(store.gentle.value), group ? new Set(group.cells) : null);
    };
    handle = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(handle);
  }, [hello, side]);

  const before = useRef<{ links: Link[]; at: string }>({ links: [], at: "" });
  useSignalEffect(() => {
    const state = store.state.value;
    const context = linksCanvas.current?.getContext("2d");
    if (!state || !context) return;
    const links = state.links[side] ?? [];
    // The ghost is how it was before the levers were last moved: the way back shows beside the old wiring.
    const at = JSON.stringify(state.levers);
    if (before.current.at !== at) before.current = { links, at };
    context.clearRect(0, 0, WIDTH, HEIGHT);
    drawLinks(context, regions, links, before.current.links);
  });

  const levels = store.levels.value[side] ?? [];
  const press = (region: Region) => {
    store.region.value = store.region.value === region.name ? null : region.name;
    store.tell(`${region.title}, ${region.anatomy}. ${say("level." + (levels[regions.indexOf(region)] ?? 0))}.`);
  };
  return (
    <figure class="brain" aria-label={name}>
      <figcaption>{name}</figcaption>
      <canvas ref={linksCanvas} width={WIDTH} height={HEIGHT} aria-hidden="true" />
      <canvas ref={canvas} width={WIDTH} height={HEIGHT} aria-hidden="true" class="cells" />
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={say("region.list")}>
        <path d={OUTLINE} class="outline" />
        <path d={STEM} class="outline" />
        {regions.map((region, at) => {
          const level = levels[at] ?? 0;
          const label = say("region.press", { name: region.title, level: say(`level.${level}`) });
          return (
            <g
              key={region.name}
              class={`region level-${level} ${store.region.value === region.name ? "chosen" : ""}`}
              role="button"
              tabindex={0}
              aria-label={label}
              aria-pressed={store.region.value === region.name}
              onClick={() => press(region)}
              onKeyDown={(event) => {
                if (event.key === "Enter" || event.key === " ") {
                  event.preventDefault();
                  press(region);
                }
              }}
            >
              <circle cx={region.x} cy={region.y} r={radiusOf(region) + 5} />
              <text x={region.x} y={region.y - radiusOf(region) - 10}>
                {region.title}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
