"""Run by a bundle of Linux at its start: programs that it starts find their own libraries, and not those of the bundle.

The loader has read the variable by now, and finds the bundle's libraries all the same.
"""

import os

_FOR_THE_BUNDLE, _BEFORE = "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"

os.environ.pop(_FOR_THE_BUNDLE, None)
if _BEFORE in os.environ:
    os.environ[_FOR_THE_BUNDLE] = os.environ.pop(_BEFORE)
