// Lets the browser do some work while the answers are read, so that nobody has to wait. Without it: wait a little.
const field = document.querySelector("[data-portal-work]");
if (field?.dataset.nonce && window.Worker && window.isSecureContext) {
  const worker = new Worker(field.dataset.portalWork);
  worker.onmessage = ({ data }) => {
    field.value = data.counter;
    field.form.elements.work_key.value = data.key;
    document.querySelector("[data-portal-work-done]")?.removeAttribute("hidden");
  };
  worker.postMessage({ ...field.dataset });
}
