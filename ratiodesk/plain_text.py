"""Text from outside in a tooltip or a message box, which Qt would take for HTML where it looks like it."""

import html


def plain(text: str) -> str:
    """Return what a tooltip or a message box has to be given to show *text* as it is, whatever it holds.

    >>> plain("Yahoo knows no SPY."), plain("3 < 4")
    ('Yahoo knows no SPY.', '3 < 4')
    >>> plain("<b>SPY</b>")
    "<p style='white-space:pre-wrap'>&lt;b&gt;SPY&lt;/b&gt;</p>"
    """
    # Some more than Qt takes for HTML: its rules may change.
    looks_rich = ("<" in text and ">" in text) or "&lt;" in text or text.lstrip().startswith("<?xml")
    return f"<p style='white-space:pre-wrap'>{html.escape(text, quote=False)}</p>" if looks_rich else text
