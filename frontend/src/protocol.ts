// What goes over the wire: JSON both ways, and frames in bytes (src/neurotag/lab/frames.py says the same).

export interface Region {
  name: string;
  title: string;
  anatomy: string;
  x: number;
  y: number;
  n: number;
  of: number;
}

export type Link = [source: number, target: number, gain: number];

export interface Press {
  at_s: number;
  cue: string;
  value?: number;
  alarm?: number;
}

export interface State {
  what: "state";
  t_s: number;
  hours: number;
  is_playing: boolean;
  is_fast: boolean;
  speed: number;
  ratio: number;
  levers: Record<string, number>;
  episodes: string[];
  links: Link[][];
  groups: string[][];
  presses: Press[];
}

export interface Hello {
  what: "hello";
  v: number;
  model: string;
  sides: { brain: string; regions: Region[] }[];
  cues: string[];
  levers: { name: string; values: number[] }[];
  speeds: number[];
  brains: string[];
  seed: number;
  state: State;
}

export interface Group {
  name: string;
  size: number;
  cells: number[];
  regions: Record<string, number>;
  shared: Record<string, number>;
}

export type Message =
  | Hello
  | State
  | { what: "pressed"; cue: string; number: number; id?: unknown }
  | { what: "answer"; side: number; number: number; cue: string; alarm: number; group: Group | null }
  | { what: "night"; hours: number }
  | { what: "stopped" }
  | { what: "ack"; id?: unknown }
  | { what: "members"; id?: unknown; found: Group | null }
  | { what: "error"; text: string; id?: unknown }
  | { what: "lost"; text: string };

export interface Frame {
  side: number;
  number: number;
  t_s: number;
  alarm: number;
  salience: number;
  safety: number;
  stress: number;
  rates: Float32Array;
  cells: Uint8Array;
}

export const HEADER = 40;

export function readFrame(data: DataView): Frame | null {
  if (data.byteLength < HEADER || data.getUint8(0) !== 1 || data.getUint16(2, true) !== 1) return null;
  const nRegions = data.getUint32(16, true);
  const nCells = data.getUint32(20, true);
  if (data.byteLength !== HEADER + 4 * nRegions + nCells) return null;
  const rates = new Float32Array(nRegions);
  for (let at = 0; at < nRegions; at++) rates[at] = data.getFloat32(HEADER + 4 * at, true);
  return {
    side: data.getUint8(1),
    number: data.getUint32(4, true),
    t_s: data.getFloat64(8, true),
    alarm: data.getFloat32(24, true),
    salience: data.getFloat32(28, true),
    safety: data.getFloat32(32, true),
    stress: data.getFloat32(36, true),
    rates,
    cells: new Uint8Array(data.buffer.slice(data.byteOffset + HEADER + 4 * nRegions, data.byteOffset + data.byteLength)),
  };
}

/** Where messages go and come from: the page's socket, a notebook's model, or a replay. */
export interface Wire {
  send(message: Record<string, unknown>): void;
  onMessage(hear: (message: Message) => void): void;
  onFrame(see: (frame: Frame) => void): void;
  isReplay: boolean;
  hasServer: boolean;
}
