// Who is signed in. `sessionStorage` keeps it until the tab is closed. The document gets the events `signed-in`
// and `signed-out`, the latter with the reason in `detail`.

export const accessToken = () => sessionStorage.getItem("access_token");

export const myHandle = () => sessionStorage.getItem("handle");

export function signIn(token, handle = "") {
  sessionStorage.setItem("access_token", token);
  sessionStorage.setItem("handle", handle);
  document.dispatchEvent(new Event("signed-in"));
}

export function signOut(reason = "") {
  for (const name of ["access_token", "handle"]) sessionStorage.removeItem(name);
  document.dispatchEvent(new CustomEvent("signed-out", { detail: reason }));
}
