"""Pictures as programs want them that cannot show SVG."""

from app.exports.fonts import FOLDER, SANS, SERIF

ZOOM = 2  # pixels for a pixel of the drawing


def png(svg: bytes) -> bytes:
    """A drawing (SVG, UTF-8) as PNG, in the program's own fonts. Raises ValueError for what is no drawing."""
    import resvg_py

    made = resvg_py.svg_to_bytes(
        svg_string=svg.decode(),
        zoom=ZOOM,
        font_dirs=[str(FOLDER)],
        skip_system_fonts=True,
        font_family=SANS,
        sans_serif_family=SANS,
        serif_family=SERIF,
    )
    return bytes(made)
