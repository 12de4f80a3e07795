"""How long a year is in sessions."""

# Of exchanges in the United States; what is told of a year is told of so many sessions wherever they were held.
SESSIONS_A_YEAR = 252
