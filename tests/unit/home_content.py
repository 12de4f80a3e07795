"""What a home holds, to be compared."""

from ratiodesk.storage.home import Home


def all_files(house: Home) -> dict[str, bytes]:
    """Return the content of every file but the lock, by its path below the home."""
    files = (path for path in house.root.rglob("*") if path.is_file())
    return {str(path.relative_to(house.root)): path.read_bytes() for path in files if path.name != ".lock"}
