// Tries numbers until a derived key begins as asked (altcha, PBKDF2/SHA-256); says the number and the key.
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));

onmessage = async ({ data: { nonce, salt, cost, beginning } }) => {
  const password = new Uint8Array(20);
  password.set(bytes(nonce));
  const view = new DataView(password.buffer);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: Number(cost) };
  for (let counter = 0; ; counter++) {
    view.setUint32(16, counter);
    const base = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derived = new Uint8Array(await crypto.subtle.deriveBits(how, base, 256));
    const key = Array.from(derived, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (key.startsWith(beginning)) {
      postMessage({ counter, key });
      return;
    }
  }
};
