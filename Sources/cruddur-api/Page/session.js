// Who is signed in. `sessionStorage` keeps it until the tab is closed. The document gets the events `signed-in`
// and `signed-out`, the latter with the reason in `detail`.

export const accessToken = () => sessionStorage.getItem("access_token");

export const myHandle = () => sessionStorage.getItem("handle");

// The subject of the access token; empty where it has none. The server checks the token, not the page.
export function mySubject() {
  try {
    const claims = accessToken().split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(atob(claims)).sub ?? "";
  } catch {
    return "";
  }
}

export function signIn(token, handle = "") {
  sessionStorage.setItem("access_token", token);
  sessionStorage.setItem("handle", handle);
  document.dispatchEvent(new Event("signed-in"));
}

// By the user: nothing is kept.
export function signOut() {
  sessionStorage.clear();
  document.dispatchEvent(new CustomEvent("signed-out", { detail: "" }));
}

// Because the server does not accept the token any more: messages that are not sent are kept.
export function endSession(reason) {
  for (const name of ["access_token", "handle"]) sessionStorage.removeItem(name);
  document.dispatchEvent(new CustomEvent("signed-out", { detail: reason }));
}
