import { loudnessOf, type Store } from "./store";
import { say } from "./words";

/** The alarm, 0 to 10: a bar, a number and a word; never colour alone. */
export function Gauge({ store, side }: { store: Store; side: number }) {
  const raw = store.isStopped.value ? 0 : store.alarm.value[side] ?? 0;
  const alarm = Math.min(10, Math.max(0, raw));
  // The word goes by the number that is shown.
  const word = say(`gauge.${loudnessOf(Math.round(alarm))}`);
  const heard = store.heard.value[side];
  return (
    <section class="gauge" aria-label={say("gauge")}>
      <div
        class="bar"
        role="meter"
        aria-label={say("gauge")}
        aria-valuemin={0}
        aria-valuemax={10}
        aria-valuenow={Math.round(alarm * 10) / 10}
        aria-valuetext={`${alarm.toFixed(1)}, ${word}`}
      >
        <span class="fill" style={{ width: `${alarm * 10}%` }} />
      </div>
      <p class="reading">
        <strong>{alarm.toFixed(0)}</strong> <span>{word}</span> <small>{say("gauge.units")}</small>
      </p>
      {heard && (
        <p class="heard" data-heard={heard.cue} data-before={heard.before ?? ""} data-now={heard.now}>
          {heard.before === null
            ? say("answer", { cue: say(`cue.${heard.cue}`), now: heard.now.toFixed(1) })
            : say("answer.before", {
                cue: say(`cue.${heard.cue}`),
                before: heard.before.toFixed(1),
                now: heard.now.toFixed(1),
              })}
        </p>
      )}
    </section>
  );
}
