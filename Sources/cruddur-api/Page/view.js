// The views: signing in, the list of conversations, one conversation.

import { element } from "./elements.js";
import { myHandle } from "./session.js";
import { state } from "./state.js";

// Shows another view; the answer is the new `state.view`.
export function enter(view, title) {
  document.body.dataset.view = view;
  showTitle(title);
  const isSignedIn = view !== "sign-in";
  element("sign-out").hidden = !isSignedIn;
  const handle = myHandle();
  element("me").textContent = isSignedIn && handle ? `@${handle}` : "";
  state.view += 1;
  return state.view;
}

export function showTitle(title) {
  document.title = `${title} · Cruddur`;
}
