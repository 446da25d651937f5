import { useEffect, useRef, useState } from "preact/hooks";
import { writeHash } from "./hash";
import { download, pngOf, svgOf } from "./picture";
import type { Store } from "./store";
import { language, LANGUAGES, remember, say } from "./words";

interface Claim {
  name: string;
  statement: string;
  verdict: string;
  effect: number;
  ci_low: number;
  ci_high: number;
  unit: string;
  bounds: string;
  seeds: number;
  published: string;
  disagrees: string;
}

interface Kept {
  id: number;
  kept_at: string;
  title: string;
}

async function fetched(store: Store, path: string, options: RequestInit = {}): Promise<Response | null> {
  try {
    const answer = await fetch(path, options);
    if (answer.ok) return answer;
    const body = (await answer.json().catch(() => ({}))) as { error?: string };
    store.error.value = body.error ?? answer.statusText;
  } catch {
    store.error.value = say("lost");
  }
  return null;
}

async function copy(store: Store, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  store.tell(say("menu.copied"), true);
}

function linkOf(store: Store): string {
  const hello = store.hello.value!;
  const wishes = { ...store.wishes, brain: hello.sides[0]!.brain, seed: hello.seed, lang: language.value };
  const beside = hello.sides[1]?.brain;
  const born = beside ? { ...wishes, beside } : wishes;
  return `${location.origin}/#${writeHash({ ...born, gentle: store.gentle.value, presenter: store.presenter.value })}`;
}

