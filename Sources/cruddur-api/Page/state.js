// What is shown at the moment.

import { element } from "./elements.js";
import { myHandle } from "./session.js";

export const state = {
  view: 0, // counts the changes of view: an answer that arrives after another change is dropped
  groups: [],
  group: null, // the uuid of the open conversation
  partner: null, // { handle, display_name } of the open conversation, as far as it is known
  messages: new Map(), // uuid -> list item
  isLoaded: false, // whether the newest messages came
  oldest: null, // created_at of the first message that is shown
  seen: new Map(), // group -> created_at of the newest message that the user has seen
};

// Shows another view; the answer is the new `state.view`.
export function enter(view, title) {
  document.body.dataset.view = view;
  document.title = `${title} · Cruddur`;
  const isSignedIn = view !== "sign-in";
  element("sign-out").hidden = !isSignedIn;
  const handle = myHandle();
  element("me").textContent = isSignedIn && handle ? `@${handle}` : "";
  state.view += 1;
  return state.view;
}
