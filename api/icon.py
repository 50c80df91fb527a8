"""The picture in the browser's tab: the sun over a pot, as a data URL, so that it is no request."""

from __future__ import annotations

from urllib.parse import quote

SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
    "<rect width='32' height='32' rx='7' fill='#1f6f4a'/>"
    "<circle cx='16' cy='11' r='4.5' fill='#ffd166'/>"
    "<path d='M16 2.5v2.5M8.5 5.5l1.7 1.7M23.5 5.5l-1.7 1.7M5.5 12h2.5M24 12h2.5' "
    "stroke='#ffd166' stroke-width='2' stroke-linecap='round'/>"
    "<path d='M6 18h20v3a6 6 0 0 1-6 6h-8a6 6 0 0 1-6-6z' fill='#fff'/></svg>"
)
ICON = f"data:image/svg+xml,{quote(SVG)}"
