/* The moderation desk: a chosen reason or question is written into the text below it, where it can be changed. */
for (const choice of document.querySelectorAll("[data-desk-wording]")) {
  const text = document.getElementById(choice.dataset.deskWording);
  let written = "";
  choice.addEventListener("change", () => {
    const words = choice.selectedOptions[0].dataset.text || "";
    if (text.value.trim() === written.trim()) {
      text.value = words;
      written = words;
    }
  });
}
