/* Passkeys: asks the device, puts its answer into the form, sends it. Without script these forms stay hidden. */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function asked(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) { key.user = { ...key.user, id: bytes(key.user.id) }; }
  if (key.excludeCredentials) { key.excludeCredentials = keys(key.excludeCredentials); }
  if (key.allowCredentials) { key.allowCredentials = keys(key.allowCredentials); }
  return { publicKey: key };
}

function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) { response[name] = text(credential.response[name]); }
  }
  if (credential.response.getTransports) { response.transports = credential.response.getTransports(); }
  return {
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function options(form) {
  if (form.dataset.passkeyOptions) {
    return JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) { throw new Error(`passkey options: ${answer.status}`); }
  return (await answer.json()).request_options;
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const said = form.querySelector("[role=status]"), button = form.querySelector("button");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) { return; }
      event.preventDefault();
      button.disabled = true;
      said.textContent = "";
      try {
        const credential = await navigator.credentials[form.dataset.passkey](asked(await options(form)));
        form.elements.credential.value = JSON.stringify(answered(credential));
        form.submit();
      } catch {
        said.textContent = form.dataset.passkeyFailed;
        button.disabled = false;
        button.focus();
      }
    });
  });
}
