// The address says what a lesson begins with: brain, seed, what is hidden, which story is left out.

export interface Wishes {
  brain?: string;
  seed?: number;
  beside?: string;
  hide: Set<string>;
  skip: Set<string>;
  levers: Record<string, number>;
  gentle: boolean;
  presenter: boolean;
  explore: boolean;
  lang?: string;
}

export function readHash(hash: string): Wishes {
  const read = new URLSearchParams(hash.replace(/^#/, ""));
  const list = (name: string) => new Set((read.get(name) ?? "").split(",").filter(Boolean));
  const levers: Record<string, number> = {};
  for (const each of list("levers")) {
    const [name, value] = each.split(":");
    if (name && value && Number.isFinite(Number(value))) levers[name] = Number(value);
  }
  const wishes: Wishes = {
    hide: list("hide"),
    skip: list("skip"),
    levers,
    gentle: read.get("gentle") === "1",
    presenter: read.get("presenter") === "1",
    explore: read.get("explore") === "1",
  };
  const seed = Number(read.get("seed") ?? NaN);
  if (Number.isInteger(seed) && seed >= 0) wishes.seed = seed;
  for (const name of ["brain", "beside", "lang"] as const) {
    const value = read.get(name);
    if (value) wishes[name] = value;
  }
  return wishes;
}

export function writeHash(wishes: Wishes): string {
  const parts: [string, string][] = [];
  if (wishes.brain) parts.push(["brain", wishes.brain]);
  if (wishes.seed !== undefined) parts.push(["seed", String(wishes.seed)]);
  if (wishes.beside) parts.push(["beside", wishes.beside]);
  if (wishes.hide.size) parts.push(["hide", [...wishes.hide].join(",")]);
  if (wishes.skip.size) parts.push(["skip", [...wishes.skip].join(",")]);
  const levers = Object.entries(wishes.levers).map(([name, value]) => `${name}:${value}`);
  if (levers.length) parts.push(["levers", levers.join(",")]);
  for (const name of ["gentle", "presenter", "explore"] as const) if (wishes[name]) parts.push([name, "1"]);
  if (wishes.lang) parts.push(["lang", wishes.lang]);
  return parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}
