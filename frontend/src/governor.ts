// The flash governor. Whatever the brain does, no cell of the screen can flash: its brightness follows slowly
// (350 ms) and over less than 0.4 of the range of luminance, so that a fourth 10 % flash within a second cannot
// happen (WCAG 2.3.1), and nothing is a saturated red.

export const TAU_MS = 350;
/** No picture moves the brightness by more than a picture at 15 Hz may, however late it comes. */
export const MOST_STEP_MS = 1000 / 15;

export class Governor {
  readonly shown: Float32Array;

  constructor(n: number) {
    this.shown = new Float32Array(n);
  }

  /** Let what is shown (0 to 1) follow what is wanted (0 to 255) for some milliseconds. */
  follow(wanted: ArrayLike<number>, ms: number): Float32Array {
    const share = 1 - Math.exp(-Math.min(Math.max(ms, 0), MOST_STEP_MS) / TAU_MS);
    const shown = this.shown;
    for (let at = 0; at < shown.length; at++) {
      const goal = Math.min(Math.max((wanted[at] ?? 0) / 255, 0), 1);
      shown[at] = shown[at]! + (goal - shown[at]!) * share;
    }
    return shown;
  }

  /** Fade everything to calm; whole at once, for Stop. */
  calm(ms: number): Float32Array {
    return this.follow(new Uint8Array(this.shown.length), ms);
  }
}

export type Rgb = readonly [number, number, number];

export const PALETTE = {
  ground: "#111A24",
  idle: "#3A4A5C",
  active: "#7DB0C2",
  alarm: "#D9A03A",
  text: "#E8EEF2",
  muted: "#9FB0BF",
  line: "#5F7185",
  grown: "#6FA88F",
} as const;

export function rgbOf(hex: string): Rgb {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

const toLinear = (value: number): number => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

const fromLinear = (value: number): number =>
  255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);

export function luminance(hex: string): number {
  const [r, g, b] = rgbOf(hex).map(toLinear) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Colours from one to another, mixed in linear light. */
export function ramp(from: string, to: string, n: number, most = 1): string[] {
  const [a, b] = [rgbOf(from).map(toLinear), rgbOf(to).map(toLinear)];
  return Array.from({ length: n }, (_, at) => {
    const share = (at / (n - 1)) * most;
    const mixed = a.map((each, k) => Math.round(fromLinear(each + (b[k]! - each) * share)));
    return `rgb(${mixed.join(",")})`;
  });
}
