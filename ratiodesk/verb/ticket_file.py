"""Order tickets as files of the user's choice."""

from collections.abc import Sequence
from pathlib import Path

from ratiodesk.domain.errors import BadInput, NotSaved
from ratiodesk.domain.order_ticket import OrderTicket
from ratiodesk.domain.ratio import format_level
from ratiodesk.domain.ticket_form import TicketForm, written
from ratiodesk.storage.atomic import write_atomic

_FORMS = {".txt": TicketForm.TEXT, ".csv": TicketForm.BASKET}


def write_tickets(tickets: Sequence[OrderTicket], output: Path, form: TicketForm | None = None) -> list[Path]:
    """Write tickets and return the files they are in: one each, numbered where there are several.

    Each tranche has a ratio of its own, so that its orders must not be sent with those of another.

    Parameters
    ----------
    tickets
        Of one position.
    output
        The file to write; with several tickets ``orders.txt`` means ``orders-1.txt``, ``orders-2.txt`` … and a
        basket, which has no column for it, has its ratio in the name as well: ``orders-1-at-2.130.csv``.
    form
        None for what the ending says: words for .txt, the basket of a broker for .csv.

    Raises
    ------
    BadInput
        If *form* is None and the ending is neither of them.
    NotSaved
        If a file could not be written.
    """
    form = form or _FORMS.get(output.suffix.lower())
    if form is None:
        raise BadInput(f"“{output.name}” says neither words nor table: name a file that ends in .txt or .csv.")
    files = [output] if len(tickets) == 1 else [_numbered(output, ticket, form) for ticket in tickets]
    for ticket, file in zip(tickets, files, strict=True):
        try:
            write_atomic(file, written(ticket, form).encode())
        except OSError as error:
            raise NotSaved(f"{file} could not be written ({error.strerror or error}).") from error
    return files


def _numbered(output: Path, ticket: OrderTicket, form: TicketForm) -> Path:
    ratio = f"-at-{format_level(ticket.limit_ratio)}" if form is TicketForm.BASKET else ""
    return output.with_name(f"{output.stem}-{ticket.place}{ratio}{output.suffix}")
