"""Which closes make a ratio."""

from enum import StrEnum

from ratiodesk.words import mark, tr


class Basis(StrEnum):
    """Which closes make the ratio, each in its own currency or all in one."""

    PRICE = "price"
    TOTAL_RETURN = "total_return"
    PRICE_CONVERTED = "price_converted"
    TOTAL_RETURN_CONVERTED = "total_return_converted"

    @classmethod
    def of(cls, *, adjusted: bool, converted: bool) -> "Basis":
        plain = cls.TOTAL_RETURN if adjusted else cls.PRICE
        return cls(f"{plain}_converted") if converted else plain

    @property
    def adjusted(self) -> bool:
        """Whether closes are dividend-adjusted."""
        return self in (Basis.TOTAL_RETURN, Basis.TOTAL_RETURN_CONVERTED)

    @property
    def converted(self) -> bool:
        """Whether prices are brought to one currency."""
        return self in (Basis.PRICE_CONVERTED, Basis.TOTAL_RETURN_CONVERTED)

    @property
    def display_name(self) -> str:
        """The basis in the words of the desk."""
        return tr(_NAMES[self])

    @property
    def english_name(self) -> str:
        """The basis in what is written for others than the user."""
        return _NAMES[self]


_NAMES = {
    Basis.PRICE: mark("price"),
    Basis.TOTAL_RETURN: mark("total return"),
    Basis.PRICE_CONVERTED: mark("price, one currency"),
    Basis.TOTAL_RETURN_CONVERTED: mark("total return, one currency"),
}
