// The views: signing in, the list of conversations, one conversation.

import { element } from "./elements.js";
import { myHandle } from "./session.js";
import { state } from "./state.js";

// Shows the view of this name; the answer is the new `state.view`.
export function enter(name, title) {
  document.body.dataset.view = name;
  showTitle(title);
  const isSignedIn = name !== "sign-in";
  element("sign-out").hidden = !isSignedIn;
  const handle = myHandle();
  element("me").textContent = isSignedIn && handle ? `@${handle}` : "";
  state.view += 1;
  return state.view;
}

export function showTitle(title) {
  document.title = `${title} · Cruddur`;
}
