import { curveOf, HEIGHT, radiusOf, spotsOf, strongest, WIDTH, widthOf } from "./brain";
import { PALETTE } from "./governor";
import type { Store } from "./store";

const safe = (text: string): string =>
  text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);

/** What is on the screen as an SVG of its own, with caption, seed and version in it. */
export function svgOf(store: Store): string {
  const hello = store.hello.value!;
  const regions = hello.sides[0]!.regions;
  const frame = store.frameOf(0);
  const members = new Set(store.group.value?.cells ?? []);
  const links = strongest(store.state.value?.links[0] ?? []).map(([from, to, gain]) => {
    const [a, b] = [regions[from]!, regions[to]!];
    const { cx, cy } = curveOf(a, b);
    const path = `M${a.x} ${a.y} Q${cx.toFixed(0)} ${cy.toFixed(0)} ${b.x} ${b.y}`;
    return `<path d="${path}" fill="none" stroke="${PALETTE.grown}" stroke-opacity=".5" stroke-width="${widthOf(gain).toFixed(1)}"/>`;
  });
  const cells = spotsOf(regions).map(({ x, y }, at) => {
    const on = (frame?.cells[at] ?? 0) / 255;
    const ring = members.has(at) ? ` stroke="${PALETTE.text}"` : "";
    const colour = on > 0.3 ? PALETTE.active : PALETTE.idle;
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(2.2 + 2.2 * on).toFixed(1)}" fill="${colour}"${ring}/>`;
  });
  const names = regions.map(
    (region) =>
      `<text x="${region.x}" y="${region.y - radiusOf(region) - 8}" text-anchor="middle" font-size="17">${safe(region.title)}</text>`,
  );
  const alarm = (frame?.alarm ?? 0).toFixed(1);
  const foot = `${hello.sides[0]!.brain}, seed ${hello.seed}, ${(frame?.t_s ?? 0).toFixed(1)} s, alarm ${alarm} of 10, neurotag ${hello.model}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT + 70}" width="${WIDTH}" height="${HEIGHT + 70}" ` +
    `font-family="system-ui, sans-serif" fill="${PALETTE.text}"><rect width="100%" height="100%" fill="${PALETTE.ground}"/>` +
    `${links.join("")}${cells.join("")}${names.join("")}` +
    `<text x="24" y="${HEIGHT + 26}" font-size="19">${safe(store.caption.value)}</text>` +
    `<text x="24" y="${HEIGHT + 54}" font-size="14" fill="${PALETTE.muted}">${safe(foot)}. A teaching model, not medical advice.</text></svg>`
  );
}

export function download(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export async function pngOf(store: Store): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(store))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * WIDTH;
  canvas.height = 2 * (HEIGHT + 70);
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"),
  );
}