export function Dialogs({ store }: { store: Store }) {
  const box = useRef<HTMLDialogElement>(null);
  const open = store.dialog.value;
  useEffect(() => {
    const dialog = box.current!;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog ref={box} onClose={() => (store.dialog.value = "")} aria-label={open ? say(titleOf(open)) : ""}>
      {open === "menu" && <Menu store={store} />}
      {open === "truth" && <Truth store={store} />}
      {open === "clinicians" && <Text title="door.clinicians" text="clinicians" />}
      {open === "notice" && <Text title="notice" text="notice_more" />}
      {open === "shelf" && <ShelfList store={store} />}
      <button type="button" class="close" onClick={() => (store.dialog.value = "")}>
        {say("menu.close")}
      </button>
    </dialog>
  );
}

const titleOf = (open: string): string =>
  ({ menu: "menu", truth: "menu.truth", clinicians: "door.clinicians", notice: "notice", shelf: "menu.shelf" })[open] ??
  "menu";

function Text({ title, text }: { title: string; text: string }) {
  return (
    <>
      <h2>{say(title)}</h2>
      <p>{say(text)}</p>
    </>
  );
}

function Menu({ store }: { store: Store }) {
  const file = useRef<HTMLInputElement>(null);
  const hello = store.hello.value!;
  const other = hello.brains.find((each) => each !== hello.sides[0]!.brain) ?? hello.brains[0]!;
  const away = (work: () => void) => () => {
    store.dialog.value = "";
    work();
  };
  const save = (path: string) => away(() => location.assign(path));
  return (
    <>
      <h2>{say("menu")}</h2>
      <div class="menu">
        <button type="button" aria-pressed={store.gentle.value} data-do="gentle"
          onClick={() => store.setGentle(!store.gentle.value)}>{say("menu.gentle")}</button>
        <button type="button" aria-pressed={store.presenter.value} data-do="presenter"
          onClick={() => (store.presenter.value = !store.presenter.value)}>{say("menu.presenter")}</button>
        <button type="button" aria-pressed={store.large.value} data-do="large"
          onClick={() => {
            store.large.value = !store.large.value;
            remember("large", store.large.value ? "1" : "0");
          }}>{say("menu.captions")}</button>
        <button type="button" data-do="beside" aria-pressed={hello.sides.length > 1}
          onClick={away(() => store.reset({ beside: hello.sides.length > 1 ? null : other }))}>{say("menu.beside")}</button>
        {hello.brains.map((brain) => (
          <button type="button" key={brain} data-brain={brain} aria-pressed={hello.sides[0]!.brain === brain}
            onClick={away(() => store.reset({ brain, beside: null }))}>{say(`brain.${brain}`)}</button>
        ))}
        <button type="button" data-do="reset" onClick={away(() => store.reset())}>{say("menu.reset")}</button>
        <button type="button" data-do="plot" aria-pressed={store.plot.value}
          onClick={away(() => (store.plot.value = !store.plot.value))}>{say("menu.plot")}</button>
        <label class="lang">{say("menu.language")}
          <select value={language.value} onChange={(event) => {
            language.value = event.currentTarget.value;
            remember("language", language.value);
            document.documentElement.lang = language.value;
          }}>
            {Object.entries(LANGUAGES).map(([name, words]) => <option key={name} value={name}>{words["_name"]}</option>)}
          </select>
        </label>
        <button type="button" data-do="png"
          onClick={away(() => void pngOf(store).then((blob) => download(blob, "neurotag.png")))}>{say("menu.png")}</button>
        <button type="button" data-do="svg"
          onClick={away(() => download(new Blob([svgOf(store)], { type: "image/svg+xml" }), "neurotag.svg"))}>{say("menu.svg")}</button>
        {store.wire.hasServer && (
          <>
            <button type="button" data-do="share" onClick={away(() => void copy(store, linkOf(store)))}>{say("menu.share")}</button>
            <button type="button" data-do="python" onClick={away(() => void fetched(store, "/session.py")
              .then(async (answer) => answer && copy(store, await answer.text())))}>{say("menu.python")}</button>
            <button type="button" data-do="session" onClick={save("/session.json")}>{say("menu.session")}</button>
            <button type="button" data-do="replay" onClick={save("/replay.html")}>{say("menu.replay")}</button>
            <button type="button" data-do="csv" onClick={save("/numbers.csv")}>{say("menu.csv")}</button>
            <button type="button" data-do="handout"
              onClick={away(() => void window.open(`/handout?lang=${language.value}`))}>{say("menu.handout")}</button>
            <button type="button" data-do="open" onClick={() => file.current?.click()}>{say("menu.open")}</button>
            <input ref={file} type="file" accept=".json" hidden onChange={(event) => {
              const chosen = event.currentTarget.files?.[0];
              if (chosen) void fetched(store, "/open", { method: "POST", body: chosen });
              store.dialog.value = "";
            }} />
            <button type="button" data-do="keep"
              onClick={away(() => void fetched(store, "/shelf/keep", { method: "POST" }))}>{say("menu.keep")}</button>
            <button type="button" data-do="shelf" onClick={() => (store.dialog.value = "shelf")}>{say("menu.shelf")}</button>
            <button type="button" data-do="truth" onClick={() => (store.dialog.value = "truth")}>{say("menu.truth")}</button>
          </>
        )}
      </div>
    </>
  );
}

function Truth({ store }: { store: Store }) {
  const [claims, setClaims] = useState<Claim[]>([]);
  useEffect(() => {
    void fetched(store, "/truth.json").then(async (answer) => answer && setClaims((await answer.json()) as Claim[]));
  }, []);
  const order = ["not supported", "inconclusive", "supported"];
  const sorted = [...claims].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  return (
    <>
      <h2>{say("menu.truth")}</h2>
      <p>{say("notice")}</p>
      {sorted.map((claim) => (
        <article key={claim.name} class={`claim ${claim.verdict.replace(" ", "-")}`}>
          <h3>{claim.statement}</h3>
          <p>
            <strong>{claim.verdict}</strong>. {Number(claim.effect.toPrecision(3))} ({Number(claim.ci_low.toPrecision(3))} to{" "}
            {Number(claim.ci_high.toPrecision(3))}) {claim.unit}, {claim.bounds}, {claim.seeds} seeds.
          </p>
          {claim.published && <p>{claim.published}</p>}
          {claim.disagrees && <p class="disagrees">{claim.disagrees}</p>}
        </article>
      ))}
    </>
  );
}

function ShelfList({ store }: { store: Store }) {
  const [rows, setRows] = useState<Kept[]>([]);
  useEffect(() => {
    void fetched(store, "/shelf").then(async (answer) => answer && setRows((await answer.json()) as Kept[]));
  }, []);
  return (
    <>
      <h2>{say("menu.shelf")}</h2>
      <ul class="kept">
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" onClick={() => {
              store.dialog.value = "";
              void fetched(store, `/shelf/${row.id}`, { method: "POST" });
            }}>
              {row.title} <small>{row.kept_at.replace("T", " ").slice(0, 16)}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
