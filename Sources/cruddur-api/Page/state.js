// What is shown at the moment.

export const state = {
  view: 0, // counts the changes of view: an answer that arrives after another change is dropped
  groups: [],
  seen: null, // Map: group -> created_at of the newest message that the user has seen; null before the list came
  group: null, // the uuid of the open conversation
  partner: null, // { handle, display_name } of the open conversation, as far as it is known
  messages: new Map(), // uuid -> list item
  isLoaded: false, // whether the newest messages came
  oldest: null, // created_at of the first message that is shown
  newest: "", // created_at of the last message that a request for the newest has brought
};

// The user has seen a group's messages up to a moment.
export function markSeen(group, moment) {
  if (state.seen && moment > (state.seen.get(group) ?? "")) state.seen.set(group, moment);
}
