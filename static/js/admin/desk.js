/* Keys of the moderation desk, for whoever switched them on: a key moves the cursor to a button, and Enter presses it. */
document.addEventListener("keydown", (event) => {
  const place = event.target;
  const isTyping = place.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(place.tagName);
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const found = document.querySelector(`[data-desk-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (found) {
    event.preventDefault();
    found.scrollIntoView({ block: "center" });
    found.focus();
  }
});
