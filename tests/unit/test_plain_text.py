"""What a tooltip shows is what it was given."""

import html
import re

from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtGui import Qt

from ratiodesk.plain_text import plain

NASTY = st.text(st.sampled_from("<>&;/!?bimglt srcx=\"'\n\t \\"), max_size=40)


@given(st.text() | NASTY)
@example("<b>bold</b>")
@example("< b>")
@example("&lt;b&gt;")
@example("x\n<b>")
@example("<?xml")
@example("\u00a0<br/>")
@example("a <img src=x>")
def test_qt_never_takes_a_text_for_markup(text: str) -> None:
    shown = plain(text)
    if shown == text:
        assert not Qt.mightBeRichText(text)
    else:
        inner = re.fullmatch(r"<p style='white-space:pre-wrap'>(.*)</p>", shown, re.DOTALL)
        assert inner is not None
        assert "<" not in inner[1]
        assert html.unescape(inner[1]) == html.unescape(html.escape(text, quote=False))
