import type { Poll as PollJson } from "@grammyjs/types";
import { useSignal } from "@preact/signals";
import type { Shown } from "../../shown.ts";
import type { Seat } from "../state/seat.ts";
import { ask, problemOf } from "../state/server.ts";

/** A poll: to vote in, and as it stands once one has. */
export function Poll({ seat, shown, poll }: { readonly seat: Seat; readonly shown: Shown; readonly poll: PollJson }) {
  const chosen = useSignal<readonly number[]>([]);
  const own = shown.votes?.[seat.person] ?? [];
  const hasVoted = own.length > 0 || poll.is_closed;
  const vote = async (indexes: readonly number[]) => {
    const options = indexes.map((index) => poll.options[index]?.text);
    const path = `telegram/users/${seat.person}/messages/${shown.message.message_id}/vote`;
    const answer = await ask(path, { ...seat.in, options }, "PUT");
    if (!answer.ok) seat.say(problemOf(answer));
    chosen.value = [];
  };
  const toggle = (index: number) => {
    const without = chosen.value.filter((one) => one !== index);
    chosen.value = without.length < chosen.value.length ? without : [...without, index];
  };
  return (
    <fieldset class="poll" aria-label={`Poll: ${poll.question}`}>
      <p class="question">{poll.question}</p>
      <p class="kind">{describe(poll)}</p>
      {hasVoted ? (
        <Results poll={poll} own={own} />
      ) : (
        poll.options.map(({ text }, index) => (
          <label key={text} class="option">
            <input
              type={poll.allows_multiple_answers ? "checkbox" : "radio"}
              name={`poll-${poll.id}-${seat.person}`}
              checked={chosen.value.includes(index)}
              onChange={() => (poll.allows_multiple_answers ? toggle(index) : void vote([index]))}
            />
            {text}
          </label>
        ))
      )}
      {!hasVoted && poll.allows_multiple_answers && (
        <button
          type="button"
          class="button"
          disabled={chosen.value.length === 0}
          onClick={() => void vote(chosen.value)}
        >
          Vote
        </button>
      )}
      {own.length > 0 && !poll.is_closed && poll.type !== "quiz" && (
        <button type="button" class="link" onClick={() => void vote([])}>
          Retract the vote
        </button>
      )}
    </fieldset>
  );
}

function Results({ poll, own }: { readonly poll: PollJson; readonly own: readonly number[] }) {
  const { options, total_voter_count: all } = poll;
  return (
    <ol class="results">
      {options.map(({ text, voter_count }, index) => {
        const share = all === 0 ? 0 : Math.round((voter_count / all) * 100);
        return (
          <li key={text} data-own={own.includes(index)}>
            <b>{share} %</b>
            <span>
              {text}
              {own.includes(index) && " ✓"}
            </span>
            <progress value={share} max={100} aria-label={text} />
          </li>
        );
      })}
    </ol>
  );
}

function describe({ type, is_anonymous, is_closed, total_voter_count: all }: PollJson): string {
  const kind = is_closed
    ? "Final results"
    : `${is_anonymous ? "Anonymous" : "Public"} ${type === "quiz" ? "quiz" : "poll"}`;
  return `${kind} · ${all === 1 ? "1 vote" : `${all} votes`}`;
}
