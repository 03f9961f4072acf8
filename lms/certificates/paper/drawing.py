"""What is drawn and not written: the QR code, and paler shades of a colour."""

import segno
from markupsafe import Markup


def qr(address: str) -> Markup:
    """Return a QR code as an inline SVG, with its alternative text.

    The quiet margin around it is the template's to keep: four of its squares.
    """
    code = segno.make_qr(address, error="m", boost_error=False)
    side = code.symbol_size(border=0)[0]
    return Markup(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        '<title>QR code that opens {address}</title><path d="{path}"/></svg>'
    ).format(side=side, address=address, path=_path(code))


def _path(code: segno.QRCode) -> str:
    """Return the dark squares as one outline a run, upright and joined where they touch."""
    strokes: list[str] = []
    for across, column in enumerate(zip(*code.matrix, strict=True)):
        start = None
        for down, dark in enumerate((*column, 0)):
            if dark and start is None:
                start = down
            elif not dark and start is not None:
                strokes.append(f"M{across} {start}h1v{down - start}h-1z")
                start = None
    return "".join(strokes)


def tint(colour: str, percent: float) -> str:
    """Return ``colour`` thinned with white: 100 is the colour itself, 0 is white.

    A mixed colour prints alike everywhere; a transparent one does not.
    """
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    mixed = [round(255 - (255 - channel) * percent / 100) for channel in channels]
    return "#" + "".join(f"{min(255, max(0, channel)):02x}" for channel in mixed)
