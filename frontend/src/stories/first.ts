import { answered, type Plot } from "../story";
import { say } from "../words";

/** As loud as this, three times what it was before, is an alarm that rings at a touch. */
const RINGS = 1;

export const FIRST: Plot = {
  name: "first",
  title: "story.first",
  begin: "quiet",
  beats: {
    // Once, when the first group lights up, time is slow enough to see it.
    quiet: {
      caption: "s.quiet",
      lit: ["song"],
      when: (message, story) => {
        if (message.what === "pressed" && message.cue === "song") story.pace(0.5);
        const next = answered("song", "song")(message, story);
        if (next) story.pace(1);
        return next;
      },
    },
    song: { caption: "s.song", lit: ["tune"], after: [4, "touch"] },
    touch: { caption: "s.touch", lit: ["touch"], when: answered("touch", "felt") },
    felt: { caption: "s.felt", after: [2.5, "consent"] },
    consent: {
      caption: "s.consent",
      choices: [["s.show", "kitchen"], ["s.cut", "letter"], ["s.skip", "end"]],
    },
    kitchen: {
      caption: "s.kitchen",
      enter: (story) => story.store.press("stove"),
      when: answered("stove", "rang"),
    },
    // The hand is touched once before it is cut, so that there is a before.
    letter: {
      caption: "s.letter",
      enter: (story) => {
        story.site = "hand";
        story.store.press("hand");
      },
      when: (message, story) => {
        if (message.what === "answer" && message.side === 0 && message.cue === "hand") story.store.press("cut");
        return message.what === "answer" && message.side === 0 && message.cue === "cut" ? "rang" : null;
      },
    },
    rang: { caption: "s.rang", after: [4, "days"] },
    days: {
      caption: "s.days",
      enter: (story) => story.store.press("night"),
      when: (message) => (message.what === "night" ? "again" : null),
    },
    again: {
      caption: "s.again",
      lit: ["touch"],
      when: answered(
        (story) => story.touch,
        (alarm, story) => (alarm >= RINGS && alarm >= 3 * (story.first.get(story.touch) ?? 0) ? "same" : "healthy"),
      ),
    },
    same: { caption: "s.same", after: [4, "healthy"] },
    healthy: { caption: "s.healthy", after: [3.5, "think"] },
    think: {
      caption: "s.think",
      enter: (story) => {
        story.store.lit.value = new Set([story.site === "back" ? "think" : "think_cut"]);
      },
      when: answered(
        (story) => (story.site === "back" ? "think" : "think_cut"),
        (alarm) => (alarm >= RINGS ? "thought" : "little"),
      ),
    },
    little: { caption: "s.little", after: [4, "explain"] },
    thought: { caption: "s.thought", after: [3.5, "explain"] },
    explain: {
      caption: "s.explain",
      choices: [["s.explain.button", "safe"]],
    },
    safe: {
      caption: "s.safe",
      enter: (story) => {
        if (story.count === 0) story.store.pull("threat", 0.5);
        story.store.lit.value = new Set([story.site === "back" ? "safe" : "safe_hand"]);
      },
      when: (message, story) => {
        if (message.what !== "night") return null;
        story.count += 1;
        if (story.count < 3) {
          if (story.count === 1) story.store.tell(say("h.safe1"));
          return null;
        }
        const now = story.last.get(story.touch) ?? 0;
        return now < story.loudest ? "quieter" : "notyet";
      },
    },
    notyet: {
      caption: "s.notyet",
      enter: (story) => {
        story.store.lit.value = new Set([story.site === "back" ? "safe" : "safe_hand"]);
      },
      when: (message, story) =>
        message.what === "night" && (story.last.get(story.touch) ?? 0) < story.loudest ? "quieter" : null,
      after: [25, "end"],
    },
    quieter: { caption: "s.quieter", after: [4, "end"] },
    end: { caption: "s.end", enter: (story) => story.end() },
  },
};
