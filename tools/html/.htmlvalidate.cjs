// Every rule that is off says why. Accessibility of the rendered page is axe's part, in tests/browser/.
module.exports = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // How an attribute is quoted changes nothing, and stored rich text quotes as Wagtail does.
    "attr-quotes": "off",
    // `for` beside nesting is what older assistive technology understands.
    "no-redundant-for": "off",
    // A scrolling box is a region with a name; <section> without a heading would say less.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // “Call 112” may break over two lines.
    "tel-non-breaking": "off",
    // The table of contents is there twice, and the style sheet shows one of the two; axe sees only the one that shows.
    "unique-landmark": "off",
  },
};
