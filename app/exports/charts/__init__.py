"""The pictures of the pages as files: SVG that needs nothing else, in the colours and type of the light page."""
